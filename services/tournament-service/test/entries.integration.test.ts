import type { tournamentsApi } from '@gym/contracts';
import { eventually, type Answer } from '../../../tests/support/service.js';
import { startWorld, statuses, type World } from './support.js';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.service.stop());

type Participant = tournamentsApi.Participant;
const at = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString();
const open = { approval: 'automatic', waiting_list: true };
const join = (id: number, user: number, more: object = {}): Promise<Answer> =>
  world.call('POST', `/${id}/participants`, world.member(user), { name: `P${user}`, ...more });
const act = (id: number, participant: number, what: string, token = world.trainer, body?: object): Promise<Answer> =>
  world.call('PATCH', `/${id}/participants/${participant}/${what}`, token, body ?? {});
const all = async (id: number): Promise<Participant[]> =>
  (await world.call('GET', `/${id}/participants?limit=1000`, world.trainer)).body.items;
const names = async (id: number, status: string): Promise<string[]> =>
  (await all(id)).filter((row) => row.status === status).map((row) => row.name);
const types = async (id: number): Promise<string[]> =>
  (await world.events(id)).map(({ type }) => type.replace(/^gym\.|\.v1$/g, ''));

/** Users 1 to `count` enter one after the other. @returns participant ids */
async function joined(id: number, count: number): Promise<number[]> {
  const ids: number[] = [];
  for (let user = 1; user <= count; user++) ids.push((await join(id, 100 + user)).body.participant.id);
  return ids;
}

describe('the waiting list', () => {
  it('takes who finds no place, and moves up when somebody leaves, in one step', async () => {
    const id = await world.create({ ...open, max_participants: 2 });
    const [first = 0, , third = 0] = await joined(id, 4);
    expect(await names(id, 'waitlisted')).toEqual(['P103', 'P104']);
    expect(await act(id, first, 'withdraw', world.member(101))).toMatchObject({
      status: 200,
      body: { participant: { status: 'withdrawn' } },
    });
    expect(await names(id, 'approved')).toEqual(['P102', 'P103']);
    expect((await types(id)).slice(-2)).toEqual(['participant.withdrawn', 'participant.moved-up']);
    expect((await world.events(id)).at(-1)?.payload).toMatchObject({
      participant: { participant_id: third, user_id: 103 },
      user_ids: [103],
    });
    expect((await world.call('GET', `/${id}/log`, world.trainer)).body.items[0]).toMatchObject({
      kind: 'participant.left',
      actor_id: 101,
      payload: { participant_id: first, moved_up: [third] },
    });
  });

  it('moves up when there are more places', async () => {
    const id = await world.create({ ...open, max_participants: 2 });
    await joined(id, 5);
    expect((await world.call('PATCH', `/${id}`, world.trainer, { max_participants: 4 })).status).toBe(200);
    expect(await names(id, 'waitlisted')).toEqual(['P105']);
    expect(await world.call('PATCH', `/${id}`, world.trainer, { waiting_list: false })).toMatchObject({
      status: 409,
      body: { type: '/problems/people-waiting' },
    });
  });

  it('is where an approval leads when the tournament is full', async () => {
    const id = await world.create({ waiting_list: true, max_participants: 2 });
    const ids = await joined(id, 3);
    expect(await names(id, 'pending')).toHaveLength(3);
    for (const participant of ids) expect((await act(id, participant, 'approve')).status).toBe(200);
    expect(await names(id, 'waitlisted')).toEqual(['P103']);
  });

  it('keeps its numbers whatever people do at once', async () => {
    const id = await world.create({ ...open, max_participants: 5 });
    const entered = await Promise.all(Array.from({ length: 14 }, (_item, index) => join(id, 200 + index)));
    expect(statuses(entered)).toEqual(Array(14).fill(201));
    expect(await names(id, 'approved')).toHaveLength(5);
    const leave = (answer: Answer, index: number) =>
      act(id, answer.body.participant.id, 'withdraw', world.member(200 + index));
    await Promise.all([
      ...entered.slice(0, 8).map(leave),
      join(id, 300),
      join(id, 301),
      join(id, 301),
      leave(entered[0] as Answer, 0),
    ]);
    const rows = await all(id);
    const count = (status: string) => rows.filter((row) => row.status === status).length;
    expect([count('approved'), count('waitlisted'), count('withdrawn')]).toEqual([5, 3, 8]);
    expect((await world.call('GET', `/${id}`, world.trainer)).body.participant_count).toBe(5);
    const users = rows.map((row) => row.user_id);
    expect(new Set(users).size).toBe(users.length);
  });
});

