import type { tournamentsApi } from '@gym/contracts';
import { startWorld, statuses, type World } from './support.js';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.service.stop());

function at(bracket: tournamentsApi.Match[], round: number, number: number): tournamentsApi.Match {
  const match = bracket.find((item) => item.round === round && item.match_number === number);
  if (match === undefined) throw new Error(`no match ${number} in round ${round}`);
  return match;
}

describe('a bracket', () => {
  it('of six gives byes to the first two, who are in the second round already', async () => {
    const { id, bracket, participants } = await world.draw(6);
    expect(bracket.map((match) => [match.round, match.participant1?.seed, match.participant2?.seed])).toEqual([
      [1, 1, undefined],
      [1, 4, 5],
      [1, 2, undefined],
      [1, 3, 6],
      [2, 1, undefined],
      [2, 2, undefined],
      [3, undefined, undefined],
    ]);
    const bye = at(bracket, 1, 1);
    expect(bye).toMatchObject({
      is_bye: true,
      participant2: null,
      winner_id: participants[0],
      winner: bye.participant1,
    });
    expect(bye.next_match_id).toBe(at(bracket, 2, 1).id);
    const view = (await world.call('GET', `/${id}/bracket`, world.member(9))).body;
    expect(view).toMatchObject({ tournament: { id, status: 'active', participant_count: 6 }, bracket });
    expect(view.participants).toHaveLength(6);
  });

  it('is drawn by trainers, with two participants at least, once', async () => {
    const { id } = await world.filled(1);
    const generate = (token: string) => world.call('POST', `/${id}/generate-bracket`, token);
    expect((await generate(world.member(9))).status).toBe(403);
    expect(await generate(world.trainer)).toMatchObject({
      status: 400,
      body: { type: '/problems/too-few-participants' },
    });
    await world.call('PUT', `/${id}/participants`, world.trainer, { participants: [{ name: 'B' }, { name: 'C' }] });
    const answers = await Promise.all([1, 2, 3, 4].map(() => generate(world.trainer)));
    expect(statuses(answers)).toEqual([200, 409, 409, 409]);
    const drawn = answers.find((answer) => answer.status === 200);
    expect(drawn?.body).toEqual({ message: expect.any(String), rounds: 2, matches: 3 });
    expect(await world.bracket(id)).toHaveLength(3);
    expect((await world.events(id)).filter((event) => event.type === 'gym.bracket.generated.v1')).toHaveLength(1);
  });

  it('is empty until it is drawn', async () => {
    const { id } = await world.filled(2);
    expect(await world.bracket(id)).toEqual([]);
    expect((await world.call('GET', `/${id}/bracket`, world.trainer)).body.bracket).toEqual([]);
  });

  it.each([2, 3, 5, 8, 13, 33, 64])(
    'of %i is played to its end, with one loss for all but the champion',
    async (size) => {
      const { id, participants } = await world.draw(size);
      let played = 0;
      for (;;) {
        const open = (await world.bracket(id)).filter(
          (match) => match.participant1 && match.participant2 && !match.winner,
        );
        if (open.length === 0) break;
        const answers = await Promise.all(
          open.map((match) =>
            world.result(id, match.id, (match.id % 2 === 0 ? match.participant1 : match.participant2)?.id ?? 0),
          ),
        );
        expect(answers.every((answer) => answer.status === 200)).toBe(true);
        played += open.length;
      }
      expect(played).toBe(size - 1);
      const losers = (await world.bracket(id))
        .filter((match) => !match.is_bye)
        .map((match) => (match.winner_id === match.participant1?.id ? match.participant2?.id : match.participant1?.id));
      expect(new Set(losers).size).toBe(size - 1);
      const champion = participants.find((row) => !losers.includes(row));
      expect((await world.events(id)).at(-1)).toMatchObject({
        type: 'gym.tournament.completed.v1',
        payload: { winner: { participant_id: champion } },
      });
      expect((await world.call('GET', `/${id}`, world.trainer)).body.status).toBe('completed');
    },
  );
});

