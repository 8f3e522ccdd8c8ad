import type { ChangingCommand } from '@gym/tournament-engine';
import { z } from 'zod';
import { pair, side } from './match.js';

const options = {
  force: z.boolean().exactOptional(),
  correct: z.boolean().exactOptional(),
};
const match = { match: z.int(), ...options };
const score = { stage: z.int(), entrant: z.int(), workout: z.string(), ...options };
const entrants = z.array(z.int());

/** A command as it is kept in an event; who asked for it and why is in the log. */
export const storedCommand = z.discriminatedUnion('type', [
  z.object({ type: z.enum(['start', 'no-show', 'clear']), ...match }),
  z.object({
    type: z.literal('report'),
    ...match,
    winner: z.union([side, z.literal('draw')]).exactOptional(),
    score: pair.exactOptional(),
    games: z.array(pair).exactOptional(),
  }),
  z.object({
    type: z.literal('walkover'),
    ...match,
    winner: side,
    why: z.enum(['no-show', 'retired', 'disqualified', 'withdrawn']).exactOptional(),
  }),
  z.object({
    type: z.literal('score'),
    ...score,
    status: z.enum(['finished', 'capped', 'dnf']),
    value: z.number().exactOptional(),
    tieBreak: z.number().exactOptional(),
    unofficial: z.boolean().exactOptional(),
  }),
  z.object({ type: z.literal('clear-score'), ...score }),
  z.object({
    type: z.enum(['withdraw', 'disqualify']),
    entrant: z.int(),
    earlier: z.enum(['keep', 'annul']).exactOptional(),
    ...options,
  }),
  z.object({ type: z.literal('reinstate'), entrant: z.int(), ...options }),
  z.object({ type: z.literal('substitute'), entrant: z.int(), id: z.int(), ...options }),
  z.object({ type: z.literal('enter'), id: z.int(), ...options }),
  z.object({ type: z.enum(['lock-seeds', 'unlock-seeds']), entrants, ...options }),
  z.object({ type: z.literal('seed'), order: entrants, ...options }),
  z.object({ type: z.literal('next-round'), stage: z.int(), ...options }),
  z.object({ type: z.literal('draw-lots'), table: z.int(), order: entrants, ...options }),
]) satisfies z.ZodType<ChangingCommand>;
