import type { scheduleApi } from '@gym/contracts';
import type { Queryable } from '@gym/service-kit';
import type { Estimate, ExpectedPerson, Pace } from '@gym/tournament-engine';
import { LRUCache } from 'lru-cache';
import type { z } from 'zod';
import type { TournamentRow } from '../store/tournaments.js';
import type { Desk } from './draft.js';
import { readPlanning, type ReadPlanning } from './read.js';

type Estimates = z.input<typeof scheduleApi.estimates>;
const minute = 60_000;

interface Known {
  version: number;
  planning: ReadPlanning;
  found: Estimate;
}

/** Everybody at a tournament asks, so what was found is told for so many milliseconds, unless something happens. */
const freshMs = 10_000;

/** By tournament. */
export type KnownEstimates = LRUCache<number, Known>;

export function createEstimates(): KnownEstimates {
  return new LRUCache({ max: 100, ttl: freshMs });
}

/** What will become of the plan if nobody changes it, at the pace of the matches so far. */
export async function estimatesOf(
  { states, planner, estimates }: Desk & { estimates: KnownEstimates },
  db: Queryable,
  tournament: TournamentRow,
  participantId: number | undefined,
): Promise<Estimates> {
  const last = estimates.get(tournament.id);
  if (last?.version === tournament.version) return present(last, participantId);
  const planning = await readPlanning(db, states, tournament);
  const { input, played, plan, progress } = planning;
  const now = Date.now();
  const found = await planner.estimate({ ...input, jobs: [...input.jobs, ...played], plan, progress, now });
  const fresh = { version: tournament.version, planning, found };
  estimates.set(tournament.id, fresh);
  return present(fresh, participantId);
}

function present({ planning, found }: Known, participantId: number | undefined): Estimates {
  const isWanted = (job: number | string): boolean => {
    const match = planning.slots.get(Number(job));
    if (match === undefined || match.finished_at !== null) return false;
    return participantId === undefined || match.participants.includes(participantId);
  };
  return {
    matches: found.matches
      .filter(({ job }) => isWanted(job))
      .map(({ job, court, start, end, late }) => ({
        match_id: Number(job),
        court_id: court === null ? null : Number(court),
        starts_at: new Date(start).toISOString(),
        ends_at: new Date(end).toISOString(),
        late_minutes: Math.round(late / minute),
      })),
    participants: found.people.flatMap((person) => {
      const isShown = typeof person.person === 'number' && [undefined, person.person].includes(participantId);
      return isShown ? [presentPerson(person)] : [];
    }),
    paces: found.paces.flatMap((pace) => (pace.matches === 0 ? [] : [presentPace(planning, pace)])),
  };
}

function presentPerson({ person, certain, possible }: ExpectedPerson): Estimates['participants'][number] {
  const next = (match: ExpectedPerson['certain']): Estimates['participants'][number]['certain'] =>
    match && { match_id: Number(match.job), starts_at: new Date(match.start).toISOString() };
  return { participant_id: Number(person), certain: next(certain), possible: next(possible) };
}

function presentPace({ draws }: ReadPlanning, { draw, stage, matches, factor }: Pace): Estimates['paces'][number] {
  const own = draws.find(({ row }) => draw.startsWith(`draw ${row.id}:`));
  return { category_id: own?.row.category_id ?? null, stage: stage - 1, matches, factor };
}
