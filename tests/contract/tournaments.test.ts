import { tournamentsApi, type tournamentsApi as Api } from '@gym/contracts';
import { admin, call, expectProblem, member, trainer, type Answer, type Person } from '../support/gateway.js';

const start_date = '2027-05-01T09:00:00+02:00';

describe('tournaments', () => {
  let root: Person;
  let coach: Person;
  let other: Person;
  let ann: Person;
  beforeAll(async () => {
    root = await admin();
    coach = await trainer(root);
    other = await trainer(root);
    ann = await member('Ann');
  });

  async function create(options: Record<string, unknown> = {}): Promise<Api.Tournament> {
    const body = { name: 'Spring Open', start_date, ...options };
    const answer = await call('POST', '/api/tournaments/', { token: coach.token, body });
    expect(answer.status).toBe(201);
    return tournamentsApi.tournament.parse(answer.body.tournament);
  }

  async function drawn(names: string[]): Promise<{ id: number; matches: Api.Match[]; answer: Answer }> {
    const { id } = await create({ max_participants: Math.max(2, names.length) });
    const participants = names.map((name) => ({ name }));
    const added = await call('PUT', `/api/tournaments/${id}/participants`, {
      token: coach.token,
      body: { participants },
    });
    expect(added.status).toBe(200);
    const answer = await call('POST', `/api/tournaments/${id}/generate-bracket`, { token: coach.token });
    return { id, matches: await bracketOf(id), answer };
  }

  async function bracketOf(id: number): Promise<Api.Match[]> {
    const answer = await call('GET', `/api/tournaments/${id}/brackets`, { token: ann.token });
    expect(answer.status).toBe(200);
    return answer.body.map((match: unknown) => tournamentsApi.match.parse(match));
  }

  function report(id: number, match: number, body: unknown, token = coach.token): Promise<Answer> {
    return call('PUT', `/api/tournaments/${id}/bracket/${match}/result`, { token, body });
  }

  it('says that it is healthy', async () => {
    const answer = await call('GET', '/api/tournaments/health');
    expect(answer).toMatchObject({ status: 200, body: { status: 'healthy', service: 'tournament-service' } });
  });

  it('creates a tournament with the defaults of the contract', async () => {
    const answer = await call('POST', '/api/tournaments', { token: coach.token, body: { name: 'Cup', start_date } });
    expect(answer).toMatchObject({
      status: 201,
      body: {
        message: expect.any(String),
        tournament: {
          name: 'Cup',
          max_participants: 8,
          tournament_type: 'single_elimination',
          status: 'setup',
          participant_count: 0,
        },
      },
    });
    expect(Date.parse(answer.body.tournament.start_date)).toBe(Date.parse(start_date));
  });

  it('leaves creating to trainers', async () => {
    const body = { name: 'Cup', start_date };
    expectProblem(await call('POST', '/api/tournaments/', { token: ann.token, body }), 403);
    expectProblem(await call('POST', '/api/tournaments/', { body }), 401);
  });

  it.each([
    ['name', ''],
    ['name', 'x'.repeat(10_000)],
    ['name', 'tab\there'],
    ['name', 5],
    ['start_date', '2027-02-31T09:00:00Z'],
    ['start_date', '2027-05-01T09:00:00'],
    ['start_date', '2027-05-01'],
    ['start_date', 'soon'],
    ['start_date', 1],
    ['max_participants', 1],
    ['max_participants', 2.5],
    ['max_participants', '8'],
    ['max_participants', 1e9],
    ['tournament_type', 'knockout'],
    ['tournament_type', null],
  ])('refuses %s = %p and points at it', async (field, value) => {
    const body = { name: 'Cup', start_date, [field]: value };
    const answer = await call('POST', '/api/tournaments/', { token: coach.token, body });
    expectProblem(answer, 400);
    expect(answer.body.errors).toEqual([{ pointer: `#/${field}`, message: expect.any(String) }]);
  });

  it('lists and shows tournaments to everybody with a login', async () => {
    const tournament = await create();
    const list = await call('GET', '/api/tournaments/', { token: ann.token });
    expect(list.status).toBe(200);
    expect(list.body.tournaments).toContainEqual(tournament);
    expect(await call('GET', `/api/tournaments/${tournament.id}`, { token: ann.token })).toMatchObject({
      status: 200,
      body: tournament,
    });
    expectProblem(await call('GET', '/api/tournaments/'), 401);
    expectProblem(await call('GET', `/api/tournaments/${tournament.id}`), 401);
  });

  it.each(['999999999', '1e3', '-1', '0', '99999999999999999999', 'abc'])('knows no tournament %s', async (id) => {
    expectProblem(await call('GET', `/api/tournaments/${id}`, { token: ann.token }), 404);
    expectProblem(await call('GET', `/api/tournaments/${id}/participants`, { token: ann.token }), 404);
    expectProblem(await call('GET', `/api/tournaments/${id}/brackets`, { token: ann.token }), 404);
    expectProblem(await call('GET', `/api/tournaments/${id}/bracket`, { token: ann.token }), 404);
    expectProblem(await call('POST', `/api/tournaments/${id}/generate-bracket`, { token: coach.token }), 404);
    expectProblem(await call('DELETE', `/api/tournaments/${id}`, { token: coach.token }), 404);
    const body = { name: 'Ann' };
    expectProblem(await call('POST', `/api/tournaments/${id}/participants`, { token: ann.token, body }), 404);
  });

  it('lets only its trainer or an admin delete a tournament', async () => {
    const { id } = await create();
    expectProblem(await call('DELETE', `/api/tournaments/${id}`, { token: ann.token }), 403);
    expectProblem(await call('DELETE', `/api/tournaments/${id}`, { token: other.token }), 403);
    const answer = await call('DELETE', `/api/tournaments/${id}`, { token: coach.token });
    expect(answer).toMatchObject({ status: 200, body: { message: expect.any(String) } });
    expectProblem(await call('GET', `/api/tournaments/${id}`, { token: coach.token }), 404);
    const second = await create();
    expect((await call('DELETE', `/api/tournaments/${second.id}`, { token: root.token })).status).toBe(200);
  });

  describe('participants', () => {
    it('takes a request of a member as pending, and approves it', async () => {
      const { id } = await create();
      const path = `/api/tournaments/${id}/participants`;
      const joined = await call('POST', path, { token: ann.token, body: { name: 'Ann' } });
      expect(joined).toMatchObject({
        status: 201,
        body: {
          participant: { tournament_id: id, user_id: ann.id, name: 'Ann', status: 'pending' },
          message: expect.any(String),
        },
      });
      expectProblem(await call('POST', path, { token: ann.token, body: { name: 'Ann' } }), 409);
      const approve = `${path}/${joined.body.participant.id}/approve`;
      expectProblem(await call('PATCH', approve, { token: ann.token }), 403);
      const approved = await call('PATCH', approve, { token: coach.token });
      expect(approved).toMatchObject({ status: 200, body: { participant: { status: 'approved' } } });
      expectProblem(await call('PATCH', approve, { token: coach.token }), 400);
      expectProblem(await call('PATCH', `${path}/999999999/approve`, { token: coach.token }), 404);
      const list = await call('GET', path, { token: ann.token });
      expect(list).toMatchObject({ status: 200, body: [{ user_id: ann.id, status: 'approved' }] });
      expect((await call('GET', `/api/tournaments/${id}`, { token: ann.token })).body.participant_count).toBe(1);
    });

    it('approves a trainer who joins at once', async () => {
      const { id } = await create();
      const answer = await call('POST', `/api/tournaments/${id}/participants`, {
        token: other.token,
        body: { name: 'Other' },
      });
      expect(answer).toMatchObject({ status: 201, body: { participant: { status: 'approved', user_id: other.id } } });
    });

    it('lets trainers enter many at once, all or none', async () => {
      const { id } = await create({ max_participants: 3 });
      const path = `/api/tournaments/${id}/participants`;
      const enter = (names: string[]): Promise<Answer> =>
        call('PUT', path, { token: coach.token, body: { participants: names.map((name) => ({ name })) } });
      expect(await enter(['A', 'B'])).toMatchObject({
        status: 200,
        body: { participants: [{ name: 'A' }, { name: 'B' }] },
      });
      expectProblem(await enter(['C', 'D']), 400);
      expect((await call('GET', path, { token: coach.token })).body).toHaveLength(2);
      const twice = {
        participants: [
          { name: 'Ann', user_id: ann.id },
          { name: 'Ann again', user_id: ann.id },
        ],
      };
      expectProblem(await call('PUT', path, { token: coach.token, body: twice }), 400);
    });

    it('lets a member enter only themself', async () => {
      const { id } = await create();
      const path = `/api/tournaments/${id}/participants`;
      const stranger = { participants: [{ name: 'Coach', user_id: coach.id }] };
      expectProblem(await call('PUT', path, { token: ann.token, body: stranger }), 403);
      const self = { participants: [{ name: 'Ann', user_id: ann.id }] };
      expect(await call('PUT', path, { token: ann.token, body: self })).toMatchObject({ status: 200 });
    });

    it('gives the last free place to one of two simultaneous approvals', async () => {
      const { id } = await create({ max_participants: 2 });
      const path = `/api/tournaments/${id}/participants`;
      await call('PUT', path, { token: coach.token, body: { participants: [{ name: 'First' }] } });
      const people = await Promise.all([member(), member(), member()]);
      const requests = await Promise.all(
        people.map((person) => call('POST', path, { token: person.token, body: { name: person.name } })),
      );
      const approvals = await Promise.all(
        requests.map((request) =>
          call('PATCH', `${path}/${request.body.participant.id}/approve`, { token: coach.token }),
        ),
      );
      expect(approvals.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([200, 400, 400]);
      expect((await call('GET', `/api/tournaments/${id}`, { token: coach.token })).body.participant_count).toBe(2);
    });

    it('refuses wrong fields', async () => {
      const { id } = await create();
      const path = `/api/tournaments/${id}/participants`;
      for (const body of [{}, { name: 1 }, { name: 'x'.repeat(10_000) }, { name: 'a\u0000b' }, []]) {
        expectProblem(await call('POST', path, { token: ann.token, body }), 400);
      }
      for (const body of [
        {},
        { participants: [] },
        { participants: 'Ann' },
        { participants: [{ name: 'A', user_id: '1' }] },
      ]) {
        expectProblem(await call('PUT', path, { token: coach.token, body }), 400);
      }
    });
  });

  describe('bracket', () => {
    it.each([2, 3, 5, 8, 13])('is drawn for %i participants and played to a winner', async (count) => {
      const names = Array.from({ length: count }, (_item, index) => `Player ${index + 1}`);
      const { id, answer } = await drawn(names);
      const rounds = Math.ceil(Math.log2(count));
      expect(answer).toMatchObject({ status: 200, body: { message: expect.any(String), rounds } });
      let played = 0;
      for (;;) {
        const open = (await bracketOf(id)).find((match) => !match.winner && match.participant1 && match.participant2);
        if (open?.participant1 == null) break;
        const result = await report(id, open.id, { winner_id: open.participant1.id, score: '2:1' });
        expect(result).toMatchObject({
          status: 200,
          body: {
            message: expect.any(String),
            bracket: { id: open.id, winner_id: open.participant1.id, score: '2:1' },
          },
        });
        played += 1;
      }
      expect(played).toBe(count - 1);
      const view = await call('GET', `/api/tournaments/${id}/bracket`, { token: ann.token });
      expect(tournamentsApi.bracketView.parse(view.body).tournament.status).toBe('completed');
      expect(view.body.participants).toHaveLength(count);
    });

    it('gives byes to the top seeds: a winner and one side null', async () => {
      const { matches } = await drawn(['S1', 'S2', 'S3', 'S4', 'S5']);
      const byes = matches.filter((match) => match.winner && (!match.participant1 || !match.participant2));
      expect(new Set(byes.map((match) => match.winner?.name))).toEqual(new Set(['S1', 'S2', 'S3']));
    });

    it('needs two approved participants, and a trainer', async () => {
      const { id } = await create();
      expectProblem(await call('POST', `/api/tournaments/${id}/generate-bracket`, { token: coach.token }), 400);
      expectProblem(await call('POST', `/api/tournaments/${id}/generate-bracket`, { token: ann.token }), 403);
    });

    it('is drawn once, however many ask for it at the same time', async () => {
      const { id } = await create();
      const participants = ['A', 'B', 'C'].map((name) => ({ name }));
      await call('PUT', `/api/tournaments/${id}/participants`, { token: coach.token, body: { participants } });
      const answers = await Promise.all(
        [1, 2, 3].map(() => call('POST', `/api/tournaments/${id}/generate-bracket`, { token: coach.token })),
      );
      expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
      for (const answer of answers) if (answer.status !== 200) expectProblem(answer, 409);
      const ids = (await bracketOf(id)).map((match) => `${match.round}/${match.match_number}`);
      expect(new Set(ids).size).toBe(ids.length);
    });

    it('refuses results that cannot be', async () => {
      const { id, matches } = await drawn(['A', 'B', 'C', 'D']);
      const [first, second] = matches.filter((match) => match.round === 1);
      const final = matches.find((match) => match.round === 2);
      const winner = first?.participant1?.id ?? 0;
      expectProblem(await report(id, first?.id ?? 0, { winner_id: second?.participant1?.id }), 400);
      expectProblem(await report(id, final?.id ?? 0, { winner_id: winner }), 400);
      expectProblem(await report(id, 999999999, { winner_id: winner }), 404);
      expectProblem(await report(id, first?.id ?? 0, { winner_id: winner }, ann.token), 403);
      for (const body of [
        {},
        { winner_id: 'x' },
        { winner_id: winner, score: 3 },
        { winner_id: winner, score: '\u0001' },
      ]) {
        expectProblem(await report(id, first?.id ?? 0, body), 400);
      }
    });

    it('takes a wrong result back: the other winner plays on', async () => {
      const { id, matches } = await drawn(['A', 'B', 'C', 'D']);
      const [first] = matches;
      const [one, two] = [first?.participant1?.id ?? 0, first?.participant2?.id ?? 0];
      await report(id, first?.id ?? 0, { winner_id: one });
      await report(id, first?.id ?? 0, { winner_id: two });
      const final = (await bracketOf(id)).find((match) => match.round === 2);
      const finalists = [final?.participant1?.id, final?.participant2?.id];
      expect(finalists).toContain(two);
      expect(finalists).not.toContain(one);
    });
  });

  it('shows everybody the leaderboard, computed from results', async () => {
    const people = await Promise.all([member('Lea One'), member('Leo Two')]);
    const { id } = await create();
    const participants = people.map((person) => ({ name: person.name, user_id: person.id }));
    await call('PUT', `/api/tournaments/${id}/participants`, { token: coach.token, body: { participants } });
    await call('POST', `/api/tournaments/${id}/generate-bracket`, { token: coach.token });
    const [match] = await bracketOf(id);
    await report(id, match?.id ?? 0, { winner_id: match?.participant1?.id });
    const answer = await call('GET', '/api/tournaments/leaderboard');
    expect(answer.status).toBe(200);
    const board = tournamentsApi.leaderboard.parse(answer.body);
    const scores = board.map((row) => row.total_score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    const winner = board.find((row) => row.user_id === match?.participant1?.user_id);
    const loser = board.find((row) => row.user_id === match?.participant2?.user_id);
    expect(winner?.total_score).toBeGreaterThan(loser?.total_score ?? 0);
  });

  it('offers trainers the people they can enter: approved and not banned', async () => {
    const bob = await member('Bob Banned');
    await call('PATCH', '/api/users/ban', { token: root.token, body: { user_id: bob.id } });
    const answer = await call('GET', '/api/tournaments/available-users', { token: coach.token });
    expect(answer.status).toBe(200);
    expect(answer.body.users).toContainEqual({ id: ann.id, name: 'Ann', email: ann.email });
    expect(answer.body.users.map((user: { id: number }) => user.id)).not.toContain(bob.id);
    expectProblem(await call('GET', '/api/tournaments/available-users', { token: ann.token }), 403);
  });
});
