import { z } from 'zod';
import type { Database, Queryable, Transaction } from './database.js';
import { notFound } from './errors.js';
import { operation, type Operation } from './operation.js';

/** Work that crosses services. Each step is somebody's event; what has come of it is kept by who began it. */
export const saga = z.object({
  id: z.uuid(),
  kind: z.string(),
  subject: z.string(),
  state: z.enum(['running', 'completed', 'compensated']),
  steps: z.record(z.string(), z.enum(['pending', 'done', 'refused'])),
  started_at: z.date(),
  updated_at: z.date(),
  deadline: z.date(),
  /** Still running after its deadline. */
  is_stuck: z.boolean(),
});
export type Saga = z.infer<typeof saga>;

export interface SagaPlan {
  kind: string;
  subject: string | number;
  steps: string[];
  /** Seconds after which the saga counts as stuck. */
  deadline: number;
  /** What its compensation will need. */
  data?: unknown;
}

const columns = `id, kind, subject, state, steps, started_at, updated_at, deadline,
  state = 'running' and deadline < now() as is_stuck`;

/** Begins with all steps pending, in the transaction of the change that begins it. */
export async function startSaga(
  tx: Transaction,
  { kind, subject, steps, deadline, data = {} }: SagaPlan,
): Promise<Saga> {
  const { rows } = await tx.query(
    `insert into sagas (kind, subject, steps, data, deadline)
     values ($1, $2, $3, $4, now() + make_interval(secs => $5)) returning ${columns}`,
    [
      kind,
      String(subject),
      JSON.stringify(Object.fromEntries(steps.map((step) => [step, 'pending']))),
      JSON.stringify(data),
      deadline,
    ],
  );
  return saga.parse(rows[0]);
}

/**
 * Notes what became of a step; the last one that is done completes the saga.
 * @returns the saga afterwards, or undefined when none of this kind runs for the subject
 */
export async function settleStep(
  tx: Transaction,
  kind: string,
  subject: string | number,
  step: string,
  outcome: 'done' | 'refused' = 'done',
): Promise<Saga | undefined> {
  const { rows } = await tx.query(
    `update sagas set steps = steps || jsonb_build_object($3::text, $4::text), updated_at = now()
     where kind = $1 and subject = $2 and state = 'running' returning ${columns}`,
    [kind, String(subject), step, outcome],
  );
  if (rows[0] === undefined) return undefined;
  const settled = saga.parse(rows[0]);
  const isComplete = Object.values(settled.steps).every((state) => state === 'done');
  return isComplete ? endSaga(tx, settled.id, 'completed') : settled;
}

/** What the compensation of a running saga needs, as it was given at the start. */
export async function sagaData<Schema extends z.ZodType>(
  tx: Transaction,
  id: string,
  schema: Schema,
): Promise<z.output<Schema>> {
  const { rows } = await tx.query<{ data: unknown }>('select data from sagas where id = $1', [id]);
  return schema.parse(rows[0]?.data);
}

export async function endSaga(tx: Transaction, id: string, state: 'completed' | 'compensated'): Promise<Saga> {
  const { rows } = await tx.query(
    `update sagas set state = $2, data = '{}', updated_at = now() where id = $1 returning ${columns}`,
    [id, state],
  );
  return saga.parse(rows[0]);
}

export async function findSaga(db: Queryable, id: string): Promise<Saga | undefined> {
  const { rows } = await db.query(`select ${columns} from sagas where id = $1`, [id]);
  return rows[0] === undefined ? undefined : saga.parse(rows[0]);
}

/** How many run, and how many of these are past their deadline. */
export async function countSagas(db: Queryable): Promise<{ running: number; stuck: number }> {
  const { rows } = await db.query<{ running: number; stuck: number }>(
    `select count(*) as running, count(*) filter (where deadline < now()) as stuck from sagas where state = 'running'`,
  );
  return rows[0] ?? { running: 0, stuck: 0 };
}

/** `GET /internal/sagas/:id`, and those that are stuck. */
export function sagaOperations(database: Database): Operation[] {
  return [
    operation({
      method: 'get',
      path: '/internal/sagas/:id',
      summary: 'The state of work that crosses services',
      params: z.object({ id: z.uuid() }),
      answer: { status: 200, schema: saga },
      refusals: [404],
      async handle({ params }) {
        return (await findSaga(database, params.id)) ?? missing();
      },
    }),
    operation({
      method: 'get',
      path: '/internal/sagas',
      summary: 'How many sagas run, and the oldest that are stuck',
      answer: { status: 200, schema: z.object({ running: z.int(), stuck: z.int(), oldest: z.array(saga) }) },
      async handle() {
        const counts = await countSagas(database);
        const { rows } = await database.query(
          `select ${columns} from sagas where state = 'running' and deadline < now() order by deadline limit 50`,
        );
        return { ...counts, oldest: z.array(saga).parse(rows) };
      },
    }),
  ];
}

function missing(): never {
  throw notFound('There is no such saga.');
}
