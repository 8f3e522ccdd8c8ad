import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { z } from 'zod';

const settings = z.object({ GYM_TEST_HOME: z.string(), GYM_TEST_OFFSET: z.coerce.number().int() });
const asked = z.object({
  minutes: z.coerce
    .number()
    .positive()
    .max(24 * 60)
    .default(3),
  seed: z.coerce.number().int().min(0).max(0xffffffff).optional(),
});

export interface Options {
  home: string;
  offset: number;
  /** From the first request of the load to the last fault, about. */
  minutes: number;
  seed: number;
}

/** @throws ZodError for what cannot be meant */
export function readOptions(args: string[], env: NodeJS.ProcessEnv): Options {
  const { values } = parseArgs({ args, options: { minutes: { type: 'string' }, seed: { type: 'string' } } });
  const { minutes, seed } = asked.parse(values);
  const { GYM_TEST_HOME: home, GYM_TEST_OFFSET: offset } = settings.parse(env);
  return { home, offset, minutes, seed: seed ?? randomInt(0xffffffff) };
}
