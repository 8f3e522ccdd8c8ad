import type { Queryable } from '@gym/service-kit';
import { type TestService } from '../../../tests/support/service.js';
import { listAudit } from '../src/store/audit.js';
import { listByStanding, searchUsers } from '../src/store/search.js';
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
  await users.sql('vacuum analyze users');
  await users.sql('vacuum analyze search_terms');
});
afterAll(() => users.stop());

interface Plan {
  'Node Type': string;
  'Index Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
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
  const [top] = explained[0]?.['QUERY PLAN'] ?? [];
  return top === undefined ? [] : stepsOf(top.Plan);
}

function stepsOf(plan: Plan): Plan[] {
  return [plan, ...(plan.Plans ?? []).flatMap(stepsOf)];
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

/** Rows that an index gave, over all loops. */
function rowsFrom(plan: Plan[], index: string): number {
  const scans = plan.filter((step) => step['Index Name'] === index);
  return scans.reduce((sum, scan) => sum + scan['Actual Rows'] * scan['Actual Loops'], 0);
}

test.each([
  {},
  { role: 'member' as const },
  { status: 'pending' as const },
  { role: 'member' as const, status: 'active' as const },
])('a page by standing %j reads its own rows only', async (filter) => {
  const plan = await planOf((db) => listByStanding(db, filter, 0, 51));
  expect(plan.filter((step) => step['Node Type'] === 'Seq Scan')).toEqual([]);
  // Of each of the two pairs of role and status that there are, 51 at most; the plan has a rounded average.
  expect(rowsFrom(plan, 'users_by_standing')).toBeLessThanOrEqual(2 * 51 + 12);
});

test.each(['user', 'u', 'user 1', 'user199'])('a search for %s reads its own rows only', async (typed) => {
  for (const after of [undefined, { term: 'user 15', id: 1 }]) {
    const plan = await planOf((db) => searchUsers(db, typed, {}, after, 51));
    expect(plan.filter((step) => step['Node Type'] === 'Seq Scan')).toEqual([]);
    // A person has two terms that begin alike, the second of which is skipped.
    expect(rowsFrom(plan, 'search_terms_by_standing')).toBeLessThanOrEqual(4 * 51);
  }
});

test('the decisions about somebody are found without those about others', async () => {
  await users.sql(
    `insert into audit_log (user_id, action, before, after) select n % 500, 'ban', '{}', '{}' from generate_series(1, 10000) n`,
  );
  await users.sql('analyze audit_log');
  const plan = await planOf((db) => listAudit(db, 7, Number.MAX_SAFE_INTEGER, 11));
  expect(plan).toMatchObject([
    { 'Node Type': 'Limit' },
    { 'Node Type': 'Index Scan', 'Index Name': 'audit_log_of_user', 'Actual Rows': 11 },
  ]);
});
