import { startWorld, statuses, type World } from './support.js';

let world: World;
const guests = (count: number): object[] => Array.from({ length: count }, () => ({ name: 'Guest' }));

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.service.stop());

describe('participants', () => {
  it('a member asks, a trainer lets them in, and everybody hears of both', async () => {
    const id = await world.create();
    const asked = await world.call('POST', `/${id}/participants`, world.member(31), { name: ' Ann ' });
    expect(asked).toMatchObject({
      status: 201,
      body: { participant: { tournament_id: id, user_id: 31, name: 'Ann', seed: null, status: 'pending' } },
    });
    const path = `/${id}/participants/${asked.body.participant.id}/approve`;
    expect((await world.call('PATCH', path, world.member(31))).status).toBe(403);
    expect(await world.call('PATCH', path, world.trainer)).toMatchObject({
      status: 200,
      body: { participant: { status: 'approved' } },
    });
    expect(await world.call('PATCH', path, world.trainer)).toMatchObject({
      status: 400,
      body: { type: '/problems/not-pending' },
    });
    expect((await world.call('GET', `/${id}`, world.member(31))).body.participant_count).toBe(1);
    expect((await world.events(id)).map((event) => event.type)).toEqual([
      'gym.tournament.created.v1',
      'gym.participant.requested.v1',
      'gym.participant.approved.v1',
    ]);
  });

  it('trainers and admins are in at once', async () => {
    const id = await world.create();
    for (const token of [world.trainer, world.admin]) {
      const answer = await world.call('POST', `/${id}/participants`, token, { name: 'Staff' });
      expect(answer).toMatchObject({ status: 201, body: { participant: { status: 'approved' } } });
    }
  });

  it('nobody is in twice', async () => {
    const id = await world.create();
    const join = () => world.call('POST', `/${id}/participants`, world.member(32), { name: 'Bob' });
    expect(statuses(await Promise.all([join(), join(), join()]))).toEqual([201, 409, 409]);
    const entries = (participants: object[]) =>
      world.call('PUT', `/${id}/participants`, world.trainer, { participants });
    const answer = await entries([
      { name: 'Eve', user_id: 33 },
      { name: 'Bob', user_id: 32 },
    ]);
    expect(answer).toMatchObject({ status: 400, body: { type: '/problems/already-in' } });
    expect(
      (
        await entries([
          { name: 'Eve', user_id: 33 },
          { name: 'Eva', user_id: 33 },
        ])
      ).status,
    ).toBe(400);
    expect((await world.call('GET', `/${id}/participants`, world.trainer)).body).toHaveLength(1);
  });

  it('trainers add people and guests, members only themselves', async () => {
    const id = await world.create();
    const put = (token: string, participants: object[]) =>
      world.call('PUT', `/${id}/participants`, token, { participants });
    const added = await put(world.trainer, [{ name: 'Guest' }, { name: 'Ann', user_id: 41 }]);
    expect(added.body.participants).toMatchObject([
      { name: 'Guest', user_id: null, status: 'approved' },
      { name: 'Ann', user_id: 41, status: 'approved' },
    ]);
    expect((await put(world.member(42), [{ name: 'Mia', user_id: 41 }])).status).toBe(403);
    expect((await put(world.member(42), [{ name: 'Mia' }, { name: 'Max' }])).status).toBe(403);
    expect(await put(world.member(42), [{ name: 'Mia', user_id: 42 }])).toMatchObject({
      status: 200,
      body: { participants: [{ user_id: 42, status: 'pending' }] },
    });
  });

  it.each([
    [{}],
    [{ participants: [] }],
    [{ participants: 'Ann' }],
    [{ participants: [{ name: 5 }] }],
    [{ participants: [{ name: 'A', user_id: '7' }] }],
    [{ participants: [{ name: 'A', user_id: 3_000_000_000 }] }],
    [{ participants: [{ name: 'A', user_id: 0 }] }],
  ])('refuses the entries %j', async (body) => {
    const id = await world.create();
    expect((await world.call('PUT', `/${id}/participants`, world.trainer, body)).status).toBe(400);
  });

  it('refuses more entries than a tournament can have places', async () => {
    const id = await world.create({ max_participants: 1024 });
    const put = (count: number) =>
      world.call('PUT', `/${id}/participants`, world.trainer, { participants: guests(count) });
    expect((await put(1025)).status).toBe(400);
    expect((await put(1024)).status).toBe(200);
    expect(await world.call('POST', `/${id}/generate-bracket`, world.trainer)).toMatchObject({
      status: 200,
      body: { rounds: 10, matches: 1023 },
    });
  });

  it('a full tournament takes nobody, by any way, and all of a list or none', async () => {
    const id = await world.create({ max_participants: 3 });
    const asked = await world.call('POST', `/${id}/participants`, world.member(51), { name: 'Early' });
    const put = (count: number) =>
      world.call('PUT', `/${id}/participants`, world.trainer, { participants: guests(count) });
    expect((await put(4)).status).toBe(400);
    expect((await put(3)).status).toBe(200);
    const full = { status: 400, body: { type: '/problems/tournament-full' } };
    expect(await put(1)).toMatchObject(full);
    expect(await world.call('POST', `/${id}/participants`, world.member(52), { name: 'Late' })).toMatchObject(full);
    const path = `/${id}/participants/${asked.body.participant.id}/approve`;
    expect(await world.call('PATCH', path, world.trainer)).toMatchObject(full);
  });

  it('the last place is taken once, whoever lets twenty people in at the same moment', async () => {
    const { id } = await world.filled(7, { max_participants: 8 });
    const asking = await Promise.all(
      Array.from({ length: 20 }, (_item, index) =>
        world.call('POST', `/${id}/participants`, world.member(100 + index), { name: `P${index}` }),
      ),
    );
    const answers = await Promise.all(
      asking.map((answer) =>
        world.call('PATCH', `/${id}/participants/${answer.body.participant.id}/approve`, world.trainer),
      ),
    );
    expect(statuses(answers)).toEqual([200, ...Array(19).fill(400)]);
    const rows = (await world.call('GET', `/${id}/participants`, world.trainer)).body;
    expect(rows.filter((row: { status: string }) => row.status === 'approved')).toHaveLength(8);
    expect((await world.call('GET', `/${id}`, world.trainer)).body.participant_count).toBe(8);
  });

  it('are settled once the bracket is drawn', async () => {
    const id = await world.create();
    const asked = await world.call('POST', `/${id}/participants`, world.member(61), { name: 'Ann' });
    await world.call('PUT', `/${id}/participants`, world.trainer, { participants: [{ name: 'A' }, { name: 'B' }] });
    expect((await world.call('POST', `/${id}/generate-bracket`, world.trainer)).status).toBe(200);
    const drawn = { status: 409, body: { type: '/problems/already-drawn' } };
    expect(await world.call('POST', `/${id}/participants`, world.member(62), { name: 'Bob' })).toMatchObject(drawn);
    const body = { participants: [{ name: 'C' }] };
    expect(await world.call('PUT', `/${id}/participants`, world.trainer, body)).toMatchObject(drawn);
    const path = `/${id}/participants/${asked.body.participant.id}/approve`;
    expect(await world.call('PATCH', path, world.trainer)).toMatchObject(drawn);
  });

  it('are found in their own tournament only', async () => {
    const [one, other] = [await world.create(), await world.create()];
    const asked = await world.call('POST', `/${one}/participants`, world.member(71), { name: 'Ann' });
    const path = `/${other}/participants/${asked.body.participant.id}/approve`;
    expect((await world.call('PATCH', path, world.trainer)).status).toBe(404);
    expect((await world.call('PATCH', `/${one}/participants/1e3/approve`, world.trainer)).status).toBe(404);
  });
});
