import { setTimeout as pause } from 'node:timers/promises';
import { accountEvents, tournamentEvents, userEvents } from '@gym/contracts';
import { newEvent } from '@gym/service-kit';
import type { Redis } from 'ioredis';
import { openRedis, whileReadOnly } from '../../../tests/support/redis.js';
import { eventOf, eventually, type TestService } from '../../../tests/support/service.js';
import { appId, forMembers, socketUrl, startLive, type Live } from './live.js';
import { openSocket, refusedHandshake } from './socket-client.js';
import { openStream } from './stream-client.js';

let live: Live;
let first: TestService;
let second: TestService;
let redis: Redis;

beforeAll(async () => {
  live = await startLive();
  ({ first, second } = live);
  redis = await openRedis(live.environment);
});

afterAll(async () => {
  redis?.disconnect();
  await live?.stop();
});

describe('tickets', () => {
  test('a ticket comes with the address to open and its time to live', async () => {
    const answer = await first.call('POST', '/api/notifications/ticket', { token: first.tokenFor({ id: 5 }) });
    expect(answer.body).toEqual({
      ticket: expect.stringMatching(/^[\w-]{43}$/),
      url: `ws://localhost:${first.port}/ws?ticket=${answer.body.ticket}`,
      stream_url: `http://localhost:${first.port}/api/notifications/stream?ticket=${answer.body.ticket}`,
      expires_in: 3,
    });
  });

  test('a ticket from one replica opens a socket at the other', async () => {
    const client = await openSocket(socketUrl(second, await live.ticketFor({ id: 5 })));
    expect(await client.frame('hello')).toEqual({ type: 'hello', session: expect.any(String), heartbeat_s: 2 });
    client.socket.close();
  });

  test('of many sockets with one ticket, at both replicas at once, one gets in', async () => {
    for (let round = 0; round < 5; round += 1) {
      const ticket = await live.ticketFor({ id: 5 });
      const clients = await Promise.all(
        [first, second, first, second, first, second].map((service) => openSocket(socketUrl(service, ticket))),
      );
      const outcomes = await Promise.all(
        clients.map((client) => Promise.race([client.closed, client.frame('hello').then(() => 'hello' as const)])),
      );
      expect(outcomes.map(String).sort()).toEqual(['4401', '4401', '4401', '4401', '4401', 'hello']);
      for (const client of clients) client.socket.close();
    }
  });

  test('a ticket that is missing, made up, used or too old is answered with 4401', async () => {
    const used = await live.ticketFor({ id: 5 });
    (await openSocket(socketUrl(first, used))).socket.close();
    const old = await live.ticketFor({ id: 5 });
    await pause(3100);
    for (const ticket of ['', 'x'.repeat(43), used, old]) {
      expect(await (await openSocket(socketUrl(first, ticket))).closed).toBe(4401);
    }
    expect(await (await openSocket(`ws://127.0.0.1:${first.port}/ws`)).closed).toBe(4401);
  });

  test('without a login a ticket needs topics, and a bad login is no spectator', async () => {
    expect(await first.call('POST', '/api/notifications/ticket')).toMatchObject({ status: 401 });
    const body = { topics: ['tournament:7'] };
    const forged = await first.call('POST', '/api/notifications/ticket', { token: 'a.b.c', body });
    expect(forged.status).toBe(401);
    const personal = await first.call('POST', '/api/notifications/ticket', { body: { topics: ['user:5'] } });
    expect(personal.status).toBe(422);
  });
});

test('without a login there is no ticket for tournaments of members, also not beside others', async () => {
  const body = { topics: ['tournament:7', `tournament:${forMembers}`] };
  expect(await first.call('POST', '/api/notifications/ticket', { body })).toMatchObject({
    status: 403,
    body: { type: '/problems/not-watchable' },
  });
  const token = first.tokenFor({ id: 5 });
  expect((await first.call('POST', '/api/notifications/ticket', { token, body })).status).toBe(200);
});

test('spectators are sent away when a tournament becomes one for members, and members stay', async () => {
  const spectator = await openSocket(socketUrl(first, await live.spectatorTicket('tournament:67')));
  await spectator.watch('tournament:67');
  const member = await openSocket(socketUrl(first, await live.ticketFor({ id: 5 })));
  await member.watch('tournament:67');
  const tournament = {
    id: 67,
    name: 'Spring Open',
    start_date: '2027-05-01T09:00:00Z',
    max_participants: 8,
    tournament_type: 'swiss' as const,
    status: 'setup' as const,
    created_at: '2027-04-01T09:00:00Z',
    created_by: 2,
    participant_count: 0,
    visibility: 'members' as const,
  };
  await live.tournaments.commit([
    newEvent(tournamentEvents.tournamentUpdated, 67, { tournament, changed: ['visibility'] }),
  ]);
  expect(await spectator.closed).toBe(4403);
  await member.frame('event');
  member.socket.close();
});

