import { resolve } from 'node:path';
import { userEvents, type CloudEvent } from '@gym/contracts';
import { startEnvironment, type TestEnvironment } from '../../../tests/support/environment.js';
import { startProducer, type Producer } from '../../../tests/support/producer.js';
import { eventually, startTestService, type TestService } from '../../../tests/support/service.js';
import { defineService, newEvent, onEvent, type BaseConfig, type Overrides, type Service } from '../src/index.js';

const migrations = resolve(import.meta.dirname, 'migrations');
let heard: { user: number; version: number }[] = [];
/** Users whose events the handler cannot digest at the moment. */
const poisonous = new Set<number>();
/** How often the events of a user meet a deadlock from now on. */
const deadlocks = new Map<number, number>();

function createConsumer(config: BaseConfig, overrides?: Overrides): Service {
  return defineService(
    config,
    async (resources) => {
      const database = await resources.database('auth-db', migrations);
      const approved = onEvent(userEvents.userApproved, async (tx, { user_id, version }) => {
        await tx.query('insert into things values ($1, $2) on conflict (id) do update set name = excluded.name', [
          user_id,
          `version ${version}`,
        ]);
        const left = deadlocks.get(user_id) ?? 0;
        deadlocks.set(user_id, left - 1);
        if (left > 0) await tx.query(`do $$ begin raise exception using errcode = 'deadlock_detected'; end $$`);
        if (poisonous.has(user_id)) throw new Error('this cannot be digested');
        heard.push({ user: user_id, version });
      });
      return { operations: [], inbox: { database, handlers: [approved] } };
    },
    overrides,
  );
}

const standing = (user_id: number, version = 1) => ({
  user_id,
  version,
  role: 'member' as const,
  is_approved: true,
  is_banned: false,
});

const approved = ({ id, version }: { id: number; version?: number }) =>
  newEvent(userEvents.userApproved, id, standing(id, version));

