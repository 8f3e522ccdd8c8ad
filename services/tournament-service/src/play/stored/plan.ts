import type { StagePlan } from '@gym/tournament-engine';
import { tournamentsApi } from '@gym/contracts';
import { z } from 'zod';

const common = {
  qualify: z.object({ top: z.int(), best: z.int().exactOptional() }).exactOptional(),
};
const bestOf = z.union([z.int(), z.array(z.int())]).exactOptional();

const points = z.object({ win: z.number(), draw: z.number(), loss: z.number() });
const table = {
  ...common,
  bestOf,
  draws: z.boolean().exactOptional(),
  standings: z
    .union([
      tournamentsApi.standingsPreset,
      z.object({ points, chain: z.array(tournamentsApi.tieBreak), unplayed: z.enum(['dummy', 'none']) }),
    ])
    .exactOptional(),
  lotSeed: z.union([z.number(), z.string()]).exactOptional(),
};

/** A stage as the engine plays it, as it is kept in `draws.plan`. */
export const storedPlan = z.discriminatedUnion('format', [
  z.object({
    format: z.literal('single-elimination'),
    ...common,
    bestOf,
    placement: z.enum(['none', 'third', 'all']).exactOptional(),
  }),
  z.object({
    format: z.literal('double-elimination'),
    ...common,
    bestOf,
    grandFinal: z.enum(['none', 'single', 'reset']).exactOptional(),
  }),
  z.object({ format: z.literal('stepladder'), ...common, bestOf }),
  z.object({ format: z.literal('custom'), ...common, bestOf, bracket: z.string() }),
  z.object({
    format: z.literal('round-robin'),
    ...table,
    meetings: z.union([z.literal(1), z.literal(2)]).exactOptional(),
    groups: z.int().exactOptional(),
  }),
  z.object({
    format: z.literal('swiss'),
    ...table,
    rounds: z.int(),
    balanceSides: z.boolean().exactOptional(),
    forbidden: z.array(z.tuple([z.int(), z.int()])).exactOptional(),
  }),
  z.object({
    format: z.literal('leaderboard'),
    ...common,
    workouts: z.array(
      z.object({
        id: z.string(),
        measure: z.enum(['time', 'reps', 'load', 'lower', 'higher']),
        higherTieBreak: z.boolean().exactOptional(),
      }),
    ),
    scoring: z.discriminatedUnion('by', [
      z.object({ by: z.literal('places') }),
      z.object({ by: z.literal('table'), points: z.array(z.number()) }),
      z.object({ by: z.literal('sum'), missing: z.number() }),
    ]),
    divisions: z.array(z.string().nullable()).exactOptional(),
  }),
]) satisfies z.ZodType<StagePlan>;
