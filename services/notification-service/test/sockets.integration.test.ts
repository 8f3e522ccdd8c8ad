import { setTimeout as pause } from 'node:timers/promises';
import {
  accountEvents,
  tournamentEvents,
  userEvents,
  type CloudEvent,
  type EventTopic,
  type Role,
} from '@gym/contracts';
import { newEvent, type NewEvent } from '@gym/service-kit';
import { Router } from 'express';
import type { Redis } from 'ioredis';
import winston from 'winston';
import { z } from 'zod';
import { startEnvironment, type TestEnvironment } from '../../../tests/support/environment.js';
import { startProducer, type Producer } from '../../../tests/support/producer.js';
import { openRedis, whileReadOnly } from '../../../tests/support/redis.js';
import {
  eventOf,
  eventually,
  startTestService,
  type TestService,
  type TokenBearer,
} from '../../../tests/support/service.js';
import { createService } from '../src/service.js';
import { openSocket, refusedHandshake, type SocketClient } from './socket-client.js';
import { openStream } from './stream-client.js';

const appId = 'notification-service';
const settings = {
  TICKET_SECONDS: 3,
  HEARTBEAT_SECONDS: 2,
  PUBLIC_WS_URL: undefined,
  ALLOWED_ORIGINS: ['https://gym.example'],
};

let environment: TestEnvironment;
let accounts: Producer;
let users: Producer;
let tournaments: Producer;
let first: TestService;
let second: TestService;
let redis: Redis;
/** A tournament that only members may watch. */
const forMembers = 66;
/** What the first replica logs as an error. */
const errors: unknown[] = [];

beforeAll(async () => {
  jest.spyOn(winston.transports.Console.prototype, 'log').mockImplementation((line: unknown, next: unknown) => {
    errors.push(line);
    if (typeof next === 'function') next();
  });
  environment = await startEnvironment();
  redis = await openRedis(environment);
  accounts = await startProducer(environment, 'auth-service');
  users = await startProducer(environment, 'user-service');
  const watchable = Router().get('/internal/watchable-tournaments', (req, res) => {
    const ids = z.string().parse(req.query['ids']).split(',').map(Number);
    res.json({ ids: ids.filter((id) => id !== forMembers) });
  });
  tournaments = await startProducer(environment, 'tournament-service', [watchable]);
  first = await startTestService(appId, createService, { settings: { ...settings, LOG_LEVEL: 'error' }, environment });
  second = await startTestService(appId, createService, { settings, environment, podName: `${appId}-1` });
  // A replica shows what happens from its start on: after the first event it knows where that is.
  await shownByBoth('users', await users.commit([newEvent(userEvents.userForgotten, 1, { user_id: 1 })]));
  const forgotten = newEvent(tournamentEvents.entrantForgotten, 'user-1', { user_id: 1 });
  await shownByBoth('tournaments', await tournaments.commit([forgotten]));
});

afterAll(async () => {
  await second?.stop();
  await first?.stop();
  await tournaments?.stop();
  await users?.stop();
  await accounts?.stop();
  redis?.disconnect();
  await environment?.stop();
});

/** @returns the statuses, in the order of the events */
function deliver(replica: TestService, topic: EventTopic, events: CloudEvent[]): Promise<number[]> {
  return Promise.all(events.map(async (event) => (await replica.event(topic, event)).status));
}

async function shownByBoth(topic: EventTopic, events: CloudEvent[]): Promise<void> {
  for (const replica of [first, second]) {
    expect(await deliver(replica, topic, events)).toEqual(events.map(() => 200));
  }
}

const socketUrl = (service: TestService, ticket: string): string =>
  `ws://127.0.0.1:${service.port}/ws?ticket=${ticket}`;

async function ticketFor(user: TokenBearer): Promise<string> {
  const answer = await first.call('POST', '/api/notifications/ticket', { token: first.tokenFor(user) });
  expect(answer.status).toBe(200);
  return answer.body.ticket;
}

async function spectatorTicket(...topics: string[]): Promise<string> {
  const answer = await first.call('POST', '/api/notifications/ticket', { body: { topics } });
  expect(answer.status).toBe(200);
  return answer.body.ticket;
}

