import type { NewEvent, Transaction } from '@gym/service-kit';
import { conflict, notFound } from '@gym/service-kit/errors';
import { requireSetup } from './domain/entries.js';
import { requireComplete } from './domain/roster.js';
import { requireCheckInOver } from './domain/windows.js';
import { peopleOf } from './entries/people.js';
import { drawnEvent } from './events/tournaments.js';
import { logged, type LogDraft } from './log.js';
import { drawBracket, roundsOf, shownMatches } from './play/draw.js';
import type { OpenDraw } from './play/states.js';
import { setDrawn, type CategoryRow } from './store/categories.js';
import { listApproved, type ParticipantRow } from './store/participants.js';
import { setSeeds } from './store/seeds.js';
import { incompleteTeams } from './store/rosters.js';
import { setStatus, type TournamentRow } from './store/tournaments.js';

export interface Drawn {
  rounds: number;
  matches: number;
  events: NewEvent[];
  log: LogDraft[];
  draws: OpenDraw[];
}

/** Draws a tournament that is locked: its only bracket, or that of one or of every category. */
export async function drawBrackets(
  tx: Transaction,
  tournament: TournamentRow,
  categories: CategoryRow[],
  categoryId: number | undefined,
): Promise<Drawn> {
  // After the first category is drawn the others still can be.
  if (tournament.phase !== 'running' || categories.length === 0) requireSetup(tournament);
  requireCheckInOver(tournament, new Date());
  const drawn: Drawn = { rounds: 0, matches: 0, events: [], log: [], draws: [] };
  for (const category of toDraw(categories, categoryId)) {
    const one = await drawOne(tx, tournament, category, tournament.version + drawn.log.length + 1);
    drawn.rounds = Math.max(drawn.rounds, one.rounds);
    drawn.matches += one.matches;
    drawn.events.push(...one.events);
    drawn.log.push(...one.log);
    drawn.draws.push(...one.draws);
  }
  await setStatus(tx, tournament.id, 'active');
  return drawn;
}

/** @throws AppError 404, 409 when all of them are drawn */
function toDraw(categories: CategoryRow[], id: number | undefined): (CategoryRow | null)[] {
  if (id === undefined && categories.length === 0) return [null];
  const wanted = id === undefined ? categories : categories.filter((category) => category.id === id);
  if (wanted.length === 0) throw notFound('There is no such category.', 'category-not-found');
  const open = wanted.filter((category) => !category.is_drawn);
  if (open.length === 0) throw conflict('The bracket has been drawn already.', 'already-drawn');
  return open;
}

async function drawOne(
  tx: Transaction,
  tournament: TournamentRow,
  category: CategoryRow | null,
  seq: number,
): Promise<Drawn> {
  const categoryId = category?.id ?? null;
  const approved = await listApproved(tx, tournament.id, categoryId);
  await requireTeamsComplete(tx, tournament, approved);
  const seeds = approved.map((row) => row.id);
  await setSeeds(
    tx,
    tournament.id,
    seeds.map((id, index) => ({ id, seed: index + 1 })),
  );
  const draw = await drawBracket(tx, tournament, { categoryId, seeds, seq });
  const [rounds, matches] = [roundsOf(draw.state), shownMatches(draw.state)];
  if (category !== null) await setDrawn(tx, category.id);
  const people = await peopleOf(tx, tournament, approved);
  const user_ids = approved.flatMap(people);
  const affected = { participants: seeds, ...(categoryId === null ? {} : { categories: [categoryId] }) };
  return {
    rounds,
    matches,
    events: [drawnEvent(tournament, { rounds, matches, user_ids })],
    log: [logged('bracket.drawn', { category_id: categoryId, seeds }, affected)],
    draws: [draw],
  };
}

async function requireTeamsComplete(tx: Transaction, { team }: TournamentRow, teams: ParticipantRow[]): Promise<void> {
  if (team === null) return;
  const ids = teams.map((row) => row.id);
  const incomplete = new Set(await incompleteTeams(tx, ids, team.min));
  requireComplete(
    teams.filter((row) => incomplete.has(row.id)).map((row) => row.name),
    team.min,
  );
}
