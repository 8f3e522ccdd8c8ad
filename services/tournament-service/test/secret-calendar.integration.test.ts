import { userEvents } from '@gym/contracts';
import { eventOf, type Answer } from '../../../tests/support/service.js';
import { startWorld, type World } from './support.js';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.service.stop());

const address = (method: string, user: number): Promise<Answer> =>
  world.call(method, '/calendar-address', world.member(user));
const read = (path: string): Promise<Answer> => world.service.call('GET', path);

async function newAddress(user: number): Promise<string> {
  const { status, body } = await address('POST', user);
  expect([status, body.path]).toEqual([201, expect.stringMatching(/^\/api\/public\/calendar\.ics\?secret=[\w-]{43}$/)]);
  return body.path;
}

/** For members only, with a plan. */
async function planned(users: number[]): Promise<number> {
  const fields = { visibility: 'members', start_date: '2031-05-03T09:00:00Z', name: 'For us' };
  const { id } = await world.drawMembers(users, fields);
  const open = [{ starts_at: '2031-05-03T09:00:00Z', ends_at: '2031-05-03T18:00:00Z' }];
  expect((await world.call('POST', `/${id}/courts`, world.trainer, { name: 'Court 1', open })).status).toBe(201);
  expect((await world.call('POST', `/${id}/schedule/plan`, world.trainer, {})).status).toBe(200);
  return id;
}

const summaries = ({ body }: Answer): string[] =>
  [...body.matchAll(/^SUMMARY:(.*)\r$/gm)].map(([, line]) => line ?? '');

describe('a secret address of a calendar', () => {
  test('shows the matches of its person in all their tournaments, also those for members, and of no one else', async () => {
    await planned([8101, 8102, 8103, 8104]);
    const waiting = await world.drawMembers([8101, 8105], { name: 'Not planned', start_date: '2031-06-01T09:00:00Z' });
    const mine = await read(await newAddress(8101));
    expect([mine.status, mine.headers.get('content-type')]).toEqual([200, 'text/calendar; charset=utf-8']);
    expect(summaries(mine)).toEqual(['Not planned', expect.stringContaining('Member 8101')]);
    expect(mine.body).toMatch(/^DESCRIPTION:For us\r$/m);
    expect(mine.body).toContain('LOCATION:Court 1');
    expect(summaries(await read(await newAddress(8105)))).toEqual(['Not planned']);
    expect(summaries(await read(await newAddress(8199)))).toEqual([]);
    expect((await world.call('POST', `/${waiting.id}/cancel`, world.trainer, { reason: 'Rain.' })).status).toBe(200);
    expect((await read(await newAddress(8105))).body).toContain('STATUS:CANCELLED');
  });

  test('shows a whole tournament for members, and no draft', async () => {
    const id = await planned([8111, 8112, 8113, 8114]);
    const draft = await world.create({ draft: true });
    const path = await newAddress(8119);
    expect(summaries(await read(`${path}&tournament_id=${id}`))).toHaveLength(3);
    for (const other of [draft, 2_147_483_647]) {
      expect((await read(`${path}&tournament_id=${other}`)).status).toBe(404);
    }
  });

  test('shows the matches of a team to everybody in it', async () => {
    const id = await world.create({ team: { min: 1, max: 3 }, start_date: '2031-05-03T09:00:00Z', name: 'Teams' });
    const roster = [
      { name: 'Cap', user_id: 8121, role: 'captain' },
      { name: 'Mate', user_id: 8122 },
    ];
    const participants = [{ name: 'Team', roster }];
    expect((await world.call('PUT', `/${id}/participants`, world.trainer, { participants })).status).toBe(200);
    expect(summaries(await read(await newAddress(8122)))).toEqual(['Teams']);
  });

  test('is shown once, renewed and ended by its person only, and kept as a hash', async () => {
    expect((await address('GET', 8131)).body).toEqual({ created_at: null });
    const first = await newAddress(8131);
    const again = await newAddress(8131);
    expect((await address('GET', 8131)).body).toEqual({ created_at: expect.stringMatching(/^20/) });
    expect((await read(first)).status).toBe(404);
    expect((await read(again)).status).toBe(200);
    expect((await address('DELETE', 8132)).status).toBe(200);
    expect((await read(again)).status).toBe(200);
    const secret = again.split('=')[1] ?? '';
    const kept = await world.service.sql(
      `select to_jsonb(row) as row from calendar_addresses row where user_id = 8131`,
    );
    expect(JSON.stringify(kept)).not.toContain(secret);
    expect((await address('DELETE', 8131)).status).toBe(200);
    expect((await read(again)).status).toBe(404);
    expect((await address('GET', 8131)).body).toEqual({ created_at: null });
    expect((await world.call('POST', '/calendar-address')).status).toBe(401);
  });

  test('is lost by whoever is banned, rejected or deleted', async () => {
    const standing = { version: 2, role: 'member' as const, is_approved: true, is_banned: true };
    const lost = [
      eventOf(userEvents.userBanned, 'user-service', 8141, 1, { ...standing, user_id: 8141, reason: null }),
      eventOf(userEvents.userRejected, 'user-service', 8142, 2, { ...standing, user_id: 8142, reason: 'No.' }),
      eventOf(userEvents.userDeleted, 'user-service', 8143, 3, { user_id: 8143, version: 3 }),
      eventOf(userEvents.userForgotten, 'user-service', 8144, 4, { user_id: 8144 }),
    ];
    const paths = await Promise.all([8141, 8142, 8143, 8144, 8145].map(newAddress));
    for (const event of lost)
      expect((await world.service.event('users', event)).body).toMatchObject({ status: 'SUCCESS' });
    const statuses = await Promise.all(paths.map(async (path) => (await read(path)).status));
    expect(statuses).toEqual([404, 404, 404, 404, 200]);
  });

  test('that nobody has is not there, whatever it looks like, and nothing of it is kept by the gateway', async () => {
    for (const secret of ['', 'x', 'x'.repeat(43), '%00', '%F0%9F%8E%BE']) {
      expect([secret, (await read(`/api/public/calendar.ics?secret=${secret}`)).status]).toEqual([secret, 404]);
    }
    expect((await read('/api/public/calendar.ics')).status).toBe(422);
    const { headers } = await read(await newAddress(8151));
    expect(headers.get('x-gym-cache-tags')).toBeNull();
    expect(headers.get('cache-control')).toBe('private, no-cache');
  });
});
