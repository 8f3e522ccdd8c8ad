import { setTimeout as pause } from 'node:timers/promises';
import { accountEvents, tournamentEvents, userEvents, type Role } from '@gym/contracts';
import { newEvent, type NewEvent } from '@gym/service-kit';
import winston from 'winston';
import { eventually, type TestService } from '../../../tests/support/service.js';
import { deliver, socketUrl, startLive, type Live } from './live.js';
import { openSocket, type SocketClient } from './socket-client.js';

let live: Live;
let first: TestService;
let second: TestService;
/** What the first replica logs as an error. */
const errors: unknown[] = [];

beforeAll(async () => {
  jest.spyOn(winston.transports.Console.prototype, 'log').mockImplementation((line: unknown, next: unknown) => {
    errors.push(line);
    if (typeof next === 'function') next();
  });
  live = await startLive({ LOG_LEVEL: 'error' });
  ({ first, second } = live);
});

afterAll(() => live?.stop());

describe('events', () => {
  const winner = { participant_id: 31, user_id: 5, name: 'Ann' };
  const result = {
    tournament_id: 7,
    name: 'Cup',
    match_id: 1,
    round: 1,
    match_number: 1,
    winner,
    loser: null,
    score: '3:1',
    next_match_id: null,
    corrected: false,
  };

  const finished = (tournament_id: number): NewEvent =>
    newEvent(tournamentEvents.matchFinished, tournament_id, { ...result, tournament_id });
  const removed = (tournament_id: number): NewEvent =>
    newEvent(tournamentEvents.tournamentDeleted, tournament_id, { tournament_id, name: 'Cup' });

  async function watchAtBoth(...topics: string[]): Promise<[SocketClient, SocketClient]> {
    const clients = await Promise.all([live.connect(first, { id: 5 }), live.connect(second, { id: 5 })]);
    await Promise.all(clients.map((client) => client.watch(...topics)));
    return clients;
  }

  const namesOf = (client: SocketClient): string[] => client.events().map(({ topic, event }) => `${topic} ${event}`);

  test('an event is seen by the sockets of both replicas, once each, even if it comes twice', async () => {
    const clients = await watchAtBoth('tournament:7', 'user:5');
    const events = await live.tournaments.commit([finished(7)]);
    for (const client of clients) {
      await eventually('the broker has brought it', () => Promise.resolve(client.events().length >= 2));
    }
    await live.shownByBoth('tournaments', [...events, ...events]);
    await pause(10);
    await live.shownByBoth('tournaments', await live.tournaments.commit([removed(7)]));
    for (const client of clients) {
      await eventually('all frames', () => Promise.resolve(client.events().length >= 3));
      expect(namesOf(client)).toEqual([
        'tournament:7 match.finished',
        'user:5 match.finished',
        'tournament:7 tournament.deleted',
      ]);
      const numbers = client.events().flatMap((frame) => (frame.topic === 'tournament:7' ? [frame.seq] : []));
      expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
      client.socket.close();
    }
  });

  test('events that come in disorder, or are lost at one replica, are shown by both in their order', async () => {
    const clients = await watchAtBoth('tournament:11');
    const events = await live.tournaments.commit([finished(11), finished(11), removed(11)], 'lost');
    expect(await deliver(first, 'tournaments', events.toReversed())).toEqual([200, 200, 200]);
    for (const client of clients) {
      await eventually('all frames', () => Promise.resolve(client.events().length >= 3));
      expect(namesOf(client)).toEqual([
        'tournament:11 match.finished',
        'tournament:11 match.finished',
        'tournament:11 tournament.deleted',
      ]);
      client.socket.close();
    }
  });

  test('after unsubscribing nothing comes any more', async () => {
    const client = await live.connect(first, { id: 5 });
    await client.watch('tournament:8', 'user:5');
    client.send({ type: 'unsubscribe', topics: ['tournament:8'] });
    await live.tournaments.commit([finished(8)]);
    await client.frame('event');
    expect(client.events().map((frame) => frame.topic)).toEqual(['user:5']);
    client.socket.close();
  });

  test('a banned user is told and cut off at every replica, others are not', async () => {
    const banned = await Promise.all([live.connect(first, { id: 9 }), live.connect(second, { id: 9 })]);
    const other = await live.connect(first, { id: 5 });
    await banned[1].watch('user:9');
    const standing = { user_id: 9, version: 2, role: 'member' as const, is_approved: true, is_banned: true };
    await live.users.commit([newEvent(userEvents.userBanned, 9, { ...standing, reason: 'spam' })]);
    expect(await Promise.all(banned.map((client) => client.closed))).toEqual([4403, 4403]);
    expect(banned[1].events()).toMatchObject([{ event: 'user.banned', data: { reason: 'spam' } }]);
    expect(other.socket.readyState).toBe(other.socket.OPEN);
    other.socket.close();
  });

  test('when a session ends, its sockets ask for a new ticket at every replica, and other sessions go on', async () => {
    const ended = await Promise.all([
      live.connect(first, { id: 12, sid: 70 }),
      live.connect(second, { id: 12, sid: 70 }),
    ]);
    const other = await live.connect(first, { id: 12, sid: 71 });
    const waiting = await live.ticketFor({ id: 12, sid: 70 });
    const payload = { user_id: 12, session_ids: [70], reason: 'logout' };
    await live.accounts.commit([newEvent(accountEvents.sessionsEnded, 12, payload)]);
    expect(await Promise.all(ended.map((client) => client.closed))).toEqual([4401, 4401]);
    expect(other.socket.readyState).toBe(other.socket.OPEN);
    // A ticket that was got before the end opens nothing after it.
    expect(await (await openSocket(socketUrl(second, waiting))).closed).toBe(4401);
    other.socket.close();
  });

  test('a ban that the broker never told cuts off all the same', async () => {
    const banned = await live.connect(second, { id: 13, ver: 1 });
    const standing = { user_id: 13, version: 2, role: 'member' as const, is_approved: true, is_banned: true };
    await live.users.commit([newEvent(userEvents.userBanned, 13, { ...standing, reason: null })], 'lost');
    expect(await banned.closed).toBe(4403);
  });

  test('an event whose payload is broken is shown to nobody and logged, and those behind it still arrive', async () => {
    const clients = await watchAtBoth('tournament:7', 'user:5', 'broadcast');
    errors.length = 0;
    const broken = { ...finished(7), payload: { ...result, tournament_id: 'seven' } };
    const events = await live.tournaments.commit([broken, finished(7)]);
    await live.shownByBoth('tournaments', events);
    for (const client of clients) {
      await eventually('the one behind it', () => Promise.resolve(client.events().length >= 2));
      expect(namesOf(client)).toEqual(['tournament:7 match.finished', 'user:5 match.finished']);
      client.socket.close();
    }
    expect(errors).toEqual([
      expect.objectContaining({
        message: 'an event cannot be used',
        event_id: events[0]?.id,
        type: 'gym.match.finished.v1',
        error: expect.objectContaining({ message: expect.stringContaining('tournament_id') }),
      }),
    ]);
  });
});

