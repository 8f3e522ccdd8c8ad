import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { legacyHashes } from '../../services/auth-service/test/legacy-hashes.js';
import { startAuth } from '../../services/auth-service/test/support.js';
import { createService as createTournaments } from '../../services/tournament-service/src/service.js';
import { createService as createUsers } from '../../services/user-service/src/service.js';
import { eventually, startTestService, type TestService } from '../../tests/support/service.js';
import { buildOldSystem, crowd } from './old-system.js';

const checkout = resolve(import.meta.dirname, '../..');
const program = join(checkout, 'scripts/dist/import/main.js');
const password = 'correct horse 1';

const remark = z.object({ table: z.string(), id: z.int(), reason: z.string() });
const counts = z.object({
  read: z.int(),
  imported: z.int(),
  present: z.int(),
  refused: z.int(),
  changed: z.int(),
});
const reportSchema = z.object({
  counts: z.record(z.string(), counts),
  refused: z.array(remark),
  changed: z.array(remark),
});
type Result = z.infer<typeof reportSchema> & { code: number | null; output: string };

let auth: TestService;
let users: TestService;
let tournaments: TestService;
let urls: Record<'auth' | 'users' | 'tournaments' | 'to-auth' | 'to-users' | 'to-tournaments', string>;

beforeAll(async () => {
  users = await startTestService('user-service', createUsers, { database: 'user-db' });
  const { environment } = users;
  auth = await startAuth({ environment, database: 'auth-db' });
  tournaments = await startTestService('tournament-service', createTournaments, {
    environment,
    database: 'tournament-db',
  });
  await eventually('the profile of the root admin', async () => {
    const rows = await users.sql('select from users where is_root_admin');
    return rows.length === 1;
  });
  const old = {
    auth: await environment.createDatabase('old-auth'),
    users: await environment.createDatabase('old-users'),
    tournaments: await environment.createDatabase('old-tournaments'),
  };
  const secrets = z
    .record(z.string(), z.record(z.string(), z.string()))
    .parse(JSON.parse(await readFile(join(environment.folder, 'secrets.json'), 'utf8')));
  const target = (name: string): string => secrets[name]?.['url'] ?? '';
  urls = {
    ...old,
    'to-auth': target('auth-db'),
    'to-users': target('user-db'),
    'to-tournaments': target('tournament-db'),
  };
  const hashOf = (kind: string): string =>
    legacyHashes.find((item) => item.password === password && item.hash.startsWith(kind))?.hash ?? '';
  await buildOldSystem(old, { scrypt: hashOf('scrypt'), pbkdf2: hashOf('pbkdf2') });
});
afterAll(async () => {
  await tournaments?.stop();
  await auth?.stop();
  await users?.stop();
});

function start(...options: string[]) {
  const report = join(users.environment.folder, `report-${Math.random()}.json`);
  const args = [...Object.entries(urls).flatMap(([name, url]) => [`--${name}`, url]), '--report', report, ...options];
  return { child: spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] }), report };
}

async function runImport(...options: string[]): Promise<Result> {
  const { child, report } = start(...options);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await once(child, 'close');
  if (child.exitCode !== 0) throw new Error(output);
  return { ...reportSchema.parse(JSON.parse(await readFile(report, 'utf8'))), code: child.exitCode, output };
}

/** All that the import could have touched. */
async function everything(): Promise<unknown[]> {
  const digest = (service: TestService, table: string) =>
    service.sql(`select count(*), md5(string_agg(t::text, '|' order by id)) from ${table} t`);
  const sequences = (service: TestService) =>
    service.sql('select sequencename, last_value from pg_sequences order by 1');
  return Promise.all([
    digest(auth, 'users'),
    digest(users, 'users'),
    ...['tournaments', 'participants', 'matches'].map((table) => digest(tournaments, table)),
    ...[auth, users, tournaments].map(sequences),
  ]);
}

const login = (email: string, secret = password) =>
  auth.call('POST', '/api/auth/login', { body: { email, password: secret } });
const countOf = async (service: TestService, table: string): Promise<number> => {
  const [row] = await service.sql<{ count: string }>(`select count(*) from ${table}`);
  return Number(row?.count);
};

let first: Result;

test('a dry run says what would be done and changes nothing', async () => {
  const before = await everything();
  first = await runImport('--dry-run');
  expect(first.output).toContain('nothing was changed');
  expect(await everything()).toEqual(before);
  const rows = { present: 0 };
  expect(first.counts).toEqual({
    accounts: { ...rows, read: crowd + 12, imported: crowd + 10, refused: 2, changed: 4 },
    profiles: { ...rows, read: crowd + 12, imported: crowd + 10, refused: 3, changed: 0 },
    tournaments: { ...rows, read: 5, imported: 4, refused: 1, changed: 0 },
    participants: { ...rows, read: 16, imported: 13, refused: 3, changed: 4 },
    matches: { ...rows, read: 8, imported: 6, refused: 2, changed: 0 },
  });
});

