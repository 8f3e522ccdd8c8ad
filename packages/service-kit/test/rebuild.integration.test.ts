import { resolve } from 'node:path';
import { userEvents, type CloudEvent } from '@gym/contracts';
import { eventually, startTestService, type TestService } from '../../../tests/support/service.js';
import {
  appendEvents,
  defineService,
  newEvent,
  onEvent,
  type BaseConfig,
  type Database,
  type NewEvent,
  type Overrides,
  type Service,
} from '../src/index.js';

const migrations = resolve(import.meta.dirname, 'migrations');
let outbox: Database;
/** Users whose events the consumer cannot digest at the moment. */
const poisonous = new Set<number>();
/** Called before each page of the snapshot is read. */
let beforePage: (after: string | null) => Promise<void> = () => Promise.resolve();

const approved = (id: number, name: string): NewEvent =>
  newEvent(userEvents.profileCreated, id, { user_id: id, full_name: name });

/** Keeps names; every change is an event. */
function createProducer(config: BaseConfig, overrides?: Overrides): Service {
  return defineService(
    config,
    async (resources) => {
      outbox = await resources.database('user-db', migrations);
      return {
        operations: [],
        snapshots: {
          async users(db, after, limit) {
            await beforePage(after);
            const { rows } = await db.query<{ id: number; name: string }>(
              'select id, name from things where id > $1 order by id limit $2',
              [Number(after ?? 0), Math.min(limit, 2)],
            );
            const last = rows.at(-1);
            return {
              events: rows.map(({ id, name }) => approved(id, name)),
              next: rows.length === 2 && last ? String(last.id) : null,
            };
          },
        },
      };
    },
    overrides,
  );
}

/** A copy of the names. */
function createConsumer(config: BaseConfig, overrides?: Overrides): Service {
  return defineService(
    config,
    async (resources) => {
      const database = await resources.database('auth-db', migrations);
      const copy = onEvent(userEvents.profileCreated, async (tx, { user_id, full_name }) => {
        if (poisonous.has(user_id)) throw new Error('this cannot be digested');
        await tx.query('insert into things values ($1, $2) on conflict (id) do update set name = excluded.name', [
          user_id,
          full_name,
        ]);
      });
      return {
        operations: [],
        inbox: { database, handlers: [copy], reset: async (tx) => void (await tx.query('delete from things')) },
      };
    },
    overrides,
  );
}

let producer: TestService;
let consumer: TestService;

beforeAll(async () => {
  producer = await startTestService('user-service', createProducer, { database: 'user-db' });
  const { environment } = producer;
  consumer = await startTestService('auth-service', createConsumer, { environment, database: 'auth-db' });
});
afterAll(async () => {
  await consumer.stop();
  await producer.stop();
});
beforeEach(() => {
  poisonous.clear();
  beforePage = () => Promise.resolve();
});

/** A change and its event, of which the broker never hears. */
async function change(id: number, name: string): Promise<CloudEvent | undefined> {
  const events = await outbox.transaction(async (tx) => {
    await tx.query('insert into things values ($1, $2) on conflict (id) do update set name = excluded.name', [
      id,
      name,
    ]);
    const written = await appendEvents(tx, 'user-service', [approved(id, name)]);
    await tx.query('update outbox set published_at = now() where published_at is null');
    return written;
  });
  return events[0];
}

const things = (service: TestService): Promise<{ id: number; name: string }[]> =>
  service.sql('select id, name from things order by id');

interface Status {
  position: number;
  behind: number;
  rebuild: { state: string; reason: string; applied: number; failed: number } | null;
}

async function status(): Promise<Status> {
  return (await consumer.call('GET', '/internal/events/status')).body.sources['user-service'];
}

async function lastSeq(): Promise<number> {
  const [row] = await producer.sql<{ last_seq: number }>('select last_seq::int from outbox_sequence');
  return row?.last_seq ?? -1;
}

async function caughtUp(): Promise<void> {
  await eventually('the consumer has everything', async () => (await status()).position === (await lastSeq()));
}

async function rebuild(): Promise<Status['rebuild']> {
  const answer = await consumer.call('POST', '/internal/rebuild', { body: {} });
  expect(answer).toMatchObject({ status: 202, body: { sources: ['user-service'] } });
  await eventually('the rebuild is done', async () => (await status()).rebuild?.state === 'done');
  return (await status()).rebuild;
}

