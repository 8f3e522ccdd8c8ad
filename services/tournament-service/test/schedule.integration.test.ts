import type { Answer } from '../../../tests/support/service.js';
import { startWorld, type World } from './support.js';

const minute = 60_000;
/** A day far away at nine, so that nothing of it is over. */
const day = '2031-05-03';
const nine = Date.parse(`${day}T09:00:00Z`);
const at = (minutes: number): string => new Date(nine + minutes * minute).toISOString();
const hours = { starts_at: at(0), ends_at: at(600) };

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.service.stop());

interface Day {
  id: number;
  courts: number[];
  participants: number[];
}

/** A drawn tournament with courts that are open from nine for ten hours; matches of 30 minutes, 10 minutes of rest. */
async function tournamentDay(guests: number, courts: number, fields: object = {}): Promise<Day> {
  const { id, participants } = await world.draw(guests, { start_date: at(0), ...fields });
  const ids: number[] = [];
  for (let number = 1; number <= courts; number += 1) {
    const answer = await world.call('POST', `/${id}/courts`, world.trainer, { name: `Court ${number}`, open: [hours] });
    expect(answer.status).toBe(201);
    ids.push(answer.body.id);
  }
  return { id, courts: ids, participants };
}

const plan = (id: number, body: object = {}): Promise<Answer> =>
  world.call('POST', `/${id}/schedule/plan`, world.trainer, body);
const replan = (id: number, body: object = {}): Promise<Answer> =>
  world.call('POST', `/${id}/schedule/replan`, world.trainer, body);
const move = (id: number, match: number, body: object): Promise<Answer> =>
  world.call('PATCH', `/${id}/schedule/${match}`, world.trainer, body);
async function play(id: number, command: object, options: object = {}): Promise<void> {
  expect(await world.call('POST', `/${id}/play`, world.trainer, { command, ...options })).toMatchObject({
    status: 200,
  });
}

interface Item {
  match_id: number;
  round: number;
  court: { id: number };
  starts_at: string;
  ends_at: string;
  is_locked: boolean;
  started_at: string | null;
  finished_at: string | null;
  participant1: { id: number; name: string } | null;
}
async function schedule(id: number, query = ''): Promise<Item[]> {
  const answer = await world.call('GET', `/${id}/schedule${query}`, world.member(9));
  expect(answer.status).toBe(200);
  return answer.body.items;
}

/** Of matches that are planned: none on one court at once. */
function expectOneAtATime(items: Item[]): void {
  for (const [index, one] of items.entries()) {
    for (const other of items.slice(index + 1)) {
      const isApart = one.ends_at <= other.starts_at || other.ends_at <= one.starts_at;
      expect(isApart || one.court.id !== other.court.id).toBe(true);
    }
  }
}

