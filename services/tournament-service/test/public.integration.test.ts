import { publicApi, type tournamentsApi } from '@gym/contracts';
import { eventually, type Answer } from '../../../tests/support/service.js';
import { userEvents } from '@gym/contracts';
import { eventOf } from '../../../tests/support/service.js';
import { startWorld, type World } from './support.js';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.service.stop());

const look = (path: string, headers: Record<string, string> = {}): Promise<Answer> =>
  world.service.call('GET', `/api/public/tournaments${path}`, { headers });
const patch = (id: number, body: object): Promise<Answer> => world.call('PATCH', `/${id}`, world.trainer, body);
const parts = ['', '/bracket', '/participants', '/standings', '/ranks', '/schedule'];

describe('a tournament that everybody may watch', () => {
  test('is shown without a login, by slug and id, with names and nothing else of people', async () => {
    const id = await world.create({ slug: 'open-doors', description: 'Come and see.' });
    const question = { key: 'weight', label: 'Weight', type: 'number', required: true };
    expect((await patch(id, { questions: [question] })).status).toBe(200);
    const participants = [
      { name: 'Ann', user_id: 7001, answers: { weight: 61 } },
      { name: 'Bob', user_id: 7002, answers: { weight: 72 } },
    ];
    expect((await world.call('PUT', `/${id}/participants`, world.trainer, { participants })).status).toBe(200);
    const asks = { name: 'Cleo', answers: { weight: 55 } };
    expect((await world.call('POST', `/${id}/participants`, world.member(7003), asks)).status).toBe(201);
    expect((await world.call('POST', `/${id}/generate-bracket`, world.trainer)).status).toBe(200);
    const answers = await Promise.all(parts.map((part) => look(`/open-doors${part}`)));
    expect(answers.map(({ status }) => status)).toEqual(parts.map(() => 200));
    const [detail, bracket, people, standings, ranks] = answers.map(({ body }) => body);
    publicApi.publicTournamentDetail.strict().parse(detail);
    expect(publicApi.publicBracket.parse(bracket)).toEqual(bracket);
    expect(publicApi.publicStandings.parse(standings)).toEqual(standings);
    expect(publicApi.publicRanks.parse(ranks)).toEqual(ranks);
    expect(people.items.map(({ name }: { name: string }) => name)).toEqual(['Ann', 'Bob']);
    expect(bracket.participants.map(({ name }: { name: string }) => name).toSorted()).toEqual(['Ann', 'Bob']);
    expect(JSON.stringify(answers.map(({ body }) => body))).not.toMatch(/user_id|700\d|weight|answers|created_by|Cleo/);
    expect((await look(`/${id}`)).body).toEqual(detail);
  });

  test('has tables and ranks of every format', async () => {
    const { id, bracket } = await world.draw(3, { tournament_type: 'round_robin' });
    for (const match of bracket) await world.result(id, match.id, match.participant1?.id ?? 0);
    const { body } = await look(`/${id}/standings`);
    expect(body.draws[0].tables[0].rows).toHaveLength(3);
    const table = body.draws[0].tables[0];
    expect(body.draws[0].next_cursor).toBeNull();
    const named = `/${id}/standings?table=${table.table}&limit=2`;
    const [first] = (await look(named)).body.draws;
    const [last] = (await look(`${named}&cursor=${first.next_cursor}`)).body.draws;
    expect([...first.tables[0].rows, ...last.tables[0].rows]).toEqual(table.rows);
    expect([first.next_cursor, last.next_cursor]).toEqual(['2', null]);
    expect((await look(`/${id}/standings?cursor=2`)).status).toBe(422);
    const ranks = (await look(`/${id}/ranks`)).body.draws[0];
    expect(ranks.is_completed).toBe(true);
    expect(ranks.ranks).toHaveLength(3);
  });

  test('shows the tables of one category, if wanted', async () => {
    const id = await world.create({ tournament_type: 'round_robin' });
    const categories: number[] = [];
    for (const name of ['Light', 'Heavy']) {
      categories.push((await world.call('POST', `/${id}/categories`, world.trainer, { name })).body.id);
    }
    const participants = categories.flatMap((category_id) =>
      ['Ann', 'Bob'].map((name) => ({ name: `${name} of ${category_id}`, category_id })),
    );
    expect((await world.call('PUT', `/${id}/participants`, world.trainer, { participants })).status).toBe(200);
    for (const category_id of categories) {
      const drawn = await world.call('POST', `/${id}/generate-bracket`, world.trainer, { category_id });
      expect(drawn.status).toBe(200);
    }
    const all = (await look(`/${id}/standings`)).body.draws;
    expect(all.map((draw: { category_id: number }) => draw.category_id)).toEqual(categories);
    expect((await look(`/${id}/standings?category_id=${categories[1]}`)).body.draws).toEqual(all.slice(1));
    expect((await look(`/${id}/standings?category_id=2147483647`)).body.draws).toEqual([]);
  });

  test('shows empty parts before the draw', async () => {
    const id = await world.create();
    expect((await look(`/${id}/bracket`)).body).toMatchObject({ matches: [], participants: [] });
    expect((await look(`/${id}/standings`)).body.draws).toEqual([]);
    expect((await look(`/${id}/ranks`)).body.draws).toEqual([]);
  });

  test('is declared for the cache of the gateway, and has not changed for those who have it', async () => {
    const id = await world.create();
    for (const part of parts) {
      const { headers } = await look(`/${id}${part}`);
      expect(headers.get('x-gym-cache-tags')).toBe(`tournaments:${id}`);
      expect(headers.get('cache-control')).toBe('public, no-cache');
      const again = await look(`/${id}${part}`, { 'if-none-match': headers.get('etag') ?? '', 'cache-control': 'x' });
      expect([part, again.status]).toEqual([part, 304]);
    }
    expect((await look('')).headers.get('x-gym-cache-tags')).toBe('tournaments');
  });
});

