import { eventually, startTestService, type TestService } from '../../../tests/support/service.js';
import { createService as createTournaments } from '../../tournament-service/src/service.js';
import { createService as createUsers } from '../../user-service/src/service.js';
import { person, startAuth } from './support.js';

let users: TestService;
let auth: TestService;
let tournaments: TestService;
let adminToken: string;
/** Ids by what became of them. */
const ids = { untouched: 0, pending: 0, approved: 0, banned: 0, unbanned: 0, deleted: 0 };

beforeAll(async () => {
  users = await startTestService('user-service', createUsers, { database: 'user-db' });
  const { environment } = users;
  auth = await startAuth({ environment, database: 'auth-db' });
  tournaments = await startTestService('tournament-service', createTournaments, {
    environment,
    database: 'tournament-db',
  });
  const [root] = await auth.sql<{ id: number }>('select id from users');
  adminToken = users.tokenFor({ id: root?.id ?? 0, role: 'admin' });
  for (const name of ['untouched', 'pending', 'approved', 'banned', 'unbanned', 'deleted'] as const) {
    const body = person({ role: name === 'pending' || name === 'approved' ? 'trainer' : 'member' });
    await auth.call('POST', '/api/auth/register', { body });
    const [row] = await auth.sql<{ id: number }>('select id from users where email = $1', [body.email]);
    ids[name] = row?.id ?? 0;
  }
  await everybodyKnows();
  await tournaments.sql(
    `with cup as (insert into tournaments (name, start_date, max_participants, tournament_type)
       values ('Cup', now(), 8, 'single_elimination') returning id)
     insert into participants (tournament_id, user_id, name, status)
     select id, $1::integer, 'Who was here', 'approved' from cup union all select id, $2::integer, 'Who is here', 'approved' from cup`,
    [ids.deleted, ids.untouched],
  );
  await decide('approve', ids.approved);
  for (const id of [ids.banned, ids.unbanned]) await decide('ban', id);
  await decide('unban', ids.unbanned);
  await users.call('DELETE', `/api/users/${ids.deleted}`, { token: adminToken });
  await eventually('the deletion is complete', async () => {
    const [row] = await users.sql(`select 1 from sagas where kind = 'deletion' and state = 'completed'`);
    return row !== undefined;
  });
  await everybodyKnows();
}, 120_000);
afterAll(async () => {
  await tournaments.stop();
  await auth.stop();
  await users.stop();
});

async function decide(verb: string, user_id: number): Promise<void> {
  const answer = await users.call('PATCH', `/api/users/${verb}`, { token: adminToken, body: { user_id } });
  expect(answer.status).toBe(200);
}

/** Every service has applied every event, those that say that events were applied included. */
async function everybodyKnows(): Promise<void> {
  const services = { 'user-service': users, 'auth-service': auth, 'tournament-service': tournaments };
  await eventually('all events have been applied', async () => {
    const lasts = new Map<string, number>();
    for (const [name, service] of Object.entries(services)) {
      lasts.set(name, (await service.call('GET', '/internal/events/status')).body.outbox.last_seq);
    }
    for (const service of Object.values(services)) {
      const rows = await service.sql<{ source: string; seq: number }>('select source, seq from inbox_positions');
      if (rows.some(({ source, seq }) => seq !== lasts.get(source))) return false;
    }
    return (await users.sql('select 1 from users')).length > 0;
  });
}

const accounts = () => auth.sql('select * from users order by id');
const profiles = () =>
  users.sql(
    `select id, email, full_name, role, is_approved, is_banned, ban_reason, is_root_admin, version from users order by id`,
  );
const participants = () => tournaments.sql('select * from participants order by id');

async function rebuild(service: TestService, source: string): Promise<object> {
  const answer = await service.call('POST', '/internal/rebuild', { body: { source } });
  expect(answer).toMatchObject({ status: 202, body: { sources: [source] } });
  let state: { state?: string } = {};
  await eventually('the rebuild is done', async () => {
    state = (await service.call('GET', '/internal/events/status')).body.sources[source].rebuild;
    return state.state === 'done';
  });
  return state;
}