describe('a plan', () => {
  it('places all matches and says how early any plan could end', async () => {
    const { id } = await tournamentDay(8, 2);
    const answer = await plan(id);
    // Four first matches on two courts take an hour, then two more rounds with their rests.
    expect(answer).toMatchObject({
      status: 200,
      body: {
        placed: 7,
        unplaced: [],
        ends_at: at(140),
        makespan_minutes: 140,
        bound: { ends_at: at(140), minutes: 140 },
      },
    });
    const items = await schedule(id);
    expect(items).toHaveLength(7);
    expectOneAtATime(items);
    expect(items.map((item) => item.round)).toEqual([1, 1, 1, 1, 2, 2, 3]);
    expect(items[0]?.participant1).toEqual({ id: expect.any(Number), name: expect.stringContaining('Guest') });
  });

  it('can be looked at before it is adopted', async () => {
    const { id } = await tournamentDay(4, 1);
    expect((await plan(id, { preview: true })).body).toMatchObject({ is_preview: true, placed: 3 });
    expect(await schedule(id)).toEqual([]);
    expect((await world.events(id)).map(({ type }) => type)).not.toContain('gym.schedule.changed.v1');
  });

  it('is read day by day, court by court and page by page', async () => {
    const { id, courts } = await tournamentDay(8, 2);
    await plan(id);
    const [first = 0] = courts;
    expect(await schedule(id, '?day=2031-05-04')).toEqual([]);
    const ofCourt = await schedule(id, `?day=${day}&court_id=${first}`);
    expect(ofCourt.every((item) => item.court.id === first)).toBe(true);
    const all = await schedule(id);
    const pages: Item[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const query: string = cursor === '' ? '?limit=3' : `?limit=3&cursor=${cursor}`;
      const { body } = await world.call('GET', `/${id}/schedule${query}`, world.member(9));
      pages.push(...body.items);
      cursor = body.next_cursor;
    }
    expect(pages).toEqual(all);
    // In New York it is still the day before at three in the morning of London.
    const settings = { time_zone: 'America/New_York', starts_at: '2031-05-04T02:00:00Z' };
    await world.call('PUT', `/${id}/schedule/settings`, world.trainer, settings);
    await world.call('PATCH', `/${id}/courts/${first}`, world.trainer, {
      open: [{ starts_at: '2031-05-04T02:00:00Z', ends_at: '2031-05-04T09:00:00Z' }],
    });
    await plan(id);
    expect((await schedule(id, `?day=${day}`)).length).toBeGreaterThan(0);
  });

  it('keeps the lengths, rests, starts and courts of categories', async () => {
    const id = await world.create({ start_date: at(0), tournament_type: 'single_elimination' });
    const category = async (name: string): Promise<number> =>
      (await world.call('POST', `/${id}/categories`, world.trainer, { name })).body.id;
    const [open, masters] = [await category('Open'), await category('Masters')];
    for (const category_id of [open, masters]) {
      for (const name of ['A', 'B', 'C', 'D']) {
        await world.call('POST', `/${id}/participants/import`, world.trainer, {
          csv: `name,category\n${name}${category_id},${category_id === open ? 'Open' : 'Masters'}`,
        });
      }
    }
    expect((await world.call('POST', `/${id}/generate-bracket`, world.trainer)).status).toBe(200);
    const courts: number[] = [];
    for (const name of ['One', 'Two']) {
      courts.push((await world.call('POST', `/${id}/courts`, world.trainer, { name, open: [hours] })).body.id);
    }
    const [, second = 0] = courts;
    const settings = {
      categories: [{ category_id: masters, match_minutes: 45, rest_minutes: 20, starts_at: at(60), courts: [second] }],
    };
    expect((await world.call('PUT', `/${id}/schedule/settings`, world.trainer, settings)).status).toBe(200);
    expect((await plan(id)).body).toMatchObject({ placed: 6, unplaced: [] });
    const { body } = await world.call('GET', `/${id}/schedule`, world.member(9));
    const own = body.items.filter((item: { category_id: number }) => item.category_id === masters);
    // Two of 45 minutes, the rest, and the final.
    expect(own.map((item: Item) => [item.court.id, item.starts_at])).toEqual([
      [second, at(60)],
      [second, at(105)],
      [second, at(170)],
    ]);
  });

  it('heeds when people are there, which only they and staff may see', async () => {
    const { id, participants } = await tournamentDay(2, 1);
    const path = `/${id}/participants/${participants[0]}/availability`;
    const windows = [{ starts_at: at(120), ends_at: at(300) }];
    expect((await world.call('PUT', path, world.member(9), { windows })).status).toBe(403);
    expect((await world.call('PUT', path, world.trainer, { windows })).status).toBe(200);
    expect((await world.call('GET', path, world.member(9))).status).toBe(403);
    expect((await world.call('GET', path, world.trainer)).body).toEqual({ windows });
    await plan(id);
    expect((await schedule(id))[0]?.starts_at).toBe(at(120));
    await world.call('PUT', path, world.trainer, { windows: [{ starts_at: at(0), ends_at: at(20) }] });
    expect((await plan(id)).body).toMatchObject({ placed: 0, unplaced: [{ why: 'people' }] });
    expect(await schedule(id)).toEqual([]);
  });

  it('is made by staff, of something that is drawn, on courts that exist', async () => {
    const { id } = await world.filled(2);
    expect((await plan(id)).body.type).toBe('/problems/not-drawn');
    await world.call('POST', `/${id}/generate-bracket`, world.trainer);
    expect((await plan(id)).body.type).toBe('/problems/no-courts');
    expect((await world.call('POST', `/${id}/schedule/plan`, world.member(9), {})).status).toBe(403);
    expect((await world.call('POST', `/${id}/courts`, world.member(9), { name: 'X', open: [] })).status).toBe(403);
  });

  it('refuses settings that mean nothing, by field', async () => {
    const { id } = await tournamentDay(2, 1);
    const put = (body: object): Promise<Answer> => world.call('PUT', `/${id}/schedule/settings`, world.trainer, body);
    const pointers = async (body: object): Promise<string[]> => {
      const answer = await put(body);
      expect(answer.status).toBe(422);
      return answer.body.errors.map((fault: { pointer: string }) => fault.pointer);
    };
    expect(await pointers({ time_zone: 'Mars/Olympus' })).toEqual(['#/time_zone']);
    expect(await pointers({ categories: [{ category_id: 2_000_000_000, courts: [2_000_000_000] }] })).toEqual([
      '#/categories/0/category_id',
      '#/categories/0/courts',
    ]);
    expect((await world.call('GET', `/${id}/schedule/settings`, world.member(9))).body.time_zone).toBe('UTC');
  });
});