describe('events from one service to another', () => {
  let environment: TestEnvironment;
  let producer: Producer;
  let consumer: TestService;
  beforeAll(async () => {
    environment = await startEnvironment();
    producer = await startProducer(environment, 'user-service');
    consumer = await startTestService('auth-service', createConsumer, { environment, database: 'auth-db' });
  });
  afterAll(async () => {
    await consumer?.stop();
    await producer?.stop();
    await environment?.stop();
  });
  beforeEach(() => {
    heard = [];
    poisonous.clear();
  });

  const commit = (users: { id: number; version?: number }[], how?: 'lost'): Promise<CloudEvent[]> =>
    producer.commit(users.map(approved), how);
  const versionsOf = (user: number): number[] => heard.filter((item) => item.user === user).map((item) => item.version);

  function deadRows(): Promise<{ subject: string; attempts: number; error: string }[]> {
    return consumer.sql('select subject, attempts, error from dead_events order by seq');
  }

  async function caughtUp(): Promise<void> {
    await eventually('the consumer has applied everything', async () => {
      const [at] = await consumer.sql<{ seq: string }>(`select seq from inbox_positions where source = 'user-service'`);
      return Number(at?.seq) === (await producer.lastSeq());
    });
  }

  it('take effect once and in order, whatever the broker makes of them', async () => {
    for (let version = 1; version <= 30; version++)
      await commit([
        { id: 1, version },
        { id: 2, version },
      ]);
    await caughtUp();
    const all = Array.from({ length: 30 }, (_item, index) => index + 1);
    expect(versionsOf(1)).toEqual(all);
    expect(versionsOf(2)).toEqual(all);
  });

  it('take effect although the broker lost them', async () => {
    await commit(
      [
        { id: 3, version: 1 },
        { id: 3, version: 2 },
      ],
      'lost',
    );
    await caughtUp();
    expect(versionsOf(3)).toEqual([1, 2]);
  });

  it('fill a gap in front of the one that was delivered', async () => {
    await commit([{ id: 4, version: 1 }], 'lost');
    const second = await commit([{ id: 4, version: 2 }], 'lost');
    const answers = await Promise.all(second.map((event) => consumer.event('users', event)));
    expect(answers.map(({ status }) => status)).toEqual([200]);
    expect(versionsOf(4)).toEqual([1, 2]);
  });

  it('have no second effect when they are delivered again', async () => {
    const events = await commit([{ id: 5 }]);
    await caughtUp();
    const thrice = [...events, ...events, ...events];
    const again = await Promise.all(thrice.map((event) => consumer.event('users', event)));
    expect(again.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(versionsOf(5)).toEqual([1]);
  });

  it('are delivered in one request, in any order, and each has a fate of its own', async () => {
    const written = await commit([{ id: 18 }, { id: 19 }], 'lost');
    const entries = [{ id: 'no event' }, ...written.toReversed()].map((event) => ({
      entryId: `of ${event.id}`,
      event,
    }));
    const answer = await consumer.call('POST', '/internal/events/users', { body: { topic: 'users', entries } });
    expect(answer).toMatchObject({ status: 200 });
    expect(answer.body.statuses).toEqual([
      { entryId: 'of no event', status: 'DROP' },
      ...written.toReversed().map(({ id }) => ({ entryId: `of ${id}`, status: 'SUCCESS' })),
    ]);
    expect([versionsOf(18), versionsOf(19)]).toEqual([[1], [1]]);
  });

  it('of a kind nobody handles are passed over', async () => {
    await producer.commit([newEvent(userEvents.userDeleted, 6, { user_id: 6, version: 1 })]);
    await commit([{ id: 6 }]);
    await caughtUp();
    expect(versionsOf(6)).toEqual([1]);
    const { body } = await consumer.call('GET', '/internal/events/status');
    expect(body.skipped).toEqual({ [userEvents.userDeleted.type]: 1 });
  });

  it('that fail wait with those behind them, and hold up nobody else', async () => {
    poisonous.add(7);
    await commit([
      { id: 7, version: 1 },
      { id: 8, version: 1 },
      { id: 7, version: 2 },
      { id: 8, version: 2 },
    ]);
    await caughtUp();
    expect(versionsOf(8)).toEqual([1, 2]);
    expect(versionsOf(7)).toEqual([]);
    expect(await consumer.sql('select * from things where id = 7')).toEqual([]);
    const dead = await deadRows();
    expect(dead).toEqual([
      { subject: '7', attempts: expect.any(Number), error: 'Error: this cannot be digested' },
      { subject: '7', attempts: 0, error: expect.stringContaining('waits behind') },
    ]);
    poisonous.clear();
    await eventually('the retry has taken them', async () => (await deadRows()).length === 0, 20_000);
    expect(versionsOf(7)).toEqual([1, 2]);
  });

  it('that meet a deadlock are tried again, as nothing is wrong with them', async () => {
    deadlocks.set(16, 6); // more than one transaction is tried again by itself
    await commit([{ id: 16 }, { id: 17 }]);
    await caughtUp();
    expect([versionsOf(16), versionsOf(17)]).toEqual([[1], [1]]);
    expect(await deadRows()).toEqual([]);
  });

  it('that are no events, or come from a stranger, are refused', async () => {
    const [event] = await commit([{ id: 9 }]);
    for (const body of [
      {},
      { ...event, id: 'x' },
      { ...event, data: {} },
      { ...event, source: 'tournament-service' },
    ]) {
      const answer = await consumer.call('POST', '/internal/events/users', { body });
      expect(answer).toMatchObject({ status: 400, body: { type: '/problems/invalid-event' } });
    }
  });

  it('with a payload that breaks its schema are dead, and tell why', async () => {
    await producer.commit([
      { topic: 'users', type: userEvents.userApproved.type, subject: '10', payload: { user_id: 'ten' } },
    ]);
    await caughtUp();
    expect(await deadRows()).toEqual([{ subject: '10', attempts: 1, error: expect.stringMatching(/user_id/) }]);
    await consumer.sql('delete from dead_events');
  });

  it('can be read from the producer in pages, and an expired place is told from the end', async () => {
    await commit([{ id: 11 }, { id: 12 }, { id: 13 }]);
    const page = await producer.call('GET', '/internal/events?after=0&limit=2');
    expect(page.body.events.map((event: CloudEvent) => event.data.seq)).toEqual([1, 2]);
    const end = await producer.call('GET', `/internal/events?after=${page.body.last_seq}`);
    expect(end).toMatchObject({ status: 200, body: { events: [] } });
    await caughtUp();
    await producer.sql('delete from outbox where seq <= 5');
    expect((await producer.call('GET', '/internal/events?after=2')).status).toBe(410);
    expect((await producer.call('GET', '/internal/events?after=5')).status).toBe(200);
  });

  it('that the broker refuses for good step aside for the others, and still arrive', async () => {
    // A topic this service may not publish on.
    await producer.commit([{ ...approved({ id: 14 }), topic: 'accounts' }]);
    await commit([{ id: 15 }]);
    await caughtUp();
    expect(versionsOf(14)).toEqual([1]);
    expect(versionsOf(15)).toEqual([1]);
    await eventually('the other one is published, and this one has been tried', async () => {
      const rows = await producer.sql<{ attempts: number; published_at: Date | null }>(
        'select attempts, published_at from outbox order by seq desc limit 2',
      );
      return rows[0]?.published_at != null && rows[1]?.published_at === null && rows[1].attempts > 0;
    });
  });
});
