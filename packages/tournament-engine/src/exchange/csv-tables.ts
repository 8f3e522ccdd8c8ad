import type { State } from '../model/state.js';
import { getAt, itemsOf } from '../model/vector.js';
import { listMatches, type MatchView } from '../model/view.js';
import type { Placement } from '../schedule/placement.js';
import type { EntrantId } from '../standings/game.js';
import { boardOf, standingsOf } from '../standings/of-state.js';
import { writeCsv, type CsvCell } from './csv.js';
import { dateOf } from './date.js';

export interface CsvOptions {
  /** The ids as texts when missing. */
  nameOf?: (entrant: EntrantId) => string;
}

/** `seed,entrant,left`: everybody in the order of the seeds, late entrants last. */
export function entrantsCsv(state: State, { nameOf = String }: CsvOptions = {}): string {
  const rows = [...itemsOf(state.entrants)].map(({ number, id, absence }): CsvCell[] => {
    return [number, nameOf(id), absence?.reason ?? null];
  });
  return writeCsv([['seed', 'entrant', 'left'], ...rows]);
}

/**
 * A line for each match that is or may be played, and each bye: where it is, who plays, how it ended (`games` as `11:9 9:11`), and
 * where and when it is, as ISO 8601 in UTC, if it is among the placements; jobs are the numbers of the matches.
 */
export function matchesCsv(
  state: State,
  { nameOf = String, placements = [] }: CsvOptions & { placements?: readonly Placement[] } = {},
): string {
  const placed = new Map(placements.map((placement) => [placement.job, placement]));
  const named = (id: EntrantId | null | undefined): CsvCell => (id === null || id === undefined ? null : nameOf(id));
  const played = ({ result }: MatchView) => (result?.kind === 'played' ? result : undefined);
  const time = (value: number | undefined): CsvCell => (value === undefined ? null : dateOf(value).toISOString());
  const columns: Record<string, (match: MatchView) => CsvCell | undefined> = {
    match: ({ id }) => id,
    stage: ({ stage }) => stage + 1,
    table: ({ table }) => (table === null ? null : getAt(state.tables, table).number),
    section: ({ section }) => section,
    round: ({ round }) => round,
    number: ({ number }) => number,
    'best of': ({ bestOf }) => bestOf,
    first: ({ entrants }) => named(entrants[0]),
    second: ({ entrants }) => named(entrants[1]),
    status: ({ status }) => status,
    'first score': (match) => played(match)?.score?.[0],
    'second score': (match) => played(match)?.score?.[1],
    games: (match) =>
      played(match)
        ?.games.map((points) => points.join(':'))
        .join(' '),
    winner: ({ winner }) => named(winner),
    court: ({ id }) => placed.get(id)?.court,
    start: ({ id }) => time(placed.get(id)?.start),
    end: ({ id }) => time(placed.get(id)?.end),
  };
  const rows = listMatches(state, { limit: Infinity }).map((match) =>
    Object.values(columns).map((cellOf) => cellOf(match) ?? null),
  );
  return writeCsv([Object.keys(columns), ...rows]);
}

/**
 * A table as it stands, best first: groups and Swiss stages with what they count, leaderboards with points and place in
 * each workout.
 * @throws RangeError when there is no such table
 */
export function standingsCsv(state: State, table: number, { nameOf = String }: CsvOptions = {}): string {
  const named = (entrant: EntrantId): string => nameOf(getAt(state.entrants, Number(entrant) - 1).id);
  const { plan } = getAt(state.stages, getAt(state.tables, table).stage);
  if (plan.format === 'leaderboard') {
    const workouts = plan.workouts.map(({ id }) => id);
    const rows = boardOf(state, table).map(({ rank, entrant, points, results }): CsvCell[] => {
      const places = new Map(results.map(({ workout, place }) => [workout, place]));
      const cells: CsvCell[] = [rank, named(entrant), points];
      for (const workout of workouts) cells.push(places.get(workout) ?? null);
      return cells;
    });
    return writeCsv([['rank', 'entrant', 'points', ...workouts.map(String)], ...rows]);
  }
  const rows = standingsOf(state, table).map((row): CsvCell[] => {
    const { rank, entrant, points, matches, wins, draws, losses, score } = row;
    return [rank, named(entrant), points, matches, wins, draws, losses, score[0], score[1]];
  });
  return writeCsv([['rank', 'entrant', 'points', 'matches', 'wins', 'draws', 'losses', 'for', 'against'], ...rows]);
}