describe('people', () => {
  it('are refused with a reason that nobody else sees, and stay out unless staff take them in', async () => {
    const id = await world.create();
    const [participant = 0] = await joined(id, 1);
    expect((await act(id, participant, 'reject', world.trainer, {})).status).toBe(422);
    expect((await act(id, participant, 'reject', world.member(101), { reason: 'No' })).status).toBe(403);
    expect((await act(id, participant, 'reject', world.trainer, { reason: 'Under age' })).status).toBe(200);
    const shown = async (token: string) => (await world.call('GET', `/${id}/participants/${participant}`, token)).body;
    expect((await shown(world.member(101))).reason).toBe('Under age');
    expect(await shown(world.member(102))).toMatchObject({ reason: null, answers: null, status: 'rejected' });
    expect((await world.call('GET', `/${id}/participants`, world.trainer)).body).toEqual([]);
    expect((await join(id, 101)).status).toBe(409);
    expect((await act(id, participant, 'approve')).status).toBe(400);
    expect((await act(id, participant, 'reinstate')).body.participant.status).toBe('approved');
  });

  it('leave by their own entry only, and come back to the end of the line', async () => {
    const id = await world.create({ ...open, max_participants: 2 });
    const [first = 0] = await joined(id, 3);
    expect(await act(id, first, 'withdraw', world.member(102))).toMatchObject({
      status: 403,
      body: { type: '/problems/not-your-entry' },
    });
    await act(id, first, 'withdraw', world.member(101));
    const again = await join(id, 101);
    expect(again).toMatchObject({ status: 201, body: { participant: { id: first, status: 'waitlisted' } } });
    expect((await act(id, first, 'disqualify', world.trainer, { reason: 'Doping' })).status).toBe(409);
  });

  it('are substituted until their first match, with their seed', async () => {
    const { id, participants, bracket } = await world.draw(4);
    const [one = 0, , , four = 0] = participants;
    const change = { name: 'Sub', user_id: 400, reason: 'Hurt' };
    expect(await act(id, one, 'substitute', world.trainer, change)).toMatchObject({
      status: 200,
      body: { participant: { id: one, name: 'Sub', user_id: 400, seed: 1 } },
    });
    expect((await act(id, four, 'substitute', world.trainer, change)).status).toBe(409);
    await world.result(id, bracket[0]?.id ?? 0, one);
    expect(await act(id, one, 'substitute', world.trainer, { name: 'Late' })).toMatchObject({
      status: 409,
      body: { type: '/problems/has-played' },
    });
  });

  it('enter while registration is open; staff put late ones in', async () => {
    const later = await world.create({ registration_opens_at: at(10) });
    expect(await join(later, 101)).toMatchObject({ status: 409, body: { type: '/problems/registration-not-open' } });
    const over = await world.create({ registration_closes_at: at(-1) });
    expect(await join(over, 101)).toMatchObject({ status: 409, body: { type: '/problems/registration-closed' } });
    const late = await world.call('PUT', `/${over}/participants`, world.trainer, { participants: [{ name: 'Late' }] });
    expect(late.status).toBe(200);
  });

  it('are found by name and standing, page by page', async () => {
    const { id } = await world.filled(7);
    const page = async (query: string): Promise<{ items: Participant[]; next_cursor: string | null }> =>
      (await world.call('GET', `/${id}/participants?${query}`, world.member(9))).body;
    expect((await page('q=GUEST 3')).items.map(({ name }) => name)).toEqual(['Guest 3']);
    expect((await page('q=%25')).items).toEqual([]);
    expect((await page('status=pending')).items).toEqual([]);
    const seen: string[] = [];
    for (let cursor: string | null = '0'; cursor !== null;) {
      const { items, next_cursor } = await page(`limit=3${cursor === '0' ? '' : `&cursor=${cursor}`}`);
      seen.push(...items.map(({ name }) => name));
      cursor = next_cursor;
    }
    expect(seen).toHaveLength(7);
    expect((await world.call('GET', `/${id}/participants?status=gone`, world.trainer)).status).toBe(400);
  });
});

