import { z } from 'zod';
import { id, line, text } from '../fields.js';

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

/** What can decide between those who are level, in the names of the engine. */
export const tieBreak = z.enum([
  'points',
  'wins',
  'played-wins',
  'second-side-wins',
  'difference',
  'for',
  'against',
  'share',
  'fine-difference',
  'fine-for',
  'fine-share',
  'head-to-head',
  'head-to-head-difference',
  'head-to-head-for',
  'head-to-head-share',
  'direct-encounter',
  'buchholz',
  'buchholz-cut-1',
  'buchholz-cut-2',
  'buchholz-median',
  'sonneborn-berger',
  'koya',
  'progressive',
]);
export const standingsPreset = z.enum(['simple', 'fifa', 'uefa', 'chess', 'tennis']);
const lotSeed = z
  .union([z.int(), line(40)])
  .optional()
  .describe('draws lots between those whom nothing else parts; the same seed, the same lots');

/** Matches that count for a table: rules by name, and what is to be otherwise. */
const table = {
  ...matches,
  draws: z.boolean().default(false),
  standings: standingsPreset.optional(),
  points: z.strictObject({ win: points, draw: points, loss: points }).optional(),
  tie_breaks: z.array(tieBreak).min(1).max(12).optional(),
  unplayed: z.enum(['dummy', 'none']).optional(),
  lot_seed: lotSeed,
};

/** What is played after a table. */
const playoff = {
  playoff: z.enum(['single_elimination', 'double_elimination', 'stepladder']).default('single_elimination'),
  playoff_best_of: bestOf,
  placement,
  grand_final: grandFinal,
};
const top = z.int().min(1).max(64);
const optionalPlayoff = { ...playoff, top: top.optional().describe('so many go on to a play-off; left out: nobody') };

const workout = z.strictObject({
  id: line(40),
  name: line(120).optional(),
  measure: z.enum(['time', 'reps', 'load', 'lower', 'higher']),
  higher_tie_break: z.boolean().default(false),
});
const scoring = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('places') }),
  z.strictObject({ by: z.literal('table'), points: z.array(z.number().min(-1e6).max(1e6)).min(1).max(1000) }),
  z.strictObject({ by: z.literal('sum'), missing: z.number().min(-1e9).max(1e9) }),
]);
const anyPoints = { id: 'points', measure: 'higher', higher_tie_break: false } as const;

/** How each type is played; what is left out is played in the usual way of the type. */
export const format = z.discriminatedUnion('tournament_type', [
  z.strictObject({ tournament_type: z.literal('single_elimination'), ...matches, placement }),
  z.strictObject({ tournament_type: z.literal('double_elimination'), ...matches, grand_final: grandFinal }),
  z.strictObject({
    tournament_type: z.literal('round_robin'),
    ...table,
    ...optionalPlayoff,
    meetings,
    groups: z.int().min(1).max(64).default(1),
  }),
  z.strictObject({
    tournament_type: z.literal('swiss'),
    ...table,
    ...optionalPlayoff,
    rounds: z.int().min(1).max(30).optional().describe('left out: as many as a bracket would have'),
    balance_sides: z.boolean().default(false),
    forbidden_pairs: z
      .array(z.tuple([id, id]))
      .max(1000)
      .default([])
      .describe('participants who must not meet'),
  }),
  z.strictObject({
    tournament_type: z.literal('groups_playoff'),
    ...table,
    ...playoff,
    meetings,
    groups: z.int().min(2).max(64).optional().describe('left out: groups of about four'),
    top: top.default(2),
    best: z.int().min(0).max(63).default(0),
  }),
  z.strictObject({ tournament_type: z.literal('stepladder'), ...matches }),
  z.strictObject({
    tournament_type: z.literal('leaderboard'),
    ...optionalPlayoff,
    workouts: z
      .array(workout)
      .min(1)
      .max(50)
      .refine((all) => new Set(all.map((one) => one.id)).size === all.length, 'must have different ids')
      .default([anyPoints]),
    scoring: scoring.default({ by: 'places' }),
    division_question: line(40).optional().describe('the key of a question: every answer is a board of its own'),
  }),
  z.strictObject({ tournament_type: z.literal('custom'), ...matches, bracket: text(20_000).min(1) }),
]);
export type Format = z.infer<typeof format>;
export type FormatOptions = Record<string, unknown>;

/** Options of a type as a client gives them: without the type itself. */
export const formatOptions = z
  .record(z.string(), z.unknown())
  .meta({ description: 'Options of the type: best_of, placement, grand_final, meetings, groups, rounds, ...' });

/** Places at most: a bracket beyond that is no use to anybody, a leaderboard is only a list. */
export function maxPlaces(type: TournamentType): number {
  return type === 'leaderboard' ? 10_000 : 1024;
}