describe('the handshake', () => {
  test('other paths and foreign pages are refused; programs without an origin and our page are not', async () => {
    expect(await refusedHandshake(`ws://127.0.0.1:${first.port}/elsewhere`)).toBe(404);
    const ticket = await live.ticketFor({ id: 5 });
    expect(await refusedHandshake(socketUrl(first, ticket), { origin: 'https://evil.example' })).toBe(403);
    const client = await openSocket(socketUrl(first, ticket), { origin: 'https://gym.example' });
    await client.frame('hello');
    client.socket.close();
  });
});

describe('topics', () => {
  test('spectators watch the tournaments of their ticket and nothing else', async () => {
    const watching = await openSocket(socketUrl(first, await live.spectatorTicket('tournament:7')));
    await watching.watch('tournament:7');
    watching.send({ type: 'subscribe', topics: ['tournament:8'] });
    expect(await watching.closed).toBe(4403);
    const curious = await openSocket(socketUrl(first, await live.spectatorTicket('tournament:7')));
    curious.send({ type: 'subscribe', topics: ['broadcast'] });
    expect(await curious.closed).toBe(4403);
  });

  test('members cannot watch others or the admins; admins can watch the admins', async () => {
    for (const topic of ['user:6', 'admin']) {
      const member = await live.connect(first, { id: 5 });
      member.send({ type: 'subscribe', topics: [topic] });
      expect(await member.closed).toBe(4403);
    }
    const admin = await live.connect(first, { id: 1, role: 'admin' });
    await admin.watch('admin', 'user:1');
    admin.socket.close();
  });

  test('who wants to resume is told to reload, because nothing is kept yet', async () => {
    const client = await live.connect(first, { id: 5 });
    client.send({ type: 'subscribe', topics: ['broadcast', 'user:5'], after: { broadcast: 3 } });
    expect(await client.frame('resync')).toEqual({ type: 'resync', topic: 'broadcast' });
    client.socket.close();
  });

  test('malformed frames are explained, and too many end the socket', async () => {
    const client = await live.connect(first, { id: 5 });
    client.send('hello?');
    expect((await client.frame('error')).detail).toBe('A frame must be JSON.');
    for (let i = 0; i < 4; i += 1) client.send({ type: 'shout' });
    expect(await client.closed).toBe(1008);
  });

  test('a frame of more than 4 KiB ends the socket', async () => {
    const client = await live.connect(first, { id: 5 });
    client.send(`"${'x'.repeat(4095)}"`);
    expect(await client.closed).toBe(1009);
  });

  test('more than 100 topics are refused without an end of the others', async () => {
    const client = await live.connect(first, { id: 5 });
    const topics = (from: number): string[] => Array.from({ length: 60 }, (_, index) => `tournament:${from + index}`);
    await client.watch(...topics(1));
    client.send({ type: 'subscribe', topics: topics(100) });
    expect((await client.frame('error')).detail).toMatch(/100 topics/);
    client.socket.close();
  });
});

