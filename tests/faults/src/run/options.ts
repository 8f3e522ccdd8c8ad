import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { faultKinds, type FaultKind } from '../faults/fault.js';

const settings = z.object({ GYM_TEST_HOME: z.string(), GYM_TEST_OFFSET: z.coerce.number().int() });
const asked = z.object({
  minutes: z.coerce
    .number()
    .positive()
    .max(24 * 60)
    .default(3),
  seed: z.coerce.number().int().min(0).max(0xffffffff).optional(),
  only: z
    .string()
    .transform((text) => text.split(',').map((kind) => kind.trim()))
    .pipe(z.array(z.enum(faultKinds)))
    .default([...faultKinds]),
});

export interface Options {
  home: string;
  offset: number;
  /** From the first request of the load to the last fault, about. */
  minutes: number;
  seed: number;
  /** Kinds of faults to look into, when not all of them are wanted. */
  only: FaultKind[];
}

/** @throws ZodError for what cannot be meant */
export function readOptions(args: string[], env: NodeJS.ProcessEnv): Options {
  const { values } = parseArgs({
    args,
    options: { minutes: { type: 'string' }, seed: { type: 'string' }, only: { type: 'string' } },
  });
  const { minutes, seed, only } = asked.parse(values);
  const { GYM_TEST_HOME: home, GYM_TEST_OFFSET: offset } = settings.parse(env);
  return { home, offset, minutes, seed: seed ?? randomInt(0xffffffff), only };
}