describe('messages', () => {
  const send = (path: string, role: Role, body: unknown): ReturnType<TestService['call']> =>
    first.call('POST', `/api/notifications/${path}`, { token: first.tokenFor({ id: 2, role }), body });

  test('a personal message reaches its reader alone, one without a reader and a broadcast reach everybody', async () => {
    const [reader, other] = await Promise.all([live.connect(second, { id: 5 }), live.connect(first, { id: 6 })]);
    await Promise.all([reader.watch('user:5', 'broadcast'), other.watch('user:6', 'broadcast')]);
    expect(await send('send', 'trainer', { message: 'One', user_id: 5 })).toMatchObject({
      status: 200,
      body: { detail: 'The message was sent to user 5.' },
    });
    await eventually('the personal one', () => Promise.resolve(reader.events().length === 1));
    await send('send', 'trainer', { message: 'Two' });
    await send('broadcast', 'admin', { message: 'Three', event_type: 'news' });
    await eventually('the others', () => Promise.resolve(other.events().length === 2 && reader.events().length === 3));
    expect(reader.events()[0]).toMatchObject({ topic: 'user:5', event: 'notification', data: { message: 'One' } });
    const common = other.events().map(({ topic, event, data }) => ({ topic, event, data }));
    expect(common).toEqual(
      expect.arrayContaining([
        { topic: 'broadcast', event: 'notification', data: { message: 'Two' } },
        { topic: 'broadcast', event: 'news', data: { message: 'Three' } },
      ]),
    );
    for (const client of [reader, other]) client.socket.close();
  });

  test('members may not send, and nobody may send nothing', async () => {
    expect((await send('send', 'member', { message: 'Hi' })).status).toBe(403);
    expect((await send('broadcast', 'member', { message: 'Hi' })).status).toBe(403);
    expect((await first.call('POST', '/api/notifications/send', { body: { message: 'Hi' } })).status).toBe(401);
    for (const body of [{}, { message: '' }, { message: 'x'.repeat(2001) }, { message: 'Hi', user_id: '5' }]) {
      expect((await send('send', 'trainer', body)).status).toBe(400);
    }
  });
});
