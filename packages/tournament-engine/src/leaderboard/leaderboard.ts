import { EngineError } from '../errors.js';
import type { EntrantId } from '../standings/game.js';
import { rankRows } from './overall.js';
import { counts, isLowest, pointsOf, type Scoring } from './scoring.js';
import { comparePerformances, isLowerBetter, type Performance, type Workout } from './workout.js';

export interface LeaderboardEntrant {
  id: EntrantId;
  /** Each division is a board of its own. */
  division?: string;
}

export interface LeaderboardInput {
  entrants: LeaderboardEntrant[];
  workouts: Workout[];
  /**
   * At most one for an entrant and a workout. A workout that nobody but those who withdrew has one in has not taken place
   * yet and counts for nobody.
   */
  performances: Performance[];
  scoring: Scoring;
}

export interface WorkoutResult {
  workout: string;
  /** Shared by equals, the next ones skip (1, 1, 3); null for who does not count, and before the workout. */
  place: number | null;
  points: number;
  performance: Performance | null;
}

export interface BoardRow {
  entrant: EntrantId;
  /** Shared where nothing decides. Who withdrew comes last. */
  rank: number;
  points: number;
  results: WorkoutResult[];
  /** A result that counts is not verified yet. */
  unofficial: boolean;
  withdrawn: boolean;
}

export interface Board {
  /** null for entrants without one. */
  division: string | null;
  rows: BoardRow[];
}

/**
 * Boards of a competition in workouts, one for each division, in the order in which the divisions first appear.
 * Overall: points, then more first places, more second places, ... (count-back), then the best single result by its
 * tie-break where all who are tied have one in the same workout, else the rank is shared.
 * @throws EngineError `unknown-entrant`, `repeated-entrant`, `unknown-workout`, `repeated-performance`, `no-value`,
 * `mixed-measures`
 */
export function leaderboard(input: LeaderboardInput): Board[] {
  const { entrants, workouts, scoring } = input;
  const byEntrant = check(input);
  const divisions = [...new Set(entrants.map(({ division }) => division ?? null))];
  return divisions.map((division) => {
    const ids = entrants.filter((entrant) => (entrant.division ?? null) === division).map(({ id }) => id);
    const rows = ids.map((entrant): BoardRow => ({
      entrant,
      rank: 0,
      points: 0,
      results: [],
      unofficial: false,
      withdrawn: false,
    }));
    for (const workout of workouts) addWorkout(rows, workout, byEntrant, scoring);
    return { division, rows: rankRows(rows, isLowest(scoring, workouts), workouts) };
  });
}

type ByEntrant = Map<EntrantId, Map<string, Performance>>;

function check({ entrants, workouts, performances, scoring }: LeaderboardInput): ByEntrant {
  const byEntrant: ByEntrant = new Map(entrants.map(({ id }) => [id, new Map()]));
  if (byEntrant.size < entrants.length) throw new EngineError('repeated-entrant', 'An entrant is listed twice.');
  if (scoring.by === 'sum' && new Set(workouts.map(isLowerBetter)).size > 1) {
    throw new EngineError('mixed-measures', 'Values can be added up when all workouts are better the same way.');
  }
  const known = new Set(workouts.map(({ id }) => id));
  for (const performance of performances) {
    const { entrant, workout, status, value } = performance;
    const own = byEntrant.get(entrant);
    if (own === undefined) throw new EngineError('unknown-entrant', `There is no entrant ${entrant}.`);
    if (!known.has(workout)) throw new EngineError('unknown-workout', `There is no workout ${workout}.`);
    if (own.has(workout)) {
      throw new EngineError('repeated-performance', `Entrant ${entrant} has two results in workout ${workout}.`);
    }
    if ((status === 'finished' || status === 'capped') && !Number.isFinite(value)) {
      throw new EngineError('no-value', `The result of entrant ${entrant} in workout ${workout} has no value.`);
    }
    own.set(workout, performance);
  }
  return byEntrant;
}

/** Adds the results of one workout to the rows of a board. */
function addWorkout(rows: readonly BoardRow[], workout: Workout, byEntrant: ByEntrant, scoring: Scoring): void {
  const own = new Map(rows.map((row) => [row, byEntrant.get(row.entrant)?.get(workout.id)]));
  const started = [...own.values()].some((performance) => performance !== undefined && performance.status !== 'wd');
  const placed = rows
    .flatMap((row) => {
      const performance = own.get(row);
      return !row.withdrawn && counts(performance) ? [{ row, performance }] : [];
    })
    .toSorted((a, b) => comparePerformances(workout, a.performance, b.performance));
  const places = new Map<BoardRow, number>();
  let place = 1;
  for (const [index, { row, performance }] of placed.entries()) {
    const before = placed[index - 1];
    if (before !== undefined && comparePerformances(workout, before.performance, performance) !== 0) place = index + 1;
    places.set(row, place);
  }
  for (const row of rows) {
    const performance = own.get(row);
    if (performance?.status === 'wd') row.withdrawn = true;
    const reached = places.get(row) ?? null;
    const points = started ? pointsOf(scoring, performance, reached, rows.length) : 0;
    row.points += points;
    row.unofficial ||= performance?.unofficial === true && reached !== null;
    row.results.push({ workout: workout.id, place: reached, points, performance: performance ?? null });
  }
}