test('every row that is refused or changed is named with the reason', () => {
  const lines = (items: z.infer<typeof remark>[]) =>
    items.map(({ table, id, reason }) => `${table} ${id}: ${reason}`).toSorted((a, b) => (a < b ? -1 : 1));
  expect(lines(first.refused)).toEqual([
    expect.stringContaining('accounts 11: role: '),
    'accounts 7: the email ann@old.test belongs to account 3',
    'matches 7: there is no tournament 99',
    'matches 8: participant 11 is not in the tournament',
    'participants 11: there is no tournament 99',
    'participants 12: there is no tournament 4',
    expect.stringContaining('participants 13: status: '),
    expect.stringContaining('profiles 11: '),
    'profiles 7: its account was refused',
    'profiles 900000: there is no account with this id, so nobody can log in with it',
    expect.stringContaining('tournaments 4: status: '),
  ]);
  expect(lines(first.changed)).toEqual([
    expect.stringContaining('accounts 12: account and profile disagreed'),
    expect.stringContaining('accounts 1: is an ordinary admin now'),
    expect.stringContaining('accounts 8: there was no profile'),
    expect.stringContaining('accounts 9: the password hash is of an unknown kind'),
    'participants 10: there is no account 7; a guest now',
    'participants 3: there is no account 777; a guest now',
    'participants 4: the seed 3 is no place in a draw, or somebody else has it',
    'participants 9: account 3 was in twice; a guest now',
  ]);
});

test('killed in the middle and run again, it ends as one that was not killed', async () => {
  const { child } = start();
  const before = await countOf(auth, 'users');
  await eventually('some people', async () => (await countOf(auth, 'users')) > before + 1000);
  child.kill('SIGKILL');
  await once(child, 'close');
  expect(child.signalCode).toBe('SIGKILL');
  const half = await countOf(auth, 'users');
  expect(half).toBeLessThan(crowd);

  const second = await runImport();
  expect({ refused: second.refused, changed: second.changed }).toEqual({
    refused: first.refused,
    changed: first.changed,
  });
  const done = Object.values(second.counts).map(({ imported, present }) => imported + present);
  expect(done).toEqual(Object.values(first.counts).map(({ imported }) => imported));
  expect(second.counts['accounts']?.present).toBeGreaterThanOrEqual(1000);

  const after = await everything();
  const third = await runImport();
  expect(Object.values(third.counts).map(({ imported }) => imported)).toEqual([0, 0, 0, 0, 0]);
  expect(await everything()).toEqual(after);
});

test('everybody has the id they had, under both services, to the microsecond', async () => {
  const created = `to_char(created_at at time zone 'utc', 'YYYY-MM-DD HH24:MI:SS.US')`;
  const [wrong] = await auth.sql(
    `select count(*)::int as rows from users where id > 1000 and id <= 1000 + $1 and (email <> 'm' || id - 1000 || '@old.test'
       or ${created} <> '2024-03-01 10:20:30.123456' or role <> 'member' or not is_approved)`,
    [crowd],
  );
  expect(wrong).toEqual({ rows: 0 });
  const [profiles] = await users.sql(
    `select count(*)::int as rows from users where id > 1000 and id <= 1000 + $1 and full_name = 'Member ' || id - 1000`,
    [crowd],
  );
  expect(profiles).toEqual({ rows: crowd });
  const [li] = await users.sql('select full_name, email, is_banned from users where id = 10');
  expect(li).toEqual({ full_name: '李小龍 🥋', email: 'li@old.test', is_banned: false });
});

test('people log in with the password they had, or hear why not', async () => {
  expect(await login('TESS@old.test')).toMatchObject({ status: 200, body: { user: { id: 2, role: 'trainer' } } });
  expect(await login('ann@old.test')).toMatchObject({ status: 200, body: { user: { id: 3, role: 'member' } } });
  expect(await login('chief@old.test')).toMatchObject({ status: 200, body: { user: { id: 1, role: 'admin' } } });
  expect((await login('lost@old.test')).status).toBe(200);
  expect(await login('bad@old.test')).toMatchObject({ status: 403, body: { type: '/problems/banned' } });
  expect(await login('two@old.test')).toMatchObject({ status: 403, body: { type: '/problems/banned' } });
  expect(await login('new@old.test')).toMatchObject({ status: 403, body: { type: '/problems/pending-approval' } });
  expect(await login('gone@old.test')).toMatchObject({ status: 403, body: { type: '/problems/inactive' } });
  expect((await login('odd@old.test')).status).toBe(401);
  const [row] = await auth.sql<{ password_hash: string }>('select password_hash from users where id = 2');
  expect(row?.password_hash).toMatch(/^\$2/);
});

test('the root admin of the new system has left the id to its old holder, in both services', async () => {
  const answer = await login('root@gym.test', 'root-password-1');
  expect(answer).toMatchObject({ status: 200, body: { user: { role: 'admin' } } });
  expect(answer.body.user.id).toBeGreaterThan(900_000);
  const roots = await Promise.all([auth, users].map((one) => one.sql('select id from users where is_root_admin')));
  expect(roots).toEqual([[{ id: answer.body.user.id }], [{ id: answer.body.user.id }]]);
});

