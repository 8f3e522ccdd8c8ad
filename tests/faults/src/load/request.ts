import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Kind } from '../measure/availability.js';
import type { Answer, Request } from '../run/api.js';
import { delay } from '../run/wait.js';
import { tokenOf, type Account } from './session.js';
import type { World } from './world.js';

export type Outcome<T> =
  { state: 'ack'; value: T } | { state: 'refused'; status: number; detail: string } | { state: 'maybe' };

/** How often somebody gives up after no answer instead of sending again. */
const giveUpProbability = 0.08;
const retryMs = 300;
const patienceMs = 90_000;

const problem = z.object({ type: z.string(), detail: z.string() });

type Write = Omit<Request, 'token' | 'key'> & { as?: Account };

/**
 * A write that is sent again under the same Idempotency-Key until there is an answer, or now and then left alone
 * without one.
 */
export async function write<Schema extends z.ZodType>(
  world: World,
  kind: Kind,
  schema: Schema,
  { as, ...request }: Write,
): Promise<Outcome<z.output<Schema>>> {
  const key = randomUUID();
  const deadline = Date.now() + patienceMs;
  for (let mayHaveWorked = false; ; await delay(retryMs)) {
    if (Date.now() > deadline) return { state: 'maybe' };
    const token = as && (await tokenOf(world, as));
    if (as && token === undefined) continue;
    const answer = await world.api.send({ ...request, token, key });
    const verdict = judge(answer);
    world.availability.record(kind, answer.startedAt, verdict !== 'failed');
    if (verdict === 'done') return { state: 'ack', value: schema.parse(answer.body) };
    if (verdict === 'refused') return { state: 'refused', status: answer.status, detail: detailOf(answer.body) };
    if (answer.status === 401 && as) as.token = undefined;
    mayHaveWorked ||= verdict === 'failed';
    if (mayHaveWorked && world.random.chance(giveUpProbability)) return { state: 'maybe' };
  }
}

/** A read that people make: it has to be answered, whatever with. @returns undefined when it was not */
export async function read<Schema extends z.ZodType>(
  world: World,
  kind: Kind,
  schema: Schema,
  path: string,
  as: Account,
  method: 'GET' | 'POST' = 'GET',
): Promise<z.output<Schema> | undefined> {
  const token = await tokenOf(world, as);
  if (token === undefined) return undefined;
  const answer = await world.api.send({ method, path, token });
  world.availability.record(kind, answer.startedAt, judge(answer) !== 'failed');
  if (answer.status === 401) as.token = undefined;
  return answer.status === 200 ? schema.parse(answer.body) : undefined;
}

/** @returns 'failed' when nobody knows whether it worked, 'again' when it did not and should be sent again */
function judge({ status, body }: Answer): 'done' | 'refused' | 'again' | 'failed' {
  if (status >= 200 && status < 300) return 'done';
  if (status === 0 || status >= 500) return 'failed';
  if (status === 401 || status === 429) return 'again';
  return status === 409 && problem.safeParse(body).data?.type.endsWith('idempotency-in-progress') === true
    ? 'again'
    : 'refused';
}

function detailOf(body: unknown): string {
  return problem.safeParse(body).data?.detail ?? JSON.stringify(body);
}
