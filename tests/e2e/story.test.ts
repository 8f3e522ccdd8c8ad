import type { tournamentsApi } from '@gym/contracts';
import { admin, call, idOf, login, member, portOf, register, until, type Person } from '../support/gateway.js';
import { connectLive, type LiveClient } from '../support/live.js';

/** A tournament day with two replicas of tournament- and notification-service. */
describe('a day at the gym', () => {
  let root: Person;
  let coach: Person;
  let players: Person[];
  let screens: LiveClient[];
  let tournament: number;

  afterAll(() => {
    for (const screen of screens) screen.close();
  });

  it('a trainer registers, waits, is approved and logs in', async () => {
    root = await admin();
    const waiting = await register('trainer', 'Coach');
    expect((await login(waiting.email)).status).toBe(403);
    const id = await idOf(root, waiting.email);
    expect((await call('PATCH', '/api/users/approve', { token: root.token, body: { user_id: id } })).status).toBe(200);
    const answer = await login(waiting.email);
    expect(answer.status).toBe(200);
    coach = { ...waiting, id, token: answer.body.access_token };
  });

  it('the trainer creates a tournament, members ask to join and are approved', async () => {
    const body = { name: 'Open Day', start_date: '2027-05-01T09:00:00Z', max_participants: 6 };
    const created = await call('POST', '/api/tournaments/', { token: coach.token, body });
    expect(created.status).toBe(201);
    tournament = created.body.tournament.id;
    players = await Promise.all(Array.from({ length: 6 }, (_item, index) => member(`Player ${index + 1}`)));
    for (const player of players) {
      const path = `/api/tournaments/${tournament}/participants`;
      const joined = await call('POST', path, { token: player.token, body: { name: player.name } });
      expect(joined).toMatchObject({ status: 201, body: { participant: { status: 'pending' } } });
      const approved = await call('PATCH', `${path}/${joined.body.participant.id}/approve`, { token: coach.token });
      expect(approved.status).toBe(200);
    }
  });

  it('browsers connect, some to each replica', async () => {
    screens = [];
    for (const [index, player] of players.entries()) {
      screens.push(await connectTo(portOf(index % 2 === 0 ? 8004 : 8014), player));
    }
    for (const [index, screen] of screens.entries()) {
      screen.subscribe(`tournament:${tournament}`, `user:${players[index]?.id ?? 0}`);
      await until('the subscription', async () => screen.frames.some((frame) => frame.type === 'subscribed'));
    }
  });

  it('the bracket is drawn, and every browser hears of it', async () => {
    const drawn = await call('POST', `/api/tournaments/${tournament}/generate-bracket`, { token: coach.token });
    expect(drawn).toMatchObject({ status: 200, body: { rounds: 3 } });
    for (const screen of screens) await screen.event((frame) => frame.event === 'bracket.generated');
  });

  it('results are entered until the podium; each browser hears of every one, once and in order', async () => {
    const played: number[] = [];
    for (let open = await nextMatch(); open; open = await nextMatch()) {
      const body = { winner_id: open.participant1?.id, score: '3:1' };
      const path = `/api/tournaments/${tournament}/bracket/${open.id}/result`;
      expect((await call('PUT', path, { token: coach.token, body })).status).toBe(200);
      played.push(open.id);
      for (const screen of screens) await screen.event((frame) => finishedMatch(frame) === open?.id);
    }
    expect(played).toHaveLength(5);
    for (const screen of screens) {
      await screen.event((frame) => frame.event === 'tournament.completed');
      const onTopic = screen.events.filter((frame) => frame.topic === `tournament:${tournament}`);
      expect(onTopic.map(finishedMatch).filter((id) => id !== undefined)).toEqual(played);
      expect(new Set(onTopic.map((frame) => frame.seq)).size).toBe(onTopic.length);
    }
  });

  it('the tournament is completed and its winner leads the others on the leaderboard', async () => {
    const view = await call('GET', `/api/tournaments/${tournament}/bracket`, { token: coach.token });
    expect(view.body.tournament.status).toBe('completed');
    const final = view.body.bracket.find((match: tournamentsApi.Match) => match.round === 3);
    const board = await call('GET', '/api/tournaments/leaderboard');
    const first = board.body.find((row: { user_id: number }) => players.some(({ id }) => id === row.user_id));
    expect(first).toMatchObject({ user_id: final.winner.user_id, tournaments: 1 });
  });

  async function nextMatch(): Promise<tournamentsApi.Match | undefined> {
    const answer = await call('GET', `/api/tournaments/${tournament}/brackets`, { token: coach.token });
    return answer.body.find(
      (match: tournamentsApi.Match) => match.participant1 && match.participant2 && match.winner_id === null,
    );
  }
});

/** Which replica answers with a ticket, and so names its own port, is up to the sidecar. */
async function connectTo(port: number, player: Person): Promise<LiveClient> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const live = await connectLive({ token: player.token });
    if (new URL(live.socket.url).port === String(port)) return live;
    live.close();
  }
  throw new Error(`no ticket named port ${port}: is that replica reached at all?`);
}

function finishedMatch(frame: { event: string; data: unknown }): number | undefined {
  if (frame.event !== 'match.finished') return undefined;
  return (frame.data as { match_id: number }).match_id;
}
