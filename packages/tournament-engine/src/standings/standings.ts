import { seededRandom } from '../random.js';
import { judge } from './criteria.js';
import type { EntrantId, Game } from './game.js';
import { drawLots, rank } from './rank.js';
import type { Criterion, StandingsRules } from './rules.js';
import { talliesOf, type Tally } from './tally.js';

export interface StandingsRow extends Omit<Tally, 'games'> {
  /** From 1; shared where nothing decides: 1, 2, 2, 4. */
  rank: number;
  /** By place in the chain of the rules; null for a head-to-head value that was not needed or does not apply. */
  values: (number | null)[];
  /** What puts this entrant before the one in the next row; null when they share the rank, and in the last row. */
  ahead: { of: EntrantId; criterion: Criterion | 'lot'; values: [number, number] } | null;
}

/**
 * The table of a round robin, group or Swiss tournament, best first. Those who share a rank are listed in the order of
 * `entrants`; nothing else depends on the order of the input.
 * O((entrants + games) log entrants) as long as few are tied.
 * @throws EngineError `unknown-entrant`, `repeated-entrant`
 */
export function standings(
  entrants: readonly EntrantId[],
  games: readonly Game[],
  rules: StandingsRules,
): StandingsRow[] {
  const tallies = talliesOf(entrants, games, rules.points);
  let ranked = rank([...tallies.values()], rules.chain, judge(tallies, rules));
  const { lotSeed } = rules;
  if (lotSeed !== undefined) ranked = drawLots(ranked, ({ entrant }) => lotOf(lotSeed, entrant));
  let shared = 1;
  return ranked.map(({ tally, values, cut }, index) => {
    const next = ranked[index + 1];
    const row = rowOf(tally, shared, values);
    if (next !== undefined && cut !== null) {
      row.ahead = { of: next.tally.entrant, ...cut };
      shared = index + 2;
    }
    return row;
  });
}

function rowOf({ games: _games, ...tally }: Tally, rank: number, values: (number | null)[]): StandingsRow {
  return { ...tally, rank, values, ahead: null };
}

/** Depends on the seed and the entrant only, so that nobody's lot changes with the others. */
function lotOf(seed: number | string, entrant: EntrantId): number {
  return seededRandom(`${seed} ${typeof entrant} ${entrant}`).below(2 ** 32);
}

/** Why an entrant is before the next one, e.g. `B before C: head-to-head 2:1`; null when they share the rank. */
export function explainPlace(row: StandingsRow, nameOf: (entrant: EntrantId) => string = String): string | null {
  if (row.ahead === null) return null;
  const { of, criterion, values } = row.ahead;
  const name = criterion.replaceAll('-', ' ').replace('head to head', 'head-to-head');
  const reason = criterion === 'lot' ? 'drawn by lot' : `${name} ${values.map(short).join(':')}`;
  return `${nameOf(row.entrant)} before ${nameOf(of)}: ${reason}`;
}

function short(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}