test('a rebuild ends in the live state, whatever was wrong before', async () => {
  for (let id = 1; id <= 5; id++) await change(id, `name ${id}`);
  await caughtUp();
  const live = await things(consumer);
  expect(live).toHaveLength(5);
  await consumer.sql(`update things set name = 'wrong' where id = 2`);
  await consumer.sql(`delete from things where id = 3`);
  await consumer.sql(`insert into things values (99, 'never was')`);
  expect(await rebuild()).toMatchObject({ applied: 5, failed: 0 });
  expect(await things(consumer)).toEqual(live);
  expect(await status()).toMatchObject({ position: await lastSeq(), behind: 0 });
});

test('a consumer whose events have expired takes the snapshot by itself and goes on from there', async () => {
  await consumer.sql(`update inbox_positions set seq = 2`);
  await consumer.sql('truncate things');
  await producer.sql('delete from outbox where seq <= 4');
  await change(6, 'name 6');
  await eventually('it has all', async () => (await things(consumer)).length === 6, 20_000);
  expect((await status()).rebuild).toMatchObject({ reason: expect.stringContaining('no longer keeps') });
  await change(6, 'another name');
  await caughtUp();
  expect(await things(consumer)).toEqual(await things(producer));
});

test('a consumer that is ahead of a producer restored from a backup takes the snapshot too', async () => {
  await consumer.sql(`update inbox_positions set seq = 1000`);
  await eventually(
    'it has noticed',
    async () => (await status()).rebuild?.reason.includes('restored') ?? false,
    20_000,
  );
  await change(7, 'name 7');
  await caughtUp();
  expect(await things(consumer)).toEqual(await things(producer));
});

test('changes between the pages are applied at once, and no page undoes them', async () => {
  let interrupted: () => void = () => undefined;
  const inTheMiddle = new Promise<void>((done) => (interrupted = done));
  let isReached: () => void = () => undefined;
  const reached = new Promise<void>((done) => (isReached = done));
  beforePage = async (after) => {
    if (after !== '2') return;
    isReached();
    await inTheMiddle;
  };
  const done = rebuild();
  await reached;
  const event = await change(6, 'newer than the page');
  const delivery = event && consumer.event('users', event);
  interrupted();
  await done;
  expect((await delivery)?.status).toBe(200);
  await caughtUp();
  expect(await things(consumer)).toEqual(await things(producer));
});

test('a crash in the middle is continued, and a producer that fails is asked again', async () => {
  let failures = 0;
  beforePage = (after) => {
    if (after !== '4' || failures++ > 1) return Promise.resolve();
    return Promise.reject(new Error('the producer is down'));
  };
  const pages: (string | null)[] = [];
  const answering = beforePage;
  beforePage = (after) => {
    pages.push(after);
    return answering(after);
  };
  await rebuild();
  expect(failures).toBe(3);
  // Where it stopped, not from the beginning.
  expect(pages).toEqual([null, '2', '4', '4', '4', '6']);
  expect(await things(consumer)).toEqual(await things(producer));
});

test('what cannot be applied becomes a dead event and holds up nobody else', async () => {
  poisonous.add(2).add(4);
  expect(await rebuild()).toMatchObject({ applied: 5, failed: 2 });
  const dead = await consumer.call('GET', '/internal/dead-events');
  expect(dead.body).toMatchObject({ total: 2, items: [{ subject: '4' }, { subject: '2' }] });
  poisonous.clear();
  await consumer.call('POST', `/internal/dead-events/${dead.body.items[0].id}/replay`);
  await consumer.call('POST', `/internal/dead-events/${dead.body.items[1].id}/replay`);
  expect(await things(consumer)).toEqual(await things(producer));
});

test('a rebuild tells dead events anew, because its states are younger', async () => {
  poisonous.add(1);
  await change(1, 'fails');
  await caughtUp();
  expect((await consumer.call('GET', '/internal/dead-events')).body.total).toBe(1);
  poisonous.clear();
  await rebuild();
  expect((await consumer.call('GET', '/internal/dead-events')).body.total).toBe(0);
  expect(await things(consumer)).toEqual(await things(producer));
});

test('what is not derived from a service cannot be rebuilt from it', async () => {
  const answer = await consumer.call('POST', '/internal/rebuild', { body: { source: 'tournament-service' } });
  expect(answer.status).toBe(404);
});
