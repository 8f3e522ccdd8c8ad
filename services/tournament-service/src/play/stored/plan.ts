import type { StagePlan } from '@gym/tournament-engine';
import { tournamentsApi } from '@gym/contracts';
import { z } from 'zod';

/** Sides as they are given, in brackets that come from elsewhere. */
const sides = z.array(z.int().nullable()).exactOptional();
const drops = z.array(z.enum(['natural', 'reverse', 'half-shift', 'reverse-half-shift', 'pair-flip'])).exactOptional();
const fixtures = z.array(z.array(z.array(z.tuple([z.int(), z.int()])))).exactOptional();
const place = z.union([z.strictObject({ table: z.int(), place: z.int() }), z.strictObject({ best: z.int() })]);
const seeding = z.union([z.enum(['cross', 'record']), z.array(place.nullable())]);
const common = {
  qualify: z
    .strictObject({ top: z.int(), best: z.int().exactOptional(), seeding: seeding.exactOptional() })
    .exactOptional(),
};
const bestOf = z.union([z.int(), z.array(z.int())]).exactOptional();

const points = z.strictObject({ win: z.number(), draw: z.number(), loss: z.number() });
const table = {
  ...common,
  bestOf,
  draws: z.boolean().exactOptional(),
  standings: z
    .union([
      tournamentsApi.standingsPreset,
      z.strictObject({ points, chain: z.array(tournamentsApi.tieBreak), unplayed: z.enum(['dummy', 'none']) }),
    ])
    .exactOptional(),
  lotSeed: z.union([z.number(), z.string()]).exactOptional(),
};

/** A stage as the engine plays it, as it is kept in `draws.plan`. Strict: an option that is not known here would be lost. */
export const storedPlan = z.discriminatedUnion('format', [
  z.strictObject({
    format: z.literal('single-elimination'),
    ...common,
    bestOf,
    placement: z.enum(['none', 'third', 'all']).exactOptional(),
    sides,
  }),
  z.strictObject({
    format: z.literal('double-elimination'),
    ...common,
    bestOf,
    grandFinal: z.enum(['none', 'single', 'reset']).exactOptional(),
    sides,
    drops,
  }),
  z.strictObject({ format: z.literal('stepladder'), ...common, bestOf }),
  z.strictObject({ format: z.literal('custom'), ...common, bestOf, bracket: z.string() }),
  z.strictObject({
    format: z.literal('round-robin'),
    ...table,
    meetings: z.union([z.literal(1), z.literal(2)]).exactOptional(),
    groups: z.int().exactOptional(),
    fixtures,
  }),
  z.strictObject({
    format: z.literal('swiss'),
    ...table,
    rounds: z.int(),
    balanceSides: z.boolean().exactOptional(),
    forbidden: z.array(z.tuple([z.int(), z.int()])).exactOptional(),
  }),
  z.strictObject({
    format: z.literal('leaderboard'),
    ...common,
    workouts: z.array(
      z.strictObject({
        id: z.string(),
        measure: z.enum(['time', 'reps', 'load', 'lower', 'higher']),
        higherTieBreak: z.boolean().exactOptional(),
      }),
    ),
    scoring: z.discriminatedUnion('by', [
      z.strictObject({ by: z.literal('places') }),
      z.strictObject({ by: z.literal('table'), points: z.array(z.number()) }),
      z.strictObject({ by: z.literal('sum'), missing: z.number() }),
    ]),
    divisions: z.array(z.string().nullable()).exactOptional(),
  }),
]) satisfies z.ZodType<StagePlan>;