test('drafts, tournaments for members and those that do not exist are the same to strangers', async () => {
  const draft = await world.create({ draft: true, slug: 'not-yet' });
  const members = await world.create({ visibility: 'members', slug: 'for-us' });
  for (const name of [draft, members, 'not-yet', 'for-us', 'nowhere', 2_147_483_647, '0', 'A B', '99999999999']) {
    for (const part of parts) {
      const { status, headers } = await look(`/${encodeURIComponent(name)}${part}`);
      expect([name, part, status]).toEqual([name, part, 404]);
      expect(headers.get('x-gym-cache-tags')).toBeNull();
    }
  }
  const { body } = await world.service.call('GET', `/internal/watchable-tournaments?ids=${draft},${members},1`);
  expect(body.ids).toEqual([1]);
});

describe('the list', () => {
  test('goes newest first through all pages, by phase if wanted, without drafts and those for members', async () => {
    const hidden = new Set([await world.create({ draft: true }), await world.create({ visibility: 'members' })]);
    const shown = [await world.create(), await world.create(), await world.create()];
    const { id: running } = await world.draw(2);
    const seen: number[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { status, body } = await look(`?limit=2${cursor}`);
      expect(status).toBe(200);
      seen.push(...publicApi.publicTournamentPage.parse(body).items.map(({ id }) => id));
      cursor = body.next_cursor === null ? null : `&cursor=${body.next_cursor}`;
    }
    expect(seen).toEqual(seen.toSorted((a, b) => b - a));
    expect(seen).toEqual(expect.arrayContaining([...shown, running]));
    expect(seen.filter((id) => hidden.has(id))).toEqual([]);
    const { body } = await look('?phase=running&limit=100');
    expect(new Set(body.items.map(({ phase }: tournamentsApi.Tournament) => phase))).toEqual(new Set(['running']));
  });

  test('refuses what it does not know, so that nobody fills the cache with names of one answer', async () => {
    const id = await world.create();
    for (const path of ['?x=1', '?limit=0', '?phase=draft', '?cursor=a', `/${id}?x=1`, `/${id}/bracket?x=1`]) {
      expect([path, (await look(path)).status]).toEqual([path, 422]);
    }
  });
});

describe('every change of what is shown is told', () => {
  /** Whoever writes gets an event with the tournament as its subject. */
  async function told(id: number, change: () => Promise<Answer | void>): Promise<string[]> {
    const before = (await world.events(id)).length;
    const [row] = await world.service.sql<{ version: number }>('select version from tournaments where id = $1', [id]);
    const answer = await change();
    expect(answer === undefined || answer.status < 300).toBe(true);
    await eventually('a new version', async () => {
      const rows = await world.service.sql('select from tournaments where id = $1 and version > $2', [
        id,
        row?.version,
      ]);
      return rows.length === 1;
    });
    return (await world.events(id)).slice(before).map(({ type }) => type);
  }

  test('also where no other event is about it', async () => {
    const { id, participants } = await world.filled(3);
    const changed = ['gym.tournament.changed.v1'];
    const order = () => world.call('PUT', `/${id}/seeding`, world.trainer, { method: 'random', random_seed: 7 });
    expect(await told(id, order)).toEqual(changed);
    const name = { name: 'Another name' };
    const rename = () => world.call('PATCH', `/${id}/participants/${participants[0]}`, world.trainer, name);
    expect(await told(id, rename)).toEqual(changed);
  });

  test('and where somebody is forgotten', async () => {
    const { id } = await world.filled(1);
    const entry = { participants: [{ name: 'Dora', user_id: 7100 }] };
    await world.call('PUT', `/${id}/participants`, world.trainer, entry);
    const forget = eventOf(userEvents.userForgotten, 'user-service', 7100, 1, { user_id: 7100 });
    expect(await told(id, async () => expect((await world.service.event('users', forget)).status).toBe(200))).toEqual([
      'gym.tournament.changed.v1',
    ]);
    expect(JSON.stringify((await look(`/${id}/participants`)).body)).not.toContain('Dora');
  });
});