describe('a result', () => {
  it('moves the winner on, and tells it', async () => {
    const { id, bracket, participants } = await world.draw(4);
    const semi = at(bracket, 1, 2);
    const answer = await world.result(id, semi.id, participants[2] ?? 0, '3:1');
    expect(answer).toMatchObject({
      status: 200,
      body: {
        message: expect.any(String),
        bracket: { id: semi.id, winner_id: participants[2], winner: { name: 'Guest 3' }, score: '3:1' },
      },
    });
    const after = await world.bracket(id);
    expect(at(after, 1, 2)).toEqual(answer.body.bracket);
    expect(at(after, 2, 1)).toMatchObject({ participant1: null, participant2: { id: participants[2] }, winner: null });
    expect((await world.events(id)).at(-1)).toEqual({
      type: 'gym.match.finished.v1',
      payload: {
        tournament_id: id,
        name: 'Spring cup',
        match_id: semi.id,
        round: 1,
        match_number: 2,
        winner: { participant_id: participants[2], user_id: null, name: 'Guest 3' },
        loser: { participant_id: participants[1], user_id: null, name: 'Guest 2' },
        score: '3:1',
        next_match_id: at(after, 2, 1).id,
        corrected: false,
      },
    });
  });

  it('is refused by members, for byes, strangers, unknown sides and unknown matches', async () => {
    const { id, bracket, participants } = await world.draw(5);
    const other = await world.draw(2);
    const [first = 0, , , fourth = 0, fifth = 0] = participants;
    const path = `/${id}/bracket/${at(bracket, 1, 2).id}/result`;
    expect((await world.call('PUT', path, world.member(9), { winner_id: fourth })).status).toBe(403);
    const slug = async (matchId: number, winner: number) => {
      const { status, body } = await world.result(id, matchId, winner);
      return [status, body.type];
    };
    expect(await slug(at(bracket, 1, 1).id, first)).toEqual([400, '/problems/no-play-needed']);
    expect(await slug(at(bracket, 1, 2).id, first)).toEqual([400, '/problems/winner-not-in-match']);
    expect(await slug(at(bracket, 2, 1).id, first)).toEqual([400, '/problems/side-unknown']);
    expect(await slug(at(bracket, 3, 1).id, fifth)).toEqual([400, '/problems/side-unknown']);
    expect(await slug(other.bracket[0]?.id ?? 0, fourth)).toEqual([404, '/problems/match-not-found']);
    for (const wrong of [
      {},
      { winner_id: 'x' },
      { winner_id: null },
      { winner_id: 1e12 },
      { winner_id: fourth, score: 5 },
    ]) {
      expect((await world.call('PUT', path, world.trainer, wrong)).status).toBe(400);
    }
    expect((await world.call('PUT', `/${id}/bracket/1e3/result`, world.trainer, { winner_id: 1 })).status).toBe(404);
    expect(await world.bracket(id)).toEqual(bracket);
  });

  it('reported again changes nothing and tells nobody; another score does', async () => {
    const { id, bracket, participants } = await world.draw(4);
    const [winner = 0] = participants;
    const match = at(bracket, 1, 1).id;
    await world.result(id, match, winner, '2:0');
    const before = await world.events(id);
    expect(await world.result(id, match, winner)).toMatchObject({ status: 200, body: { bracket: { score: '2:0' } } });
    expect(await world.result(id, match, winner, '2:0')).toMatchObject({ status: 200 });
    expect(await world.events(id)).toEqual(before);
    expect(await world.result(id, match, winner, '2:1')).toMatchObject({
      status: 200,
      body: { bracket: { score: '2:1' } },
    });
    expect((await world.events(id)).at(-1)).toMatchObject({ payload: { score: '2:1', corrected: true } });
  });

  it('is corrected while the next match waits, which gets the other winner', async () => {
    const { id, bracket, participants } = await world.draw(4);
    const [first = 0, , , fourth = 0] = participants;
    await world.result(id, at(bracket, 1, 1).id, first, '3:0');
    expect(await world.result(id, at(bracket, 1, 1).id, fourth)).toMatchObject({
      status: 200,
      body: { bracket: { winner_id: fourth, score: null } },
    });
    expect(at(await world.bracket(id), 2, 1).participant1?.id).toBe(fourth);
  });

  it('stands once the next match was played, but the final can be corrected', async () => {
    const { id, bracket, participants } = await world.draw(4);
    const [first = 0, second = 0, , fourth = 0] = participants;
    await world.result(id, at(bracket, 1, 1).id, first);
    await world.result(id, at(bracket, 1, 2).id, second);
    await world.result(id, at(bracket, 2, 1).id, first);
    expect(await world.result(id, at(bracket, 1, 1).id, fourth)).toMatchObject({
      status: 409,
      body: { type: '/problems/next-match-played' },
    });
    expect((await world.result(id, at(bracket, 2, 1).id, second)).status).toBe(200);
    expect((await world.events(id)).slice(-2)).toMatchObject([
      { type: 'gym.match.finished.v1', payload: { corrected: true, winner: { participant_id: second } } },
      { type: 'gym.tournament.completed.v1', payload: { winner: { participant_id: second } } },
    ]);
  });

  it('I40: two semi-finals reported at once both reach the final', async () => {
    for (let round = 0; round < 5; round++) {
      const { id, bracket, participants } = await world.draw(4);
      const [first = 0, second = 0] = participants;
      await Promise.all([
        world.result(id, at(bracket, 1, 1).id, first),
        world.result(id, at(bracket, 1, 2).id, second),
      ]);
      const final = at(await world.bracket(id), 2, 1);
      expect([final.participant1?.id, final.participant2?.id]).toEqual([first, second]);
    }
  });

  it('I40: of two conflicting reports of one match the later one stands everywhere', async () => {
    for (let round = 0; round < 5; round++) {
      const { id, bracket, participants } = await world.draw(4);
      const [first = 0, , , fourth = 0] = participants;
      const semi = at(bracket, 1, 1).id;
      const answers = await Promise.all([world.result(id, semi, first), world.result(id, semi, fourth)]);
      expect(answers.map((answer) => answer.status)).toEqual([200, 200]);
      const after = await world.bracket(id);
      const last = (await world.events(id)).at(-1)?.payload as { winner: { participant_id: number } };
      expect(at(after, 1, 1).winner_id).toBe(last.winner.participant_id);
      expect(at(after, 2, 1).participant1?.id).toBe(last.winner.participant_id);
    }
  });
});
