import { userEvents, type tournamentLogApi } from '@gym/contracts';
import { eventOf } from '../../../tests/support/service.js';
import { startWorld, statuses, type World } from './support.js';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.service.stop());

const versionOf = async (id: number): Promise<number> =>
  (await world.call('GET', `/${id}`, world.trainer)).body.version;
const enter = (id: number, name: string, ifMatch?: string) =>
  world.call(
    'PUT',
    `/${id}/participants`,
    world.trainer,
    { participants: [{ name }] },
    ifMatch ? { 'if-match': ifMatch } : {},
  );
const log = async (id: number): Promise<tournamentLogApi.LogEntry[]> =>
  (await world.call('GET', `/${id}/log?limit=200`, world.trainer)).body.items.toReversed();

describe('the version of a tournament', () => {
  it('is its entity tag on every read, and on the answer of every write', async () => {
    const id = await world.create();
    for (const path of ['', '/participants', '/bracket', '/brackets', '/log']) {
      const answer = await world.call('GET', `/${id}${path}`, world.trainer);
      expect([path, answer.headers.get('etag')]).toEqual([path, '"1"']);
    }
    expect((await enter(id, 'Ann')).headers.get('etag')).toBe('"2"');
    expect(await versionOf(id)).toBe(2);
  });

  it('lets a reader who has it already go without the body', async () => {
    const id = await world.create();
    // Without its own cache-control, fetch would ask for a fresh answer.
    const read = (tag: string) => {
      const headers = { 'if-none-match': tag, 'cache-control': 'max-age=0' };
      return world.call('GET', `/${id}/bracket`, world.trainer, undefined, headers);
    };
    expect(await read('"1"')).toMatchObject({ status: 304, body: '' });
    expect((await read('"2"')).status).toBe(200);
  });

  it('keeps a write that was meant for another one out, and says which is the present one', async () => {
    const id = await world.create();
    expect((await enter(id, 'Ann', '"1"')).status).toBe(200);
    const late = await enter(id, 'Bob', '"1"');
    expect(late).toMatchObject({ status: 412, body: { type: '/problems/version-changed', version: 2 } });
    expect(late.headers.get('etag')).toBe('"2"');
    expect((await world.call('GET', `/${id}/participants`, world.trainer)).body).toHaveLength(1);
    for (const tag of ['"2"', '"1", "3"', 'W/"4"', '*'])
      expect([tag, (await enter(id, 'Eve', tag)).status]).toEqual([tag, 200]);
    expect(await enter(id, 'Eve', '7')).toMatchObject({ status: 400, body: { type: '/problems/invalid-if-match' } });
    expect((await enter(id, 'Eve')).status).toBe(200);
  });

  it('lets one of many writers who saw the same version through', async () => {
    const id = await world.create();
    const answers = await Promise.all(Array.from({ length: 8 }, (_item, index) => enter(id, `P${index}`, '"1"')));
    expect(statuses(answers)).toEqual([200, ...Array(7).fill(412)]);
    expect(await versionOf(id)).toBe(2);
  });

  it('stays when nothing is changed', async () => {
    const { id, bracket } = await world.draw(2);
    const winner = bracket[0]?.participant1?.id ?? 0;
    await world.result(id, bracket[0]?.id ?? 0, winner, '2:1');
    const before = await versionOf(id);
    expect((await world.result(id, bracket[0]?.id ?? 0, winner, '2:1')).status).toBe(200);
    expect((await world.result(id, bracket[0]?.id ?? 0, 999)).status).toBe(400);
    expect(await versionOf(id)).toBe(before);
  });
});

describe('the log of a tournament', () => {
  it('says who did what, without a gap, also when many write at once', async () => {
    const { id, bracket } = await world.draw(8);
    const first = bracket.filter(({ round }) => round === 1);
    await Promise.all(first.map((match) => world.result(id, match.id, match.participant1?.id ?? 0, '2:0')));
    const entries = await log(id);
    expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_entry, index) => index + 1));
    expect(entries.at(-1)?.seq).toBe(await versionOf(id));
    expect(entries.slice(0, 3)).toMatchObject([
      { kind: 'tournament.created', actor_id: 2, schema_version: 1, reason: null },
      { kind: 'participants.entered', affected: { participants: expect.any(Array) } },
      { kind: 'bracket.drawn', payload: { seeds: expect.any(Array) } },
    ]);
    const results = entries.slice(3).map(({ payload }) => payload['match_id']);
    expect(new Set(results)).toEqual(new Set(first.map((match) => match.id)));
  });

  it('is read page by page, by staff only', async () => {
    const { id } = await world.draw(3);
    expect((await world.call('GET', `/${id}/log`, world.member(9))).status).toBe(403);
    const seqs: number[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: { items: { seq: number }[]; next_cursor: string | null } = (
        await world.call('GET', `/${id}/log?limit=1${cursor && `&cursor=${cursor}`}`, world.trainer)
      ).body;
      seqs.push(...page.items.map(({ seq }) => seq));
      cursor = page.next_cursor;
    }
    expect(seqs).toEqual([3, 2, 1]);
    expect((await world.call('GET', `/${id}/log?limit=201`, world.trainer)).status).toBe(422);
  });

  it('cannot be changed, and goes with its tournament', async () => {
    const id = await world.create();
    const change = (sql: string) => world.service.sql(sql, [id]);
    await expect(change(`update tournament_log set kind = 'x' where tournament_id = $1`)).rejects.toThrow('appended');
    await expect(change('update tournament_log set actor_id = 3 where tournament_id = $1')).rejects.toThrow('appended');
    await expect(change('delete from tournament_log where tournament_id = $1')).rejects.toThrow('appended');
    expect((await world.call('DELETE', `/${id}`, world.trainer)).status).toBe(200);
    expect(await change('select 1 from tournament_log where tournament_id = $1')).toEqual([]);
  });

  it('keeps what a deleted user did, and forgets who it was', async () => {
    const token = world.service.tokenFor({ id: 801, role: 'trainer' });
    const id = await world.create({}, token);
    await world.call('POST', `/${id}/participants`, token, { name: 'Coach' });
    const event = eventOf(userEvents.userForgotten, 'user-service', 801, 1, { user_id: 801 });
    expect((await world.service.event('users', event)).status).toBe(200);
    const entries = await log(id);
    expect(entries.map(({ kind, actor_id }) => [kind, actor_id])).toEqual([
      ['tournament.created', null],
      ['participants.entered', null],
      ['participant.forgotten', null],
    ]);
    expect(await versionOf(id)).toBe(3);
  });
});