describe('files for other programs', () => {
  const file = (name: number | string, path: string): Promise<Answer> => look(`/${name}/exports/${path}`);

  test('have the people, matches, tables and bracket of a draw, with names only', async () => {
    const { id, bracket } = await world.draw(3, { tournament_type: 'round_robin', slug: 'three-of-us' });
    await world.result(id, bracket[0]?.id ?? 0, bracket[0]?.participant1?.id ?? 0);
    const people = await file('three-of-us', 'participants.csv');
    expect(people.body.split('\r\n')).toEqual(['seed,entrant,left', '1,Guest 1,', '2,Guest 2,', '3,Guest 3,', '']);
    expect(people.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(people.headers.get('content-disposition')).toBe(`attachment; filename="tournament-${id}-participants.csv"`);
    expect(people.headers.get('x-gym-cache-tags')).toBe(`tournaments:${id}`);
    const lines = async (path: string): Promise<number> => (await file(id, path)).body.trim().split('\r\n').length;
    expect(await lines('matches.csv')).toBe(4);
    expect(await lines('standings.csv')).toBe(4);
    const model = (await file(id, 'brackets-model.json')).body;
    expect(model.participant.map(({ name }: { name: string }) => name)).toEqual(['Guest 1', 'Guest 2', 'Guest 3']);
    expect(model.match).toHaveLength(3);
    const own = await world.call('GET', `/${id}/exports/participants.csv`, world.member(9));
    expect([own.status, own.body]).toEqual([200, people.body]);
  });

  test('report Swiss rounds in the form that pairing programs of chess read', async () => {
    const { id } = await world.draw(4, { tournament_type: 'swiss' });
    const { status, body } = await file(id, 'trf16.txt');
    expect(status).toBe(200);
    expect(body).toMatch(/^012 Spring cup/);
    expect(body.match(/^001 /gm)).toHaveLength(4);
  });

  test('give calendars the tournament, moved and called off as it is', async () => {
    const id = await world.create();
    const before = (await file(id, 'calendar.ics')).body;
    expect(before).toContain('DTSTART:20260401T160000Z');
    expect((await file(id, 'calendar.ics')).body).toBe(before);
    await patch(id, { start_date: '2026-04-02T10:00:00Z' });
    const { body, headers } = await file(id, 'calendar.ics');
    expect(headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    expect(body).toContain('DTSTART:20260402T100000Z');
    expect(/UID:.*/.exec(body)?.[0]).toBe(/UID:.*/.exec(before)?.[0]);
    await world.call('POST', `/${id}/cancel`, world.trainer, { reason: 'It rains.' });
    expect((await file(id, 'calendar.ics')).body).toContain('STATUS:CANCELLED');
  });

  test('give calendars the planned matches, all or those of one participant', async () => {
    const { id, bracket } = await world.draw(4, { start_date: '2031-05-03T09:00:00Z' });
    const hours = { starts_at: '2031-05-03T09:00:00Z', ends_at: '2031-05-03T19:00:00Z' };
    const court = await world.call('POST', `/${id}/courts`, world.trainer, { name: 'Hall 2', open: [hours] });
    expect(court.status).toBe(201);
    expect((await world.call('POST', `/${id}/schedule/plan`, world.trainer, {})).status).toBe(200);
    const shown = (await look(`/${id}/schedule`)).body;
    expect(shown).toEqual((await world.call('GET', `/${id}/schedule`, world.member(9))).body);
    expect(shown.items).toHaveLength(bracket.length);
    const events = async (query: string): Promise<string[]> =>
      (await file(id, `calendar.ics${query}`)).body.split('BEGIN:VEVENT').slice(1);
    expect(await events('')).toHaveLength(bracket.length);
    const own = await events(`?participant_id=${bracket[0]?.participant1?.id}`);
    expect(own).toHaveLength(1);
    expect(own[0]).toMatch(/DTSTART:20310503T[^]*STATUS:CONFIRMED[^]*LOCATION:Hall 2/);
  });

  test('are refused where there is no such form, nothing drawn, or nothing to be seen', async () => {
    const { id } = await world.draw(4);
    const refused = async (path: string): Promise<[number, string]> => {
      const { status, body } = await look(path);
      return [status, body.type];
    };
    expect(await refused(`/${id}/exports/trf16.txt`)).toEqual([409, '/problems/no-such-form']);
    expect(await refused(`/${await world.create()}/exports/matches.csv`)).toEqual([409, '/problems/not-drawn']);
    expect(await refused(`/${id}/exports/secrets.txt`)).toEqual([404, '/problems/not-found']);
    const hidden = await world.create({ visibility: 'members' });
    expect(await refused(`/${hidden}/exports/calendar.ics`)).toEqual([404, '/problems/tournament-not-found']);
  });
});
