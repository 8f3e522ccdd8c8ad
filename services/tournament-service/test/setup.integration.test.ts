import { startWorld, statuses, type World } from './support.js';

let world: World;
let other: string;
beforeAll(async () => {
  world = await startWorld();
  other = world.service.tokenFor({ id: 3, role: 'trainer' });
});
afterAll(() => world.service.stop());

const soon = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString();
const types = async (id: number): Promise<string[]> => (await world.events(id)).map(({ type }) => type);

describe('a draft', () => {
  it('is seen by staff only, until it is published', async () => {
    const id = await world.create({ draft: true });
    const member = world.member(9);
    const listed = async (token: string): Promise<number[]> =>
      (await world.call('GET', '?limit=100', token)).body.items.map((item: { id: number }) => item.id);
    expect(await world.call('GET', `/${id}`, world.trainer)).toMatchObject({
      body: { phase: 'draft', status: 'setup' },
    });
    expect((await world.call('GET', `/${id}`, member)).status).toBe(404);
    expect((await world.call('POST', `/${id}/participants`, member, { name: 'Ann' })).status).toBe(404);
    expect([(await listed(member)).includes(id), (await listed(other)).includes(id)]).toEqual([false, true]);
    expect((await world.call('POST', `/${id}/publish`, other)).status).toBe(403);
    expect(await world.call('POST', `/${id}/publish`, world.trainer)).toMatchObject({
      status: 200,
      body: { tournament: { phase: 'published', version: 2 } },
    });
    expect((await world.call('POST', `/${id}/publish`, world.trainer)).status).toBe(409);
    expect(await listed(member)).toContain(id);
    expect(await types(id)).toEqual(['gym.tournament.created.v1', 'gym.tournament.published.v1']);
  });
});

describe('settings', () => {
  it('are changed by the trainer of a tournament, its organisers and admins', async () => {
    const id = await world.create();
    const patch = (token: string, body: object) => world.call('PATCH', `/${id}`, token, body);
    expect((await patch(other, { name: 'Mine' })).status).toBe(403);
    expect((await patch(world.member(9), { name: 'Mine' })).status).toBe(403);
    expect(await patch(world.trainer, { description: 'Two\nlines', venue: 'Hall 1' })).toMatchObject({
      status: 200,
      body: { tournament: { version: 2 } },
    });
    const grant = { role: 'organiser', name: 'Tom' };
    expect((await world.call('PUT', `/${id}/staff/3`, world.trainer, grant)).status).toBe(200);
    expect((await patch(other, { name: 'Ours' })).status).toBe(200);
    expect((await patch(world.admin, { prizes: [{ rank: 1, prize: 'A cup' }] })).status).toBe(200);
    expect(await world.call('GET', `/${id}`, world.member(9))).toMatchObject({
      body: { name: 'Ours', description: 'Two\nlines', venue: 'Hall 1', prizes: [{ rank: 1, prize: 'A cup' }] },
    });
    expect((await world.call('GET', `/${id}/log`, world.trainer)).body.items[0]).toMatchObject({
      kind: 'tournament.updated',
      actor_id: 1,
      payload: { changes: { prizes: [{ rank: 1, prize: 'A cup' }] } },
    });
  });

  it.each([
    [{}, '#'],
    [{ max_participants: 1 }, '#/max_participants'],
    [{ tournament_type: 'knockout' }, '#/tournament_type'],
    [{ tournament_type: 'custom' }, '#/format/bracket'],
    [{ description: 'bell \u0007' }, '#/description'],
    [{ questions: [{ type: 'text', key: 'name', label: 'Name' }] }, '#/questions/0/key'],
    [{ team: { min: 3, max: 2 } }, '#/team/max'],
    [{ check_in_opens_at: '2027-01-01T10:00:00Z' }, '#/check_in_closes_at'],
  ])('%j are refused at %s, and nothing is changed', async (body, pointer) => {
    const id = await world.create();
    const answer = await world.call('PATCH', `/${id}`, world.trainer, {
      ...body,
      ...(pointer !== '#' && { venue: 'X' }),
    });
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map((fault: { pointer: string }) => fault.pointer)).toContain(pointer);
    expect((await world.call('GET', `/${id}`, world.trainer)).body).toMatchObject({ version: 1, venue: null });
  });

  it('that the draw depends on are settled with it, the others are not', async () => {
    const { id } = await world.draw(3);
    const patch = (body: object) => world.call('PATCH', `/${id}`, world.trainer, body);
    expect(await patch({ max_participants: 12 })).toMatchObject({
      status: 409,
      body: { type: '/problems/already-drawn' },
    });
    expect((await patch({ venue: 'Hall 2', waiting_list: true })).status).toBe(409);
    expect((await patch({ description: 'Hello' })).status).toBe(200);
  });

  it('leave places to those who have one', async () => {
    const { id } = await world.filled(5);
    const answer = await world.call('PATCH', `/${id}`, world.trainer, { max_participants: 4 });
    expect(answer).toMatchObject({ status: 409, body: { type: '/problems/too-many-participants' } });
  });

  it('that are as they were change nothing', async () => {
    const id = await world.create();
    const body = { name: 'Spring cup', start_date: '2026-04-01T16:00:00Z' };
    expect((await world.call('PATCH', `/${id}`, world.trainer, body)).body.tournament.version).toBe(1);
  });
});

