import type { Queryable } from '@gym/service-kit';
import { type TestService } from '../../../tests/support/service.js';
import { listAvailableUsers, listUsers } from '../src/store/users.js';
import { startUsers } from './support.js';

const rows = 20_000;
let users: TestService;

beforeAll(async () => {
  users = await startUsers();
  await users.sql(
    `insert into users (id, email, full_name, role, is_approved)
     select n, 'user' || n || '@gym.test', 'User ' || n, 'member', n % 100 = 0 from generate_series(1, $1::int) n`,
    [rows],
  );
  await users.sql('analyze users');
});
afterAll(() => users.stop());

interface Plan {
  'Node Type': string;
  'Index Name'?: string;
  'Actual Rows': number;
  Plans?: Plan[];
}

/** How PostgreSQL runs the query of a store function, from the top down. */
async function planOf(question: (db: Queryable) => Promise<unknown>): Promise<Plan[]> {
  const asked: { sql: string; values: unknown[] }[] = [];
  const recorder: Queryable = {
    query(sql, values = []) {
      asked.push({ sql, values });
      return Promise.resolve({ rows: [], rowCount: 0, command: 'SELECT', oid: 0, fields: [] });
    },
  };
  await question(recorder);
  const explained = await users.sql<{ 'QUERY PLAN': { Plan: Plan }[] }>(
    `explain (analyze, format json) ${asked[0]?.sql}`,
    asked[0]?.values,
  );
  const steps: Plan[] = [];
  for (let plan = explained[0]?.['QUERY PLAN'][0]?.Plan; plan !== undefined; plan = plan.Plans?.[0]) steps.push(plan);
  return steps;
}

test('the old list stops at 1,000 and says where it goes on', async () => {
  const token = users.tokenFor({ id: 1, role: 'trainer' });
  const first = await users.call('GET', '/api/users', { token });
  expect(first.body).toHaveLength(1000);
  const next = /^<(.+)>; rel="next"$/.exec(first.headers.get('link') ?? '')?.[1];
  const second = await users.call('GET', next ?? '', { token });
  expect([second.body[0].id, second.body.at(-1).id]).toEqual([1001, 2000]);
  const last = await users.call('GET', `/api/users?cursor=${rows - 1000}`, { token });
  expect([last.body.length, last.headers.get('link')]).toEqual([1000, null]);
});

test('a page costs its own rows only, wherever it begins', async () => {
  for (const after of [0, rows - 200]) {
    const plan = await planOf((db) => listUsers(db, after, 101));
    expect(plan).toMatchObject([
      { 'Node Type': 'Limit' },
      { 'Node Type': 'Index Scan', 'Index Name': 'users_pkey', 'Actual Rows': 101 },
    ]);
  }
});

test('who is available is found without passing those who are not', async () => {
  const plan = await planOf((db) => listAvailableUsers(db, 0, 101));
  expect(plan).toMatchObject([
    { 'Node Type': 'Limit' },
    { 'Node Type': 'Index Scan', 'Index Name': 'users_available', 'Actual Rows': 101 },
  ]);
});