describe('check-in', () => {
  const window = { check_in_opens_at: at(-30), check_in_closes_at: at(30) };
  const checkIn = (id: number, participant: number, token: string) =>
    world.call('PUT', `/${id}/participants/${participant}/check-in`, token);
  const end = (id: number) =>
    world.service.sql(`update tournaments set check_in_closes_at = now() - interval '1 second' where id = $1`, [id]);

  it('ends by itself: who is not there drops out, and who waits and is there moves up first', async () => {
    const id = await world.create({ ...open, ...window, max_participants: 2 });
    const [one = 0, two = 0, , four = 0] = await joined(id, 4);
    expect((await checkIn(id, one, world.member(102))).status).toBe(403);
    expect(await checkIn(id, one, world.member(101))).toMatchObject({
      status: 200,
      body: { participant: { checked_in_at: expect.any(String) } },
    });
    expect((await checkIn(id, one, world.member(101))).status).toBe(200);
    expect((await checkIn(id, four, world.trainer)).status).toBe(200);
    expect(await world.call('POST', `/${id}/generate-bracket`, world.trainer)).toMatchObject({
      status: 409,
      body: { type: '/problems/check-in-open' },
    });
    await end(id);
    await eventually('the end of the check-in', async () => (await names(id, 'dropped')).length > 0);
    expect(await names(id, 'approved')).toEqual(['P101', 'P104']);
    expect(await names(id, 'dropped')).toEqual(['P102']);
    expect((await types(id)).slice(-2)).toEqual(['participant.dropped', 'participant.moved-up']);
    expect((await world.call('GET', `/${id}/log`, world.trainer)).body.items[0]).toMatchObject({
      kind: 'check-in.settled',
      actor_id: null,
      payload: { dropped: [two], moved_up: [four] },
    });
    expect((await checkIn(id, one, world.member(101))).status).toBe(409);
  });

  it('that is over is settled before anything else happens, and only once', async () => {
    const id = await world.create({ ...open, ...window, max_participants: 4 });
    const [one = 0, two = 0] = await joined(id, 3);
    for (const participant of [one, two]) await checkIn(id, participant, world.trainer);
    await end(id);
    const answers = await Promise.all(
      [1, 2, 3].map(() => world.call('POST', `/${id}/generate-bracket`, world.trainer)),
    );
    expect(statuses(answers)).toEqual([200, 409, 409]);
    expect(await names(id, 'dropped')).toEqual(['P103']);
    expect((await types(id)).filter((type) => type === 'participant.dropped')).toHaveLength(1);
  });

  it('that cannot end holds up no other', async () => {
    const stuck = await world.create({ ...open, ...window });
    const id = await world.create({ ...open, ...window });
    await joined(id, 1);
    await world.service.sql(
      `alter table tournaments add constraint stuck check (id <> ${stuck} or check_in_settled_at is null)`,
    );
    for (const ended of [stuck, id]) await end(ended);
    await eventually('the end of the other one', async () => (await names(id, 'dropped')).length > 0);
    await world.service.sql('alter table tournaments drop constraint stuck');
  });

  it('needs a window', async () => {
    const id = await world.create(open);
    const [one = 0] = await joined(id, 1);
    expect(await checkIn(id, one, world.trainer)).toMatchObject({
      status: 409,
      body: { type: '/problems/no-check-in' },
    });
    const early = await world.create({ ...open, check_in_opens_at: at(10), check_in_closes_at: at(20) });
    const [two = 0] = await joined(early, 1);
    expect(await checkIn(early, two, world.member(101))).toMatchObject({
      status: 409,
      body: { type: '/problems/check-in-not-open' },
    });
    expect((await checkIn(early, two, world.trainer)).status).toBe(200);
    const undo = await world.call('DELETE', `/${early}/participants/${two}/check-in`, world.trainer);
    expect(undo.body.participant.checked_in_at).toBeNull();
  });
});