describe('a slug', () => {
  it('follows from the name, belongs to one tournament, and an old one keeps leading to it', async () => {
    const create = (slug?: string) =>
      world.call('POST', '/', world.trainer, { name: 'Slug Cup', start_date: soon(60), ...(slug && { slug }) });
    const first = (await create()).body.tournament;
    const second = (await create()).body.tournament;
    expect([first.slug, second.slug]).toEqual(['slug-cup', `slug-cup-${second.id}`]);
    expect(await create('slug-cup')).toMatchObject({ status: 409, body: { type: '/problems/slug-taken' } });
    const patch = (id: number, slug: string) => world.call('PATCH', `/${id}`, world.trainer, { slug });
    expect((await patch(first.id, 'the-cup')).status).toBe(200);
    expect(await patch(second.id, 'slug-cup')).toMatchObject({ status: 409, body: { type: '/problems/slug-taken' } });
    for (const slug of ['slug-cup', 'the-cup']) {
      const answer = await world.call('GET', `/by-slug/${slug}`, world.member(9));
      expect(answer).toMatchObject({ status: 200, body: { id: first.id, slug: 'the-cup' } });
    }
    expect((await patch(first.id, 'slug-cup')).status).toBe(200);
    expect((await world.call('GET', '/by-slug/nobody-has-this', world.member(9))).status).toBe(404);
    expect((await world.call('GET', '/by-slug/Not_A_Slug', world.member(9))).status).toBe(404);
  });

  it('is given to one of two who want it at once', async () => {
    const create = () =>
      world.call('POST', '/', world.trainer, { name: 'Race', start_date: soon(60), slug: 'race-cup' });
    expect(statuses(await Promise.all([create(), create(), create()]))).toEqual([201, 409, 409]);
  });
});

describe('calling off', () => {
  it('tells those who have entered why, and ends entries and changes', async () => {
    const id = await world.create();
    await world.call('POST', `/${id}/participants`, world.member(31), { name: 'Ann' });
    expect((await world.call('POST', `/${id}/cancel`, world.trainer, {})).status).toBe(422);
    expect((await world.call('POST', `/${id}/cancel`, other, { reason: 'No' })).status).toBe(403);
    expect(await world.call('POST', `/${id}/cancel`, world.trainer, { reason: 'Snow' })).toMatchObject({
      status: 200,
      body: { tournament: { phase: 'cancelled', status: 'completed', cancel_reason: 'Snow' } },
    });
    expect((await world.events(id)).at(-1)).toMatchObject({
      type: 'gym.tournament.cancelled.v1',
      payload: { reason: 'Snow', user_ids: [31] },
    });
    const cancelled = { status: 409, body: { type: '/problems/tournament-cancelled' } };
    expect(await world.call('POST', `/${id}/participants`, world.member(32), { name: 'Bob' })).toMatchObject(cancelled);
    expect(await world.call('PATCH', `/${id}`, world.trainer, { name: 'X' })).toMatchObject(cancelled);
    expect(await world.call('POST', `/${id}/generate-bracket`, world.trainer)).toMatchObject(cancelled);
    expect(await world.call('POST', `/${id}/cancel`, world.trainer, { reason: 'Again' })).toMatchObject(cancelled);
  });
});