describe('a match that is dragged elsewhere', () => {
  it('is refused where another one is, whatever is forced', async () => {
    const { id } = await tournamentDay(4, 1);
    await plan(id);
    const [first, second] = await schedule(id);
    const answer = await move(id, first?.match_id ?? 0, { starts_at: second?.starts_at, force: true });
    expect(answer).toMatchObject({ status: 409, body: { type: '/problems/schedule-impossible' } });
    expect(answer.body.errors[0]).toMatchObject({ pointer: '#/court_id', message: expect.stringContaining('taken') });
    expect((await schedule(id))[0]).toEqual(first);
  });

  it('is refused before the match that feeds it has ended', async () => {
    const { id, courts } = await tournamentDay(4, 2);
    await plan(id);
    const final = (await schedule(id)).at(-1);
    const answer = await move(id, final?.match_id ?? 0, { starts_at: at(15), court_id: courts[1], force: true });
    expect(answer).toMatchObject({ status: 409, body: { type: '/problems/schedule-impossible' } });
  });

  it('can be forced where only rest is missing, and the schedule goes on naming that', async () => {
    const { id } = await tournamentDay(4, 2);
    await plan(id);
    const final = (await schedule(id)).at(-1);
    const match = final?.match_id ?? 0;
    const soft = await move(id, match, { starts_at: at(35) });
    expect(soft).toMatchObject({ status: 409, body: { type: '/problems/schedule-conflict' } });
    const preview = await move(id, match, { starts_at: at(35), preview: true });
    expect(preview.body.conflicts[0]).toMatchObject({ kind: 'order', is_hard: false, missing_minutes: 5 });
    expect((await schedule(id)).at(-1)?.starts_at).toBe(at(40));
    expect((await move(id, match, { starts_at: at(35), force: true, reason: 'The hall closes.' })).status).toBe(200);
    expect((await schedule(id)).at(-1)?.starts_at).toBe(at(35));
    const { body } = await world.call('GET', `/${id}/schedule/conflicts`, world.trainer);
    expect(body.items.map((item: { kind: string }) => item.kind)).toContain('order');
    const log = (await world.call('GET', `/${id}/log`, world.trainer)).body.items[0];
    expect(log).toMatchObject({
      kind: 'schedule.match-moved',
      reason: 'The hall closes.',
      affected: { matches: [match] },
    });
  });

  it('stays where it is locked when the rest is planned again', async () => {
    const { id } = await tournamentDay(8, 2);
    await plan(id);
    const [first] = await schedule(id);
    const match = first?.match_id ?? 0;
    expect((await move(id, match, { starts_at: at(300), is_locked: true, force: true })).status).toBe(409);
    const final = (await schedule(id)).at(-1)?.match_id ?? 0;
    expect((await move(id, final, { starts_at: at(400), is_locked: true })).status).toBe(200);
    expect((await plan(id)).body).toMatchObject({ placed: 7, ends_at: at(430), bound: { by: 'locks' } });
    expect((await schedule(id)).at(-1)).toMatchObject({ match_id: final, starts_at: at(400), is_locked: true });
  });
});

