import { resolve } from 'node:path';
import { userEvents } from '@gym/contracts';
import { eventually, startTestService, type TestService } from '../../../tests/support/service.js';
import { deleteExpired } from '../src/events/retention.js';
import {
  appendEvents,
  defineService,
  newEvent,
  type BaseConfig,
  type Database,
  type Overrides,
  type Service,
} from '../src/index.js';

const migrations = resolve(import.meta.dirname, 'migrations');
let database: Database;

function createProducer(config: BaseConfig, overrides?: Overrides): Service {
  return defineService(
    config,
    async (resources) => {
      database = await resources.database('user-db', migrations);
      return { operations: [] };
    },
    overrides,
  );
}

let producer: TestService;
beforeAll(async () => {
  producer = await startTestService('user-service', createProducer, { database: 'user-db' });
});
afterAll(() => producer.stop());

async function commit(id: number): Promise<number> {
  const event = newEvent(userEvents.userForgotten, id, { user_id: id });
  const [written] = await database.transaction((tx) => appendEvents(tx, 'user-service', [event]));
  return written?.data.seq ?? 0;
}

const outboxStatus = async () => (await producer.call('GET', '/internal/events/status')).body.outbox;

test('published events are kept for seven days and then deleted in chunks, others never', async () => {
  // Numbers that the counter never reaches here; what is not published is dead, so that the relay leaves it alone.
  await producer.sql(
    `insert into outbox (seq, id, topic, subject, event, published_at, dead_at)
     select 1000000 + i, gen_random_uuid(), 'users', '1', '{}',
       case when i <= 12000 then now() - interval '7 days 1 hour' when i <= 12010 then now() - interval '6 days' end,
       case when i > 12010 then now() - interval '30 days' end
     from generate_series(1, 12020) as i`,
  );
  const deleted: (number | null)[] = [];
  const counting: Database = {
    ...database,
    query: async (sql, values) => {
      const result = await database.query<never>(sql, values);
      deleted.push(result.rowCount);
      return result;
    },
  };
  expect(await deleteExpired(counting)).toBe(12_000);
  expect(deleted).toEqual([5000, 5000, 2000]);
  const left = await producer.sql<{ is_published: boolean; rows: number }>(
    `select published_at is not null as is_published, count(*) as rows from outbox group by 1 order by 1`,
  );
  expect(left).toEqual([
    { is_published: false, rows: 10 },
    { is_published: true, rows: 10 },
  ]);
  await producer.sql('delete from outbox');
});

test('what the broker refused for good is published after a redrive', async () => {
  const seq = await commit(1);
  await eventually('it is published', async () => (await outboxStatus()).unpublished === 0);
  await producer.sql(
    `update outbox set published_at = null, dead_at = now(), attempts = 10, last_error = 'refused' where seq = $1`,
    [seq],
  );
  await commit(2);
  await eventually('the next one is published', async () => (await outboxStatus()).unpublished === 0);
  expect(await outboxStatus()).toEqual({ last_seq: 2, unpublished: 0, oldest_unpublished_s: null, dead: 1 });
  expect((await producer.call('POST', '/internal/outbox/redrive')).body).toEqual({ redriven: 1 });
  await eventually('it is published too', async () => {
    const [row] = await producer.sql('select 1 from outbox where seq = $1 and published_at is not null', [seq]);
    return row !== undefined;
  });
  expect((await outboxStatus()).dead).toBe(0);
  expect((await producer.call('POST', '/internal/outbox/redrive')).body).toEqual({ redriven: 0 });
});

test('the status tells how long the oldest event has been waiting', async () => {
  const seq = await commit(3);
  const hourAgo = new Date(Date.now() - 3_600_000).toISOString();
  await eventually('it is published', async () => (await outboxStatus()).unpublished === 0);
  // In a topic this service may not publish on it stays, for the ten tries it has.
  await producer.sql(
    `update outbox set published_at = null, topic = 'accounts', event = event || jsonb_build_object('time', $2::text)
     where seq = $1`,
    [seq, hourAgo],
  );
  const status = await outboxStatus();
  expect(status).toMatchObject({ unpublished: 1, dead: 0 });
  expect(Math.round(status.oldest_unpublished_s / 60)).toBe(60);
});