async function connect(service: TestService, user: TokenBearer): Promise<SocketClient> {
  return openSocket(socketUrl(service, await ticketFor(user)));
}

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
    const client = await openSocket(socketUrl(second, await ticketFor({ id: 5 })));
    expect(await client.frame('hello')).toEqual({ type: 'hello', session: expect.any(String), heartbeat_s: 2 });
    client.socket.close();
  });

  test('of many sockets with one ticket, at both replicas at once, one gets in', async () => {
    for (let round = 0; round < 5; round += 1) {
      const ticket = await ticketFor({ id: 5 });
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
    const used = await ticketFor({ id: 5 });
    (await openSocket(socketUrl(first, used))).socket.close();
    const old = await ticketFor({ id: 5 });
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
  const spectator = await openSocket(socketUrl(first, await spectatorTicket('tournament:67')));
  await spectator.watch('tournament:67');
  const member = await openSocket(socketUrl(first, await ticketFor({ id: 5 })));
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
  await tournaments.commit([newEvent(tournamentEvents.tournamentUpdated, 67, { tournament, changed: ['visibility'] })]);
  expect(await spectator.closed).toBe(4403);
  await member.frame('event');
  member.socket.close();
});

describe('the handshake', () => {
  test('other paths and foreign pages are refused; programs without an origin and our page are not', async () => {
    expect(await refusedHandshake(`ws://127.0.0.1:${first.port}/elsewhere`)).toBe(404);
    const ticket = await ticketFor({ id: 5 });
    expect(await refusedHandshake(socketUrl(first, ticket), { origin: 'https://evil.example' })).toBe(403);
    const client = await openSocket(socketUrl(first, ticket), { origin: 'https://gym.example' });
    await client.frame('hello');
    client.socket.close();
  });
});

describe('topics', () => {
  test('spectators watch the tournaments of their ticket and nothing else', async () => {
    const watching = await openSocket(socketUrl(first, await spectatorTicket('tournament:7')));
    await watching.watch('tournament:7');
    watching.send({ type: 'subscribe', topics: ['tournament:8'] });
    expect(await watching.closed).toBe(4403);
    const curious = await openSocket(socketUrl(first, await spectatorTicket('tournament:7')));
    curious.send({ type: 'subscribe', topics: ['broadcast'] });
    expect(await curious.closed).toBe(4403);
  });

  test('members cannot watch others or the admins; admins can watch the admins', async () => {
    for (const topic of ['user:6', 'admin']) {
      const member = await connect(first, { id: 5 });
      member.send({ type: 'subscribe', topics: [topic] });
      expect(await member.closed).toBe(4403);
    }
    const admin = await connect(first, { id: 1, role: 'admin' });
    await admin.watch('admin', 'user:1');
    admin.socket.close();
  });

  test('who wants to resume is told to reload, because nothing is kept yet', async () => {
    const client = await connect(first, { id: 5 });
    client.send({ type: 'subscribe', topics: ['broadcast', 'user:5'], after: { broadcast: 3 } });
    expect(await client.frame('resync')).toEqual({ type: 'resync', topic: 'broadcast' });
    client.socket.close();
  });

  test('malformed frames are explained, and too many end the socket', async () => {
    const client = await connect(first, { id: 5 });
    client.send('hello?');
    expect((await client.frame('error')).detail).toBe('A frame must be JSON.');
    for (let i = 0; i < 4; i += 1) client.send({ type: 'shout' });
    expect(await client.closed).toBe(1008);
  });

  test('a frame of more than 4 KiB ends the socket', async () => {
    const client = await connect(first, { id: 5 });
    client.send(`"${'x'.repeat(4095)}"`);
    expect(await client.closed).toBe(1009);
  });

  test('more than 100 topics are refused without an end of the others', async () => {
    const client = await connect(first, { id: 5 });
    const topics = (from: number): string[] => Array.from({ length: 60 }, (_, index) => `tournament:${from + index}`);
    await client.watch(...topics(1));
    client.send({ type: 'subscribe', topics: topics(100) });
    expect((await client.frame('error')).detail).toMatch(/100 topics/);
    client.socket.close();
  });
});

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
    const clients = await Promise.all([connect(first, { id: 5 }), connect(second, { id: 5 })]);
    await Promise.all(clients.map((client) => client.watch(...topics)));
    return clients;
  }

  const namesOf = (client: SocketClient): string[] => client.events().map(({ topic, event }) => `${topic} ${event}`);

  test('an event is seen by the sockets of both replicas, once each, even if it comes twice', async () => {
    const clients = await watchAtBoth('tournament:7', 'user:5');
    const events = await tournaments.commit([finished(7)]);
    for (const client of clients) {
      await eventually('the broker has brought it', () => Promise.resolve(client.events().length >= 2));
    }
    await shownByBoth('tournaments', [...events, ...events]);
    await pause(10);
    await shownByBoth('tournaments', await tournaments.commit([removed(7)]));
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
    const events = await tournaments.commit([finished(11), finished(11), removed(11)], 'lost');
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
    const client = await connect(first, { id: 5 });
    await client.watch('tournament:8', 'user:5');
    client.send({ type: 'unsubscribe', topics: ['tournament:8'] });
    await tournaments.commit([finished(8)]);
    await client.frame('event');
    expect(client.events().map((frame) => frame.topic)).toEqual(['user:5']);
    client.socket.close();
  });

  test('a banned user is told and cut off at every replica, others are not', async () => {
    const banned = await Promise.all([connect(first, { id: 9 }), connect(second, { id: 9 })]);
    const other = await connect(first, { id: 5 });
    await banned[1].watch('user:9');
    const standing = { user_id: 9, version: 2, role: 'member' as const, is_approved: true, is_banned: true };
    await users.commit([newEvent(userEvents.userBanned, 9, { ...standing, reason: 'spam' })]);
    expect(await Promise.all(banned.map((client) => client.closed))).toEqual([4403, 4403]);
    expect(banned[1].events()).toMatchObject([{ event: 'user.banned', data: { reason: 'spam' } }]);
    expect(other.socket.readyState).toBe(other.socket.OPEN);
    other.socket.close();
  });

  test('when a session ends, its sockets ask for a new ticket at every replica, and other sessions go on', async () => {
    const ended = await Promise.all([connect(first, { id: 12, sid: 70 }), connect(second, { id: 12, sid: 70 })]);
    const other = await connect(first, { id: 12, sid: 71 });
    const waiting = await ticketFor({ id: 12, sid: 70 });
    const payload = { user_id: 12, session_ids: [70], reason: 'logout' };
    await accounts.commit([newEvent(accountEvents.sessionsEnded, 12, payload)]);
    expect(await Promise.all(ended.map((client) => client.closed))).toEqual([4401, 4401]);
    expect(other.socket.readyState).toBe(other.socket.OPEN);
    // A ticket that was got before the end opens nothing after it.
    expect(await (await openSocket(socketUrl(second, waiting))).closed).toBe(4401);
    other.socket.close();
  });

  test('a ban that the broker never told cuts off all the same', async () => {
    const banned = await connect(second, { id: 13, ver: 1 });
    const standing = { user_id: 13, version: 2, role: 'member' as const, is_approved: true, is_banned: true };
    await users.commit([newEvent(userEvents.userBanned, 13, { ...standing, reason: null })], 'lost');
    expect(await banned.closed).toBe(4403);
  });

  test('an event whose payload is broken is shown to nobody and logged, and those behind it still arrive', async () => {
    const clients = await watchAtBoth('tournament:7', 'user:5', 'broadcast');
    errors.length = 0;
    const broken = { ...finished(7), payload: { ...result, tournament_id: 'seven' } };
    const events = await tournaments.commit([broken, finished(7)]);
    await shownByBoth('tournaments', events);
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
    const [reader, other] = await Promise.all([connect(second, { id: 5 }), connect(first, { id: 6 })]);
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
    const mine = await openStream(streamUrl(await ticketFor({ id: 5 })), page);
    expect(mine.status).toBe(200);
    expect(mine.headers.get('content-type')).toBe('text/event-stream');
    expect(mine.headers.get('access-control-allow-origin')).toBe('https://gym.example');
    const cup = await openStream(streamUrl(await ticketFor({ id: 6 }), 'tournament:12,user:6'));
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
    const stream = await openStream(streamUrl(await spectatorTicket('tournament:7')), { 'last-event-id': '17' });
    await eventually('two heartbeats', () =>
      Promise.resolve(stream.frames.filter(({ type }) => type === 'ping').length >= 2),
    );
    expect(stream.frames[2]).toEqual({ type: 'resync', topic: 'tournament:7' });
    stream.close();
  });

  test('needs a ticket that is not used, topics that are the holder’s, and a page of ours', async () => {
    const used = await ticketFor({ id: 5 });
    (await openStream(streamUrl(used))).close();
    expect((await openStream(streamUrl(used))).status).toBe(401);
    expect((await openStream(streamUrl(await ticketFor({ id: 5 }), 'user:6'))).status).toBe(403);
    expect((await openStream(streamUrl(await spectatorTicket('tournament:7'), 'broadcast'))).status).toBe(403);
    const foreign = { origin: 'https://evil.example' };
    expect((await openStream(streamUrl(await ticketFor({ id: 5 })), foreign)).status).toBe(403);
    expect((await openStream(streamUrl(await ticketFor({ id: 5 }), 'everything'))).status).toBe(422);
    expect((await openStream(streamUrl(''))).status).toBe(422);
    // Through the gateway it would keep a connection of everybody busy.
    const { status, body } = await first.call('GET', '/api/notifications/stream?ticket=x');
    expect({ status, body }).toMatchObject({ status: 421, body: { type: '/problems/misdirected' } });
  });

  test('is refused as something that passes while no ticket can be checked', async () => {
    const ticket = await ticketFor({ id: 5 });
    await whileReadOnly(redis, async () => {
      expect((await openStream(streamUrl(ticket))).status).toBe(503);
    });
  });

  test('ends with the login, and says why', async () => {
    const stream = await openStream(streamUrl(await ticketFor({ id: 14, sid: 80 })));
    const payload = { user_id: 14, session_ids: [80], reason: 'logout' };
    await accounts.commit([newEvent(accountEvents.sessionsEnded, 14, payload)]);
    expect(await stream.ended()).toMatchObject({ code: 4401 });
  });
});