test('a rebuild of everything that is right changes nothing', async () => {
  const live = [await accounts(), await profiles(), await participants()];
  expect(await rebuild(auth, 'user-service')).toMatchObject({ failed: 0 });
  expect(await rebuild(users, 'auth-service')).toMatchObject({ failed: 0 });
  expect(await rebuild(users, 'tournament-service')).toMatchObject({ applied: 0, failed: 0 });
  expect(await rebuild(tournaments, 'user-service')).toMatchObject({ failed: 0 });
  await everybodyKnows();
  expect([await accounts(), await profiles(), await participants()]).toEqual(live);
});

test('what auth-service knows of standing and deletions is made anew from user-service', async () => {
  const live = await accounts();
  expect(live).toMatchObject([
    { is_root_admin: true, standing_version: 0 },
    { id: ids.untouched, is_approved: true, standing_version: 0 },
    { id: ids.pending, is_approved: false, standing_version: 0 },
    { id: ids.approved, is_approved: true, standing_version: 1 },
    { id: ids.banned, is_banned: true, standing_version: 1 },
    { id: ids.unbanned, is_banned: false, standing_version: 2 },
  ]);
  await auth.sql('update users set is_banned = not is_banned, is_approved = not is_approved, standing_version = 50');
  await auth.sql(
    `insert into users (id, email, password_hash, role, is_approved) overriding system value
     values ($1, 'back@gym.test', '', 'member', true)`,
    [ids.deleted],
  );
  await rebuild(auth, 'user-service');
  expect(await accounts()).toEqual(live);
});

test('a place in events that have expired is found again without anybody asking', async () => {
  const live = await accounts();
  await auth.sql('update users set is_banned = not is_banned, standing_version = 0');
  await auth.sql('update inbox_positions set seq = 1');
  await users.sql('delete from outbox where seq < (select max(seq) from outbox)');
  await eventually('the standing is right again', async () => {
    return JSON.stringify(await accounts()) === JSON.stringify(live);
  });
  await decide('approve', ids.pending);
  await eventually('the next decision arrives', async () => {
    const rows = await auth.sql('select 1 from users where id = $1 and is_approved', [ids.pending]);
    return rows.length === 1;
  });
});

test('profiles that are missing are made anew from the accounts, and nothing else changes', async () => {
  const live = await profiles();
  await users.sql('delete from users where version = 0 and not is_root_admin');
  expect((await profiles()).length).toBeLessThan(live.length);
  await rebuild(users, 'auth-service');
  expect(await profiles()).toEqual(live);
  expect(await users.sql('select id from deleted_users')).toEqual([{ id: ids.deleted }]);
});

test('who was deleted is forgotten by tournaments that had not heard of it', async () => {
  const live = await participants();
  expect(live).toMatchObject([{ user_id: null }, { user_id: ids.untouched }]);
  await tournaments.sql(`update participants set user_id = $1 where user_id is null`, [ids.deleted]);
  await rebuild(tournaments, 'user-service');
  expect(await participants()).toEqual(live);
});

test('a deletion that can still be undone forgets nobody', async () => {
  await users.sql(`insert into deleted_users (id) values (4711)`);
  await users.sql(
    `insert into sagas (kind, subject, steps, data, deadline)
     values ('deletion', '4711', '{"credentials": "pending", "tournaments": "pending"}', '{}', now())`,
  );
  const page = await users.call('GET', '/internal/snapshot/users?after=deleted-0');
  const types = (id: number): string[] =>
    page.body.events
      .filter(({ subject }: { subject: string }) => subject === String(id))
      .map(({ type }: { type: string }) => type);
  expect(types(ids.deleted)).toEqual(['gym.user.deleted.v1', 'gym.user.forgotten.v1']);
  expect(types(4711)).toEqual(['gym.user.deleted.v1']);
  expect(page.body.next).toBeNull();
});

test('a snapshot goes page by page through those who are here and those who are gone', async () => {
  const seen: string[] = [];
  let after = '';
  for (let pages = 0; pages < 20; pages++) {
    const query: string = after === '' ? '' : `&after=${after}`;
    const { body } = await users.call('GET', `/internal/snapshot/users?limit=2${query}`);
    seen.push(...body.events.map(({ subject }: { subject: string }) => subject));
    if (body.next === null) break;
    after = body.next;
  }
  const all = await users.sql<{ id: number }>('select id from users union all select id from deleted_users');
  expect([...new Set(seen)].map(Number).toSorted((a, b) => a - b)).toEqual(
    all.map(({ id }) => id).toSorted((a, b) => a - b),
  );
});
