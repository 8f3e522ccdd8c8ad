import type { tournamentsApi } from '@gym/contracts';
import { standingsPresets, type StagePlan, type StandingsRules, type TablePlan } from '@gym/tournament-engine';

type Format = tournamentsApi.Format;

/** What a plan depends on beside the options. */
export interface Field {
  /** Participant ids, the top seed first. */
  seeds: readonly number[];
  /** The division of each, where there are any. */
  divisions?: readonly (string | null)[];
}

/** The stages in which a tournament of this format is played. */
export function stagesOf(format: Format, field: Field): StagePlan[] {
  const count = field.seeds.length;
  switch (format.tournament_type) {
    case 'single_elimination':
      return [{ format: 'single-elimination', bestOf: format.best_of, placement: format.placement }];
    case 'double_elimination':
      return [{ format: 'double-elimination', bestOf: format.best_of, grandFinal: format.grand_final }];
    case 'stepladder':
      return [{ format: 'stepladder', bestOf: format.best_of }];
    case 'custom':
      return [{ format: 'custom', bestOf: format.best_of, bracket: format.bracket }];
    case 'round_robin':
      return [roundRobin(format, format.groups), ...playoffAfter(format)];
    case 'groups_playoff':
      return [roundRobin(format, format.groups ?? groupsOf(count)), ...playoffAfter(format)];
    case 'swiss': {
      const rounds = format.rounds ?? Math.max(1, Math.ceil(Math.log2(count)));
      const forbidden = pairsOf(format.forbidden_pairs, field.seeds);
      const swiss = { format: 'swiss', rounds, balanceSides: format.balance_sides, forbidden } as const;
      return [{ ...tableOf(format, 'chess'), ...swiss }, ...playoffAfter(format)];
    }
    case 'leaderboard':
    default:
      return [leaderboard(format, field), ...playoffAfter(format)];
  }
}

/** Groups of four, or nearly so. */
function groupsOf(count: number): number {
  return Math.max(2, Math.round(count / 4));
}

type OfType<Type> = Extract<Format, { tournament_type: Type }>;
type WithTable = OfType<'round_robin' | 'swiss' | 'groups_playoff'>;

function roundRobin(format: OfType<'round_robin' | 'groups_playoff'>, groups: number): StagePlan {
  return { ...tableOf(format, 'simple'), format: 'round-robin', meetings: format.meetings, groups };
}

function tableOf(format: WithTable, usual: keyof typeof standingsPresets): Pick<TablePlan, CommonOfTables> {
  const { best_of, draws, lot_seed } = format;
  return {
    bestOf: best_of,
    draws,
    standings: rulesOf(format, usual),
    ...(lot_seed !== undefined && { lotSeed: lot_seed }),
  };
}
type CommonOfTables = 'bestOf' | 'draws' | 'standings' | 'lotSeed';

/** Rules by their name, unless something about them is to be otherwise. */
function rulesOf(
  format: WithTable,
  usual: keyof typeof standingsPresets,
): keyof typeof standingsPresets | StandingsRules {
  const { standings = usual, points, tie_breaks, unplayed } = format;
  if (points === undefined && tie_breaks === undefined && unplayed === undefined) return standings;
  const preset: StandingsRules = standingsPresets[standings];
  return { points: points ?? preset.points, chain: tie_breaks ?? preset.chain, unplayed: unplayed ?? preset.unplayed };
}

function playoffAfter(format: OfType<'round_robin' | 'swiss' | 'groups_playoff' | 'leaderboard'>): StagePlan[] {
  const { top, playoff, playoff_best_of: bestOf, placement, grand_final: grandFinal } = format;
  if (top === undefined) return [];
  const best = 'best' in format ? format.best : 0;
  const qualify = best > 0 ? { top, best } : { top };
  if (playoff === 'double_elimination') return [{ format: 'double-elimination', bestOf, grandFinal, qualify }];
  if (playoff === 'stepladder') return [{ format: 'stepladder', bestOf, qualify }];
  return [{ format: 'single-elimination', bestOf, placement, qualify }];
}

/** Those of the pairs who take part, by their seeds. */
function pairsOf(pairs: readonly (readonly [number, number])[], seeds: readonly number[]): [number, number][] {
  const seedOf = new Map(seeds.map((id, index) => [id, index + 1]));
  return pairs.flatMap(([one, other]): [number, number][] => {
    const [first, second] = [seedOf.get(one), seedOf.get(other)];
    return first === undefined || second === undefined ? [] : [[first, second]];
  });
}

function leaderboard({ workouts, scoring }: OfType<'leaderboard'>, { divisions }: Field): StagePlan {
  return {
    format: 'leaderboard',
    workouts: workouts.map(({ id, measure, higher_tie_break }) => ({
      id,
      measure,
      ...(higher_tie_break && { higherTieBreak: true }),
    })),
    scoring,
    ...(divisions !== undefined && { divisions: [...divisions] }),
  };
}