describe('the life of a socket', () => {
  test('the page gets a ping it can see, and a client that answers none is cut off', async () => {
    const alive = await connect(first, { id: 5 });
    const dead = await openSocket(socketUrl(first, await ticketFor({ id: 6 })), { autoPong: false });
    await alive.frame('ping');
    expect(await dead.closed).toBe(1006);
    expect(alive.socket.readyState).toBe(alive.socket.OPEN);
    alive.socket.close();
  });

  test('a client that does not read is closed with 4008 and harms nobody', async () => {
    const slow = await connect(first, { id: 5 });
    const quick = await connect(first, { id: 6 });
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
    const third = await startTestService(appId, createService, { settings, environment, podName: `${appId}-2` });
    const clients = await Promise.all([connect(third, { id: 5 }), connect(third, { id: 6 })]);
    await Promise.all(clients.map((client) => client.frame('hello')));
    const ticket = await ticketFor({ id: 5 });
    const stream = await openStream(`http://127.0.0.1:${third.port}/api/notifications/stream?ticket=${ticket}`);
    const start = Date.now();
    await third.stop();
    expect(await Promise.all(clients.map((client) => client.closed))).toEqual([1012, 1012]);
    expect(await stream.ended()).toMatchObject({ code: 1012 });
    expect(Date.now() - start).toBeLessThan(3000);
  });

  test('a stream whose ticket is still being checked when its replica stops is not opened there', async () => {
    const third = await startTestService(appId, createService, { settings, environment, podName: `${appId}-2` });
    const ticket = await ticketFor({ id: 5 });
    await redis.client('PAUSE', 700, 'WRITE');
    const opening = openStream(`http://127.0.0.1:${third.port}/api/notifications/stream?ticket=${ticket}`);
    await pause(200);
    await Promise.all([third.stop(), opening]);
    expect((await opening).status).toBe(503);
  });
});