describe('a stream for EventSource', () => {
  const streamUrl = (ticket: string, topics?: string): string =>
    `http://127.0.0.1:${second.port}/api/notifications/stream?ticket=${ticket}${topics ? `&topics=${topics}` : ''}`;
  const tell = (user_id: number): ReturnType<TestService['call']> =>
    first.call('POST', '/api/notifications/send', {
      token: first.tokenFor({ id: 2, role: 'trainer' }),
      body: { message: 'Hi', user_id },
    });

  test('has the frames of a socket, of what is for the person and of the topics that were asked for', async () => {
    const page = { origin: 'https://gym.example' };
    const mine = await openStream(streamUrl(await live.ticketFor({ id: 5 })), page);
    expect(mine.status).toBe(200);
    expect(mine.headers.get('content-type')).toBe('text/event-stream');
    expect(mine.headers.get('access-control-allow-origin')).toBe('https://gym.example');
    const cup = await openStream(streamUrl(await live.ticketFor({ id: 6 }), 'tournament:12,user:6'));
    await tell(5);
    await tell(6);
    const [frame] = await mine.events(1);
    expect(frame).toMatchObject({ topic: 'user:5', data: { message: 'Hi' } });
    expect(mine.ids).toEqual([String(frame?.type === 'event' && frame.seq)]);
    expect(await cup.events(1)).toMatchObject([{ topic: 'user:6' }]);
    expect(mine.frames.slice(0, 2)).toEqual([
      { type: 'hello', session: expect.any(String), heartbeat_s: 2 },
      { type: 'subscribed', topics: ['user:5', 'broadcast'] },
    ]);
    for (const stream of [mine, cup]) stream.close();
  });

  test('says what may have been missed to who has seen something before, and lives on heartbeats', async () => {
    const stream = await openStream(streamUrl(await live.spectatorTicket('tournament:7')), { 'last-event-id': '17' });
    await eventually('two heartbeats', () =>
      Promise.resolve(stream.frames.filter(({ type }) => type === 'ping').length >= 2),
    );
    expect(stream.frames[2]).toEqual({ type: 'resync', topic: 'tournament:7' });
    stream.close();
  });

  test('needs a ticket that is not used, topics that are the holder’s, and a page of ours', async () => {
    const used = await live.ticketFor({ id: 5 });
    (await openStream(streamUrl(used))).close();
    expect((await openStream(streamUrl(used))).status).toBe(401);
    expect((await openStream(streamUrl(await live.ticketFor({ id: 5 }), 'user:6'))).status).toBe(403);
    expect((await openStream(streamUrl(await live.spectatorTicket('tournament:7'), 'broadcast'))).status).toBe(403);
    const foreign = { origin: 'https://evil.example' };
    expect((await openStream(streamUrl(await live.ticketFor({ id: 5 })), foreign)).status).toBe(403);
    expect((await openStream(streamUrl(await live.ticketFor({ id: 5 }), 'everything'))).status).toBe(422);
    expect((await openStream(streamUrl(''))).status).toBe(422);
    // Through the gateway it would keep a connection of everybody busy.
    const { status, body } = await first.call('GET', '/api/notifications/stream?ticket=x');
    expect({ status, body }).toMatchObject({ status: 421, body: { type: '/problems/misdirected' } });
  });

  test('is refused as something that passes while no ticket can be checked', async () => {
    const ticket = await live.ticketFor({ id: 5 });
    await whileReadOnly(redis, async () => {
      expect((await openStream(streamUrl(ticket))).status).toBe(503);
    });
  });

  test('ends with the login, and says why', async () => {
    const stream = await openStream(streamUrl(await live.ticketFor({ id: 14, sid: 80 })));
    const payload = { user_id: 14, session_ids: [80], reason: 'logout' };
    await live.accounts.commit([newEvent(accountEvents.sessionsEnded, 14, payload)]);
    expect(await stream.ended()).toMatchObject({ code: 4401 });
  });
});

describe('the life of a socket', () => {
  test('the page gets a ping it can see, and a client that answers none is cut off', async () => {
    const alive = await live.connect(first, { id: 5 });
    const dead = await openSocket(socketUrl(first, await live.ticketFor({ id: 6 })), { autoPong: false });
    await alive.frame('ping');
    expect(await dead.closed).toBe(1006);
    expect(alive.socket.readyState).toBe(alive.socket.OPEN);
    alive.socket.close();
  });

  test('a client that does not read is closed with 4008 and harms nobody', async () => {
    const slow = await live.connect(first, { id: 5 });
    const quick = await live.connect(first, { id: 6 });
    await Promise.all([slow.watch('broadcast'), quick.watch('broadcast')]);
    slow.socket.pause();
    const time = new Date().toISOString();
    const frame = { type: 'event', topic: 'broadcast', event: 'news', time, data: 'x'.repeat(1_000_000) };
    for (let seq = 1; seq <= 20; seq += 1) {
      const event = eventOf(userEvents.userDeleted, appId, 'frames', seq, { user_id: 1, version: 1 });
      const body = { ...event, data: { frames: [{ ...frame, seq }], disconnect: [] } };
      expect((await first.call('POST', '/internal/frames', { body })).status).toBe(200);
    }
    await eventually('the quick one has all', () => Promise.resolve(quick.events().length === 20));
    slow.socket.resume();
    expect(await slow.closed).toBe(4008);
    expect(slow.events().length).toBeLessThan(20);
    quick.socket.close();
  });

  test('a replica that stops sends its clients away with 1012, at once', async () => {
    const third = await live.startThird();
    const clients = await Promise.all([live.connect(third, { id: 5 }), live.connect(third, { id: 6 })]);
    await Promise.all(clients.map((client) => client.frame('hello')));
    const ticket = await live.ticketFor({ id: 5 });
    const stream = await openStream(`http://127.0.0.1:${third.port}/api/notifications/stream?ticket=${ticket}`);
    const start = Date.now();
    await third.stop();
    expect(await Promise.all(clients.map((client) => client.closed))).toEqual([1012, 1012]);
    expect(await stream.ended()).toMatchObject({ code: 1012 });
    expect(Date.now() - start).toBeLessThan(3000);
  });

  test('a stream whose ticket is still being checked when its replica stops is not opened there', async () => {
    const third = await live.startThird();
    const ticket = await live.ticketFor({ id: 5 });
    await redis.client('PAUSE', 700, 'WRITE');
    const opening = openStream(`http://127.0.0.1:${third.port}/api/notifications/stream?ticket=${ticket}`);
    await pause(200);
    await Promise.all([third.stop(), opening]);
    expect((await opening).status).toBe(503);
  });
});