describe('copies', () => {
  const questions = [{ type: 'choice', key: 'sex', label: 'Sex', required: true, options: ['f', 'm'] }];
  async function original(): Promise<number> {
    const id = await world.create({
      start_date: '2027-05-01T09:00:00.000Z',
      questions,
      waiting_list: true,
      check_in_opens_at: '2027-05-01T07:00:00Z',
      check_in_closes_at: '2027-05-01T08:45:00Z',
    });
    const category = {
      name: 'Women',
      rules: [{ kind: 'choice', question: 'sex', values: ['f'] }],
      max_participants: 16,
    };
    expect((await world.call('POST', `/${id}/categories`, world.trainer, category)).status).toBe(201);
    return id;
  }
  const expected = {
    phase: 'draft',
    name: 'Autumn cup',
    waiting_list: true,
    participant_count: 0,
    check_in_opens_at: '2027-10-01T07:00:00.000Z',
    check_in_closes_at: '2027-10-01T08:45:00.000Z',
    questions: [expect.objectContaining({ key: 'sex' })],
    categories: [expect.objectContaining({ name: 'Women', max_participants: 16, participant_count: 0 })],
  };
  const copy = { name: 'Autumn cup', start_date: '2027-10-01T09:00:00.000Z' };
  const shown = async (id: number) => (await world.call('GET', `/${id}`, world.trainer)).body;

  it('of a tournament have its settings and categories, and nobody in them', async () => {
    const answer = await world.call('POST', `/${await original()}/clone`, other, copy);
    expect(answer.status).toBe(201);
    expect(await shown(answer.body.tournament.id)).toMatchObject({ ...expected, created_by: 3 });
  });

  it('are made of templates, which are kept until their maker or an admin deletes them', async () => {
    const saved = await world.call('POST', '/templates', world.trainer, {
      name: 'Cup',
      tournament_id: await original(),
    });
    expect(saved).toMatchObject({ status: 201, body: { name: 'Cup', settings: { check_in_closes_at: -900 } } });
    const path = `/templates/${saved.body.id}`;
    expect((await world.call('GET', '/templates', other)).body.items[0]).toMatchObject({ id: saved.body.id });
    expect((await world.call('GET', path, world.member(9))).status).toBe(403);
    const answer = await world.call('POST', `${path}/tournaments`, other, copy);
    expect(await shown(answer.body.tournament.id)).toMatchObject(expected);
    expect((await world.call('DELETE', path, other)).status).toBe(403);
    expect((await world.call('DELETE', path, world.trainer)).status).toBe(200);
    expect((await world.call('POST', `${path}/tournaments`, other, copy)).status).toBe(404);
  });
});

describe('roles in one tournament', () => {
  it('let a referee enter results there and nowhere else, as long as they have it', async () => {
    const [here, elsewhere] = [await world.draw(4), await world.draw(2)];
    const referee = world.member(77);
    const report = (of: typeof here) => {
      const [match] = of.bracket;
      const body = { winner_id: match?.participant1?.id };
      return world.call('PUT', `/${of.id}/bracket/${match?.id}/result`, referee, body);
    };
    expect(await report(here)).toMatchObject({ status: 403, body: { type: '/problems/not-a-referee' } });
    const path = `/${here.id}/staff/77`;
    const grant = { role: 'referee', name: 'Rae' };
    expect((await world.call('PUT', path, other, grant)).status).toBe(403);
    expect((await world.call('PUT', path, world.trainer, { ...grant, role: 'owner' })).status).toBe(422);
    expect(await world.call('PUT', path, world.trainer, grant)).toMatchObject({ status: 200, body: { user_id: 77 } });
    expect((await report(here)).status).toBe(200);
    expect((await report(elsewhere)).status).toBe(403);
    expect((await world.call('PATCH', `/${here.id}`, referee, { name: 'Mine' })).status).toBe(403);
    expect((await world.call('GET', `/${here.id}/staff`, other)).body.items).toMatchObject([
      { user_id: 77, granted_by: 2 },
    ]);
    expect((await world.call('DELETE', path, world.trainer)).status).toBe(200);
    expect((await world.call('DELETE', path, world.trainer)).status).toBe(404);
    expect((await report(here)).status).toBe(403);
  });
});
