import type { Match, Result } from '@gym/tournament-engine';
import { z } from 'zod';

export const side = z.union([z.literal(0), z.literal(1)]);
export const occupant = z.union([z.int(), z.literal('bye'), z.null()]);
export const pair = z.tuple([z.number(), z.number()]);
export const range = z.tuple([z.int(), z.int()]);

export const feed = z.discriminatedUnion('from', [
  z.object({ from: z.literal('entrant'), entrant: z.int() }),
  z.object({ from: z.enum(['winner', 'loser']), match: z.int(), onlyIf: side.exactOptional() }),
  z.object({ from: z.literal('place'), table: z.int(), place: z.int() }),
  z.object({ from: z.literal('member'), table: z.int(), member: z.int() }),
  z.object({ from: z.literal('bye') }),
]);
export const target = z.discriminatedUnion('to', [
  z.object({ to: z.literal('side'), match: z.int(), side, onlyIf: side.exactOptional() }),
  z.object({ to: z.literal('member'), table: z.int(), member: z.int() }),
]);
const section = z.union([
  z.enum(['main', 'winners', 'losers', 'final', 'reset', 'group', 'swiss', 'ladder', 'custom']),
  z.templateLiteral(['places-', z.int()]),
]);

export const matchResult = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('played'),
    decision: z.union([side, z.literal('draw'), z.null()]),
    score: pair.nullable(),
    games: z.array(pair),
  }),
  z.object({
    kind: z.literal('walkover'),
    winner: side,
    reason: z.enum(['no-show', 'retired', 'disqualified', 'withdrawn']),
  }),
  z.object({ kind: z.literal('no-show') }),
]) satisfies z.ZodType<Result>;

/** A match of the engine, as it is kept in `matches.record`. */
export const storedMatch = z.object({
  id: z.int(),
  stage: z.int(),
  table: z.int().nullable(),
  section,
  round: z.int(),
  number: z.int(),
  bestOf: z.int(),
  feeds: z.tuple([feed, feed]),
  winnerTo: target.nullable(),
  loserTo: target.nullable(),
  places: pair.nullable(),
  result: matchResult.nullable(),
  sides: z.tuple([occupant, occupant]),
  decision: z.union([side, z.literal('draw'), z.literal('none'), z.null()]),
}) satisfies z.ZodType<Match>;
