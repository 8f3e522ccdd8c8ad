import { together, type NewEvent, type Transaction } from '@gym/service-kit';
import type { Changed } from '@gym/tournament-engine';
import { peopleOf } from '../entries/people.js';
import { scoreEvent, startedEvent } from '../events/match-day.js';
import { correctedEvent, endedEvent, roundDrawnEvent } from '../events/play.js';
import { countPoints } from '../store/leaderboard.js';
import { sidesOf, type MatchRow } from '../store/matches.js';
import { followMatches } from '../store/slots.js';
import { peopleById, type ParticipantRow } from '../store/participants.js';
import type { TournamentRow } from '../store/tournaments.js';
import { settleCompletion } from './completion.js';
import type { MatchChange, Played } from './execute.js';
import type { OpenDraw } from './states.js';
import { settleEntrants } from './settle-entrants.js';
import { gamesOf, isOver, settleAround } from './settle-match-day.js';

export interface Step {
  before: OpenDraw;
  after: OpenDraw;
  changes: MatchChange[];
  /** Matches that lost their result. */
  reset: MatchRow[];
  changed: Changed;
  reason: string | null;
}

/** What follows from a command for everything around the draw: people, points, the tournament, and what others are told. */
export async function settle(
  tx: Transaction,
  tournament: TournamentRow,
  step: Step,
): Promise<Pick<Played, 'events' | 'people'>> {
  const left = await settleEntrants(tx, tournament, step);
  const completion = await settleCompletion(tx, tournament, step);
  const counted = new Set([...wonOrLost(step.changes), ...completion.titles]);
  const sides = step.changes.flatMap(({ before, after }) => [...sidesOf(before), ...sidesOf(after)]);
  const matches = step.changes.flatMap(({ after }) => after ?? []);
  const [people] = await together(
    peopleById(tx, tournament.id, sides),
    countPoints(tx, tournament.id, [...counted]),
    followMatches(tx, matches),
    settleAround(tx, step.changes),
  );
  const usersOf = await peopleOf(tx, tournament, [...people.values()]);
  return { events: [...left, ...told(tournament, step, { people, usersOf }), ...completion.events], people };
}

/** Those whose number of matches won may be another one. */
function wonOrLost(changes: readonly MatchChange[]): number[] {
  return changes.flatMap(({ before, after }) => {
    if (before?.winner_id === after?.winner_id && before?.status === after?.status) return [];
    return [before?.winner_id ?? null, after?.winner_id ?? null].filter((id) => id !== null);
  });
}

function told(
  tournament: TournamentRow,
  { changes, reset, after, reason }: Step,
  { people, usersOf }: { people: ReadonlyMap<number, ParticipantRow>; usersOf: (row: ParticipantRow) => number[] },
): NewEvent[] {
  const user_ids = [...new Set([...people.values()].flatMap(usersOf))];
  const events: NewEvent[] = [];
  const corrected = changes.filter(({ before, after: now }) => isOver(before) && !isSameEnd(before, now));
  const category_id = after.row.category_id;
  if (corrected.length > 0) events.push(correctedEvent(tournament, { category_id, changes, reset, reason, user_ids }));
  const fresh = changes.flatMap(({ before, after: now }) => (before === undefined && now !== undefined ? [now] : []));
  const [first] = fresh;
  if (first?.section === 'swiss') events.push(roundDrawnEvent(tournament, { category_id, matches: fresh, user_ids }));
  for (const { before, after: now } of changes) {
    if (before !== undefined && now?.status === 'running') events.push(...goingOn(tournament, { before, now, people }));
    if (!isOver(now) || (isOver(before) && isSameEnd(before, now) && before.score === now.score)) continue;
    events.push(endedEvent(tournament, { match: now, people, corrected: isOver(before) }));
  }
  return events;
}

/** A match that is being played: it has begun, or another game of it is over. */
function goingOn(
  tournament: TournamentRow,
  { before, now, people }: { before: MatchRow; now: MatchRow; people: ReadonlyMap<number, ParticipantRow> },
): NewEvent[] {
  const started = before.status === 'running' ? [] : [startedEvent(tournament, now, people)];
  const isScored = JSON.stringify(gamesOf(before)) !== JSON.stringify(gamesOf(now));
  return isScored ? [...started, scoreEvent(tournament, { ...now, games: gamesOf(now), live: null })] : started;
}

function isSameEnd(before: MatchRow, now: MatchRow | undefined): boolean {
  return (
    isOver(now) &&
    before.status === now.status &&
    before.winner_id === now.winner_id &&
    sidesOf(before).join() === sidesOf(now).join()
  );
}
