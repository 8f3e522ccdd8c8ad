import { z } from 'zod';
import { line, text } from '../fields.js';

/** The names of section 2 of the contract. */
export const tournamentType = z.enum([
  'single_elimination',
  'double_elimination',
  'round_robin',
  'swiss',
  'groups_playoff',
  'stepladder',
  'leaderboard',
  'custom',
]);
export type TournamentType = z.infer<typeof tournamentType>;

/** Those a bracket can be drawn for today. */
export const playableTypes = ['single_elimination'] as const satisfies TournamentType[];
const playable: readonly string[] = playableTypes;

/** An odd number of games; a list says it round by round, the last one for all rounds that follow. */
const games = z
  .int()
  .min(1)
  .max(99)
  .refine((count) => count % 2 === 1, 'must be odd');
const bestOf = z.union([games, z.array(games).min(1).max(20)]).default(1);
const matches = { best_of: bestOf };
const placement = z.enum(['none', 'third', 'all']).default('none');
const grandFinal = z.enum(['none', 'single', 'reset']).default('reset');
const meetings = z.union([z.literal(1), z.literal(2)]).default(1);
const points = z.number().min(-100).max(100);
/** Matches that count for a table. */
const table = {
  ...matches,
  draws: z.boolean().default(false),
  points: z.strictObject({ win: points, draw: points, loss: points }).optional(),
  tie_breaks: z.array(line(40)).max(12).optional(),
};

/** How each type is played; what is left out is played in the usual way of the type. */
export const format = z.discriminatedUnion('tournament_type', [
  z.strictObject({ tournament_type: z.literal('single_elimination'), ...matches, placement }),
  z.strictObject({ tournament_type: z.literal('double_elimination'), ...matches, grand_final: grandFinal }),
  z.strictObject({
    tournament_type: z.literal('round_robin'),
    ...table,
    meetings,
    groups: z.int().min(1).max(64).default(1),
  }),
  z.strictObject({
    tournament_type: z.literal('swiss'),
    ...table,
    rounds: z.int().min(1).max(30).optional(),
    balance_sides: z.boolean().default(false),
  }),
  z.strictObject({
    tournament_type: z.literal('groups_playoff'),
    ...table,
    meetings,
    groups: z.int().min(2).max(64).default(2),
    top: z.int().min(1).max(16).default(2),
    best: z.int().min(0).max(63).default(0),
    playoff: z.enum(['single_elimination', 'double_elimination']).default('single_elimination'),
    playoff_best_of: bestOf,
    placement,
    grand_final: grandFinal,
  }),
  z.strictObject({ tournament_type: z.literal('stepladder'), ...matches }),
  z.strictObject({ tournament_type: z.literal('leaderboard'), workouts: z.int().min(1).max(50).default(1) }),
  z.strictObject({ tournament_type: z.literal('custom'), ...matches, bracket: text(20_000).min(1) }),
]);
export type Format = z.infer<typeof format>;
export type FormatOptions = Record<string, unknown>;

/** Options of a type as a client gives them: without the type itself. */
export const formatOptions = z
  .record(z.string(), z.unknown())
  .meta({ description: 'Options of the type: best_of, placement, grand_final, meetings, groups, rounds, ...' });

/** What keeps options from being played today; undefined: nothing. */
export function unplayableOption(options: Format): { option: string; message: string } | undefined {
  if (!playable.includes(options.tournament_type))
    return { option: 'tournament_type', message: 'is not available yet' };
  if (options.tournament_type === 'single_elimination' && options.placement !== 'none') {
    return { option: 'placement', message: 'is not available yet' };
  }
  return undefined;
}

/** Places at most: a bracket beyond that is no use to anybody, a leaderboard is only a list. */
export function maxPlaces(type: TournamentType): number {
  return type === 'leaderboard' ? 10_000 : 1024;
}