describe('categories', () => {
  const questions = [{ type: 'choice', key: 'sex', label: 'Sex', required: true, options: ['f', 'm'] }];
  const rule = (value: string) => [{ kind: 'choice', question: 'sex', values: [value] }];

  it('have their own places, waiting line and draw', async () => {
    const id = await world.create({ ...open, questions });
    const add = (name: string, value: string, max: number | null) =>
      world.call('POST', `/${id}/categories`, world.trainer, { name, rules: rule(value), max_participants: max });
    const women = (await add('Women', 'f', 2)).body.id;
    const men = (await add('Men', 'm', null)).body.id;
    expect((await add('women', 'f', 2)).status).toBe(409);
    expect((await add('X', 'x', 2)).status).toBe(422);
    expect((await join(id, 101)).status).toBe(400);
    const sexes = ['f', 'f', 'f', 'm', 'm'];
    const entered = await Promise.all(sexes.map((sex, index) => join(id, 110 + index, { answers: { sex } })));
    const rows = entered.map((answer) => answer.body.participant as Participant);
    expect(rows.map((row) => row.category_id)).toEqual([women, women, women, men, men]);
    expect(rows.filter((row) => row.status === 'waitlisted').map((row) => row.category_id)).toEqual([women]);
    const wrong = await join(id, 120, { answers: { sex: 'm' }, category_id: women });
    expect(wrong).toMatchObject({ status: 400, body: { type: '/problems/category-not-allowed' } });
    expect((await world.call('DELETE', `/${id}/categories/${men}`, world.trainer)).status).toBe(409);

    const drawn = await world.call('POST', `/${id}/generate-bracket`, world.trainer);
    expect(drawn).toMatchObject({ status: 200, body: { rounds: 1, matches: 2 } });
    const matches = await world.bracket(id);
    expect(matches.map((match) => match.category_id)).toEqual([women, men]);
    for (const match of matches) await world.result(id, match.id, match.participant1?.id ?? 0);
    expect((await world.call('GET', `/${id}`, world.trainer)).body.phase).toBe('completed');
    const kinds = (await types(id)).filter((type) => type.endsWith('completed'));
    expect(kinds).toEqual(['category.completed', 'category.completed', 'tournament.completed']);
  });

  it('are changed with their entries: a freed place goes to who waits', async () => {
    const id = await world.create({ ...open, questions });
    const add = async (name: string, max: number) =>
      (await world.call('POST', `/${id}/categories`, world.trainer, { name, max_participants: max })).body.id;
    const [first, second] = [await add('Rx', 2), await add('Scaled', 5)];
    const answers = { sex: 'f' };
    const ids: number[] = [];
    for (const user of [1, 2, 3]) ids.push((await join(id, user, { answers, category_id: first })).body.participant.id);
    expect(await names(id, 'waitlisted')).toEqual(['P3']);
    const path = `/${id}/participants/${ids[0]}`;
    const moved = await world.call('PATCH', path, world.member(1), { category_id: second });
    expect(moved).toMatchObject({ status: 200, body: { participant: { category_id: second, status: 'approved' } } });
    expect(await names(id, 'waitlisted')).toEqual([]);
    const { categories, participant_count } = (await world.call('GET', `/${id}`, world.trainer)).body;
    expect(participant_count).toBe(3);
    expect(categories.map((item: { participant_count: number }) => item.participant_count)).toEqual([2, 1]);
  });
});

describe('teams', () => {
  it('have people of their own, one captain, and are complete when they check in', async () => {
    const id = await world.create({
      ...open,
      team: { min: 2, max: 2, reserves: 1 },
      check_in_opens_at: at(-5),
      check_in_closes_at: at(5),
    });
    const team = (await join(id, 101)).body.participant.id;
    const roster = (members: object[], token = world.member(101), of = team) =>
      world.call('PUT', `/${id}/participants/${of}/roster`, token, { members });
    const check = () => world.call('PUT', `/${id}/participants/${team}/check-in`, world.member(101));
    expect(await check()).toMatchObject({ status: 409, body: { type: '/problems/roster-incomplete' } });
    const captain = { name: 'Ann', user_id: 101, role: 'captain' };
    expect((await roster([captain, { name: 'Bob' }, { name: 'Cid' }])).status).toBe(422);
    expect((await roster([captain, { name: 'Bob', user_id: 102 }], world.member(102))).status).toBe(403);
    expect((await roster([captain, { name: 'Bob', user_id: 102 }, { name: 'Cid', role: 'reserve' }])).status).toBe(200);
    expect((await world.call('GET', `/${id}/participants/${team}`, world.member(9))).body.roster).toHaveLength(3);
    expect((await check()).status).toBe(200);
    expect(await join(id, 102)).toMatchObject({ status: 409, body: { type: '/problems/already-in' } });
    expect((await world.events(id)).at(-1)?.payload['user_ids']).toEqual([101, 102]);
    await act(id, team, 'withdraw');
    expect((await join(id, 102)).status).toBe(201);
  });
});