test('a new account gets an id that nobody had', async () => {
  const body = { email: 'fresh@gym.test', password: 'battery staple', full_name: 'Fresh' };
  expect((await auth.call('POST', '/api/auth/register', { body })).status).toBe(201);
  const answer = await login(body.email, body.password);
  expect(answer.body.user.id).toBeGreaterThan(900_000);
});

test('old tournaments are there as they were, byes included, and play goes on', async () => {
  const token = tournaments.tokenFor({ id: 2, role: 'trainer' });
  const get = (path: string) => tournaments.call('GET', `/api/tournaments${path}`, { token });
  const played = (await get('/1/bracket')).body;
  expect(played.tournament).toMatchObject({ id: 1, status: 'completed', participant_count: 4 });
  expect(played.bracket.map((match: { id: number; winner_id: number }) => [match.id, match.winner_id])).toEqual([
    [1, 1],
    [2, 2],
    [3, 1],
  ]);
  const log = await tournaments.sql(
    'select seq, kind, at = created_at as is_then from tournament_log join tournaments on id = tournament_id where id = 1',
  );
  expect(log).toEqual([{ seq: 1, kind: 'tournament.created', is_then: true }]);
  expect((await get('/5')).body).toMatchObject({ participant_count: 3, max_participants: 3 });
  expect((await get('/leaderboard')).body).toContainEqual(expect.objectContaining({ user_id: 2, total_score: 16 }));

  const open = (await get('/2/bracket')).body;
  expect(open.bracket[0]).toMatchObject({ id: 4, is_bye: true, participant2: null, winner_id: 5, next_match_id: 6 });
  const report = await tournaments.call('PUT', '/api/tournaments/2/bracket/5/result', {
    token,
    body: { winner_id: 7 },
  });
  expect(report.status).toBe(200);
  expect((await get('/2/bracket')).body.bracket[2]).toMatchObject({ id: 6, participant2: { id: 7, name: 'Guest' } });

  const start = { name: 'New', start_date: '2027-05-01T09:00:00Z' };
  const created = await tournaments.call('POST', '/api/tournaments/', { token, body: start });
  expect(created.body.tournament.id).toBeGreaterThan(4);
});

test('what was deleted since does not come back', async () => {
  await tournaments.sql('delete from tournaments where id = 3');
  await users.sql('delete from users where id = 1500');
  const before = await everything();
  await runImport();
  expect(await everything()).toEqual(before);
});

test('the commands of the documentation work as they are printed', async () => {
  const page = await readFile(join(checkout, 'docs/migration.md'), 'utf8');
  const commands = /^old=[^]*?(?=\n```)/m.exec(page)?.[0].split('\n') ?? [];
  expect(commands).toHaveLength(3);
  // The development stack that the commands mean when they do not say where to.
  const home = join(users.environment.folder, 'stack');
  const secrets: unknown = JSON.parse(await readFile(join(users.environment.folder, 'secrets.json'), 'utf8'));
  await mkdir(home);
  await writeFile(join(home, 'secrets.json'), JSON.stringify(Object.assign({ development: {} }, secrets)));
  // The databases of this test have other names than those of an old system.
  const script = commands
    .slice(1)
    .join('\n')
    .replaceAll('$old/auth_db', urls.auth)
    .replaceAll('$old/user_db', urls.users)
    .replaceAll('$old/tournament_db', urls.tournaments)
    .replace('report.json', join(home, 'documented.json'));
  const before = await everything();
  const options = { cwd: checkout, env: { ...process.env, GYM_HOME: home } };
  const { stdout } = await promisify(execFile)('bash', ['-euc', script], options);
  expect(stdout).toMatch(/Dry run: nothing was changed[^]*Done\. Running it again changes nothing/);
  expect(reportSchema.parse(JSON.parse(await readFile(join(home, 'documented.json'), 'utf8'))).refused).not.toEqual([]);
  expect(await everything()).toEqual(before);
});

test.each([
  ['a missing url', ['--auth', 'postgres://localhost/x'], '--users is missing'],
  ['something else than a url', ['--auth', 'secret-thing'], '--auth must be postgres://'],
  ['an unknown option', ['--nonsense'], 'nonsense'],
])('%s is told, without the value', async (_what, args, expected) => {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  let output = '';
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await once(child, 'close');
  expect(child.exitCode).toBe(2);
  expect(output).toContain(expected);
  expect(output).not.toContain('secret-thing');
});

test('databases that are not of the old system are refused before anything is done', async () => {
  const before = await everything();
  const wrong = { ...urls, auth: urls.tournaments };
  const args = Object.entries(wrong).flatMap(([name, url]) => [`--${name}`, url]);
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  let output = '';
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await once(child, 'close');
  expect(child.exitCode).toBe(1);
  expect(output).toContain('the old database has no table users');
  expect(await everything()).toEqual(before);
});
