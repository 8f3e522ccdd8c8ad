import type { Queryable } from '@gym/service-kit';
import { conflict } from '@gym/service-kit/errors';
import type { JobId, Placement } from '@gym/tournament-engine';
import { planningOf, type Planning } from '../domain/schedule-input.js';
import { requirePlaying } from '../play/find-draw.js';
import { openDraw, type DrawStates, type OpenDraw } from '../play/states.js';
import { listAvailability } from '../store/availability.js';
import { listCourts, type CourtRow } from '../store/courts.js';
import { listDraws } from '../store/draws.js';
import { findSettings } from '../store/schedule-settings.js';
import { listSlots, type SlotRow } from '../store/slots.js';
import type { TournamentRow } from '../store/tournaments.js';

/** Matches that one plan has at most: the planner's time grows with them. */
const maxMatches = 5000;

export interface ReadPlanning extends Planning {
  courts: CourtRow[];
  slots: ReadonlyMap<number, SlotRow>;
  draws: OpenDraw[];
}

/**
 * All that a plan is made of; with the tournament locked it stays so.
 * @throws AppError 409 when nothing is drawn, or there is too much to plan
 */
export async function readPlanning(
  db: Queryable,
  states: DrawStates,
  tournament: TournamentRow,
): Promise<ReadPlanning> {
  requirePlaying(tournament);
  const draws: OpenDraw[] = [];
  for (const row of await listDraws(db, tournament.id)) draws.push(await openDraw(db, states, row));
  const matches = await listSlots(db, tournament.id, maxMatches + 1);
  if (matches.length > maxMatches) {
    throw conflict(`At most ${maxMatches} matches can be planned.`, 'too-many-matches');
  }
  const courts = await listCourts(db, tournament.id);
  const planning = planningOf({
    settings: await findSettings(db, tournament.id),
    startsAt: tournament.start_date,
    courts,
    availability: await listAvailability(db, tournament.id),
    draws,
    matches,
  });
  return { ...planning, courts, draws, slots: new Map(matches.map((match) => [match.match_id, match])) };
}

/** Where the matches are that are to be played; those that have begun where they really are. */
export function presentPlaces({ input, plan, progress }: Planning, now: number): Map<JobId, Placement> {
  const lengths = new Map(input.jobs.map((job) => [job.id, job.duration]));
  const begun = new Map(progress.map((item) => [item.job, item]));
  return new Map(
    plan.flatMap((placement): [JobId, Placement][] => {
      const length = lengths.get(placement.job);
      if (length === undefined) return [];
      const { start, end } = begun.get(placement.job) ?? {};
      if (start === undefined) return [[placement.job, placement]];
      return [[placement.job, { ...placement, start, end: end ?? Math.max(start + length, now) }]];
    }),
  );
}