describe('an import', () => {
  const send = (id: number, what: string, csv: string) =>
    world.call('POST', `/${id}/participants/import${what}`, world.trainer, { csv });

  it('says first what it would do, and then does all of it', async () => {
    const id = await world.create({ waiting_list: true, max_participants: 2 });
    const csv = 'name;user_id;seed\nAnn;1;2\nBob;;1\nCid;3;';
    expect(await send(id, '/preview', csv)).toMatchObject({
      status: 200,
      body: { rows: 3, approved: 2, waitlisted: 1, faults: [], fault_count: 0 },
    });
    expect((await world.call('GET', `/${id}`, world.trainer)).body.version).toBe(1);
    expect(await send(id, '', csv)).toMatchObject({ status: 201, body: { approved: 2, waitlisted: 1 } });
    const order = (await world.call('GET', `/${id}/seeding`, world.trainer)).body.items;
    expect(order.map((item: { name: string }) => item.name)).toEqual(['Bob', 'Ann']);
  });

  it('with a fault imports nothing, and names line and column', async () => {
    const id = await world.create({ max_participants: 3 });
    await world.call('PUT', `/${id}/participants`, world.trainer, { participants: [{ name: 'Ann', user_id: 1 }] });
    const csv = 'name,user_id,category\nAnn,1,\n,2,\nCid,3,Men\nDot,4,\nEve,5,\nFay,6,';
    const preview = (await send(id, '/preview', csv)).body;
    expect(preview.faults.map(({ line, column }: { line: number; column: string }) => [line, column])).toEqual([
      [2, 'user_id'],
      [3, 'name'],
      [4, null],
      [7, null],
    ]);
    const refused = await send(id, '', csv);
    expect(refused).toMatchObject({
      status: 422,
      body: {
        errors: expect.arrayContaining([{ pointer: '#/csv', message: expect.stringContaining('line 3, name') }]),
      },
    });
    expect(await all(id)).toHaveLength(1);
    expect((await world.call('POST', `/${id}/participants/import`, world.member(9), { csv })).status).toBe(403);
  });
});

describe('the order of the draw', () => {
  it('is by entry, as told, or by chance around locked places, and is what is drawn', async () => {
    const { id, participants } = await world.filled(6);
    const set = (body: object) => world.call('PUT', `/${id}/seeding`, world.trainer, body);
    const order = async (): Promise<number[]> =>
      (await world.call('GET', `/${id}/seeding`, world.trainer)).body.items.map(
        (item: { participant_id: number }) => item.participant_id,
      );
    expect(await order()).toEqual(participants);
    const [first = 0, second = 0, ...rest] = participants;
    const told = [{ participant_id: second, locked: true }, { participant_id: first }];
    expect((await set({ method: 'manual', order: told })).status).toBe(200);
    expect(await order()).toEqual([second, first, ...rest]);
    expect((await set({ method: 'manual', order: [{ participant_id: 999_999 }] })).status).toBe(400);
    expect((await set({ method: 'rating' })).status).toBe(422);
    expect((await set({ method: 'random', random_seed: 7 })).status).toBe(200);
    const drawnByChance = await order();
    expect(drawnByChance[0]).toBe(second);
    await set({ method: 'random', random_seed: 7 });
    expect(await order()).toEqual(drawnByChance);
    await world.call('POST', `/${id}/generate-bracket`, world.trainer);
    const seeds = (await all(id)).toSorted((a, b) => (a.seed ?? 0) - (b.seed ?? 0)).map((row) => row.id);
    expect(seeds).toEqual(drawnByChance);
  });
});