describe('the database', () => {
  it('refuses two matches on one court and a person in two matches, whoever writes them', async () => {
    const { id, courts } = await tournamentDay(3, 2, { tournament_type: 'round_robin' });
    await plan(id);
    const [one, two] = await schedule(id);
    const put = (court: number | undefined, start: string): Promise<unknown> =>
      world.service.sql(
        `update match_slots set court_id = $2, during = tstzrange($3, $3::timestamptz + '30 min')
        where match_id = $1`,
        [two?.match_id, court, start],
      );
    await expect(put(one?.court.id, one?.starts_at ?? '')).rejects.toThrow('match_slots_court');
    expect(courts).toHaveLength(2);
    await expect(
      world.service.sql(
        `update match_slot_people set during = tstzrange($2, $2::timestamptz + '30 min')
        where match_id = $1`,
        [two?.match_id, one?.starts_at],
      ),
    ).rejects.toThrow('match_slot_people_once');
  });
});

describe('a day that goes otherwise', () => {
  it('is planned again without a court that is lost, with the least change', async () => {
    const { id, courts } = await tournamentDay(16, 2);
    await plan(id);
    const before = await schedule(id);
    const [lost = 0, other = 0] = courts;
    const lost_courts = [{ court_id: lost, from: at(120) }];
    const preview = await replan(id, { preview: true, lost_courts });
    expect(preview.body).toMatchObject({ is_preview: true, unplaced: [] });
    expect(await schedule(id)).toEqual(before);
    const done = await replan(id, { lost_courts, reason: 'The roof leaks.' });
    expect(done.body.moved).toEqual(preview.body.moved);
    const after = await schedule(id);
    expectOneAtATime(after);
    expect(after.filter((item) => item.court.id === lost && item.ends_at > at(120))).toEqual([]);
    // Whoever could stay has stayed.
    const early = (items: Item[]): Item[] => items.filter((item) => item.ends_at <= at(120));
    expect(early(after).map(({ match_id }) => match_id)).toEqual(early(before).map(({ match_id }) => match_id));
    const { body } = await world.call('GET', `/${id}/courts`, world.member(9));
    expect(body.items).toMatchObject([
      { id: lost, open: [{ ends_at: at(120) }] },
      { id: other, open: [hours] },
    ]);
    const told = (await world.events(id)).filter(({ type }) => type === 'gym.schedule.changed.v1');
    expect(told).toHaveLength(2);
    expect(told[1]?.payload).toMatchObject({ moved: done.body.moved.length });
  });

  it('writes down when matches really begin and end, and tells from that when the others will', async () => {
    const { id } = await tournamentDay(4, 1);
    await plan(id);
    const [first, second, final] = await schedule(id);
    const [one, two] = [first?.match_id, second?.match_id];
    await play(id, { type: 'start', match_id: one });
    expect((await schedule(id, '')).find((item) => item.match_id === one)).toMatchObject({
      started_at: expect.any(String),
      finished_at: null,
    });
    await play(id, { type: 'report', match_id: one, winner_id: first?.participant1?.id });
    // As if it had begun late, and had taken twice the time.
    await world.service.sql('update match_slots set started_at = $2, finished_at = $3 where match_id = $1', [
      one,
      at(10),
      at(70),
    ]);
    const { body } = await world.call('GET', `/${id}/schedule/estimates`, world.member(9));
    expect(body.paces).toEqual([{ category_id: null, stage: 0, matches: 1, factor: 1 }]);
    expect(body.matches).toMatchObject([
      { match_id: two, starts_at: at(70), late_minutes: 40 },
      { match_id: final?.match_id },
    ]);
    const own = await world.call(
      'GET',
      `/${id}/schedule/estimates?participant_id=${second?.participant1?.id}`,
      world.member(9),
    );
    expect(own.body.participants).toEqual([
      {
        participant_id: second?.participant1?.id,
        certain: { match_id: two, starts_at: at(70) },
        possible: null,
      },
    ]);
    // The plan says so, too, once it is made again.
    const again = await replan(id);
    expect(again.body.moved[0]).toMatchObject({
      match_id: two,
      from: { starts_at: at(30) },
      to: { starts_at: at(70) },
    });
    expect((await plan(id)).body.type).toBe('/problems/already-begun');
    expect((await move(id, one ?? 0, { is_locked: true })).status).toBe(409);
  });

  it('takes the place away from a match that lost its result where another one is planned by now', async () => {
    const { id } = await tournamentDay(4, 1);
    await plan(id);
    const [first, second] = await schedule(id);
    const one = first?.match_id ?? 0;
    await play(id, { type: 'report', match_id: one, winner_id: first?.participant1?.id });
    // It was played before its time, so its place is free.
    expect((await move(id, second?.match_id ?? 0, { starts_at: at(0) })).status).toBe(200);
    await play(id, { type: 'clear', match_id: one }, { correct: true });
    expect((await schedule(id)).map((item) => item.match_id)).not.toContain(one);
    const again = await replan(id);
    expect(again.body).toMatchObject({ unplaced: [] });
    expect((await schedule(id)).map((item) => item.match_id)).toContain(one);
  });

  it('plans a next Swiss round into the gaps', async () => {
    const { id } = await tournamentDay(4, 1, { tournament_type: 'swiss', format: { rounds: 2 } });
    await plan(id);
    for (const item of await schedule(id)) {
      await play(id, { type: 'report', match_id: item.match_id, winner_id: item.participant1?.id });
    }
    await play(id, { type: 'next-round' });
    expect((await replan(id)).body).toMatchObject({ unplaced: [], placed: 2 });
    expect(await schedule(id)).toHaveLength(4);
  });

  it('keeps one plan when several people plan and report at once', async () => {
    const { id } = await tournamentDay(16, 3);
    const answers = await Promise.all([
      plan(id),
      plan(id),
      ...(await world.bracket(id)).slice(0, 4).map((match) => world.result(id, match.id, match.participant1?.id ?? 0)),
      plan(id),
    ]);
    expect(answers.filter((answer) => answer.status >= 500)).toEqual([]);
    expectOneAtATime(await schedule(id));
  });
});

describe('courts', () => {
  it('have names of their own and stay while matches are on them', async () => {
    const { id, courts } = await tournamentDay(2, 1);
    await plan(id);
    const twice = await world.call('POST', `/${id}/courts`, world.trainer, { name: 'court 1', open: [] });
    expect(twice.body.type).toBe('/problems/court-exists');
    const used = await world.call('DELETE', `/${id}/courts/${courts[0]}`, world.trainer);
    expect(used.body.type).toBe('/problems/court-used');
    const backwards = [{ starts_at: at(60), ends_at: at(0) }];
    const wrong = await world.call('PATCH', `/${id}/courts/${courts[0]}`, world.trainer, { open: backwards });
    expect(wrong).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/open/0/ends_at' }] } });
    const free = await world.call('POST', `/${id}/courts`, world.trainer, { name: 'Court 2', open: [] });
    expect((await world.call('DELETE', `/${id}/courts/${free.body.id}`, world.trainer)).status).toBe(200);
    expect((await world.call('DELETE', `/${id}`, world.trainer)).status).toBe(200);
  });
});
