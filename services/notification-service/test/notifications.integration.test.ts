import type { notificationsApi } from '@gym/contracts';
import { tournamentEvents, userEvents, type Role } from '@gym/contracts';
import { newEvent, type NewEvent } from '@gym/service-kit';
import type { Redis } from 'ioredis';
import { startEnvironment, type TestEnvironment } from '../../../tests/support/environment.js';
import { startProducer, type Producer } from '../../../tests/support/producer.js';
import { openRedis, whileReadOnly } from '../../../tests/support/redis.js';
import { eventually, startTestService, type Answer, type TestService } from '../../../tests/support/service.js';
import { createService } from '../src/service.js';
import { openSocket } from './socket-client.js';

type Page = {
  items: notificationsApi.Notification[];
  next_cursor: string | null;
  unread_count: number;
};

const appId = 'notification-service';
const settings = { TICKET_SECONDS: 30, HEARTBEAT_SECONDS: 30 };

let environment: TestEnvironment;
let users: Producer;
let tournaments: Producer;
let first: TestService;
let second: TestService;
let redis: Redis;

beforeAll(async () => {
  environment = await startEnvironment();
  users = await startProducer(environment, 'user-service');
  tournaments = await startProducer(environment, 'tournament-service');
  first = await start('0');
  second = await start('1');
  redis = await openRedis(environment);
});

afterAll(async () => {
  redis?.disconnect();
  await second?.stop();
  await first?.stop();
  await tournaments?.stop();
  await users?.stop();
  await environment?.stop();
});

function start(number: string): Promise<TestService> {
  return startTestService(appId, createService, { settings, environment, podName: `${appId}-${number}` });
}

let lastUser = 100;
/** Somebody nobody has told anything yet. */
const somebody = (): number => (lastUser += 1);

function as(id: number, role: Role = 'member') {
  return (method: string, path: string, body?: unknown): Promise<Answer> =>
    first.call(method, `/api/notifications${path}`, { token: first.tokenFor({ id, role }), body });
}

async function pageOf(id: number, query = ''): Promise<Page> {
  const answer = await as(id)('GET', `/${query}`);
  expect(answer.status).toBe(200);
  return answer.body;
}

const trainer = as(2, 'trainer');
const tell = (user_id: number, message: string): Promise<Answer> => trainer('POST', '/send', { user_id, message });
const textsOf = ({ items }: Page): unknown[] => items.map(({ data }) => Reflect.get(Object(data), 'message'));
const ownOf = ({ items }: Page) => items.filter(({ topic }) => topic !== 'broadcast');

const cup = { tournament_id: 7, name: 'Cup' };
const match = {
  match_id: 1,
  round: 1,
  match_number: 1,
  loser: null,
  score: '3:1',
  next_match_id: null,
  corrected: false,
};
const won = (user_id: number): NewEvent =>
  newEvent(tournamentEvents.matchFinished, 7, {
    ...cup,
    ...match,
    winner: { participant_id: 31, user_id, name: 'Ann' },
  });

async function keeps(id: number, count: number): Promise<Page> {
  await eventually('all is kept', async () => ownOf(await pageOf(id, '?limit=100')).length >= count);
  return pageOf(id, '?limit=100');
}

describe('the list of a person', () => {
  test('has what was for the person and for everybody, newest first, in pages, and can be read', async () => {
    const [ann, bob] = [somebody(), somebody()];
    for (const text of ['One', 'Two', 'Three']) expect((await tell(ann, text)).status).toBe(200);
    expect(await trainer('POST', '/broadcast', { message: 'All', event_type: 'news' })).toMatchObject({
      body: { detail: 'The message was sent to everybody.' },
    });
    const begin = await pageOf(ann, '?limit=2');
    expect(begin).toMatchObject({
      items: [
        { topic: 'broadcast', event: 'news', data: { message: 'All' }, is_read: false },
        { topic: `user:${ann}`, event: 'notification', data: { message: 'Three' }, is_read: false },
      ],
      unread_count: 4,
    });
    expect(textsOf(await pageOf(ann, `?limit=2&cursor=${begin.next_cursor}`))).toEqual(['Two', 'One']);
    expect(textsOf(await pageOf(bob))).toEqual(['All']);

    const [all, three] = begin.items.map(({ id }) => id);
    expect(await as(ann)('PATCH', `/${three}/read`)).toMatchObject({
      status: 200,
      body: { ids: [three], unread_count: 3 },
    });
    expect((await as(ann)('PATCH', `/${three}/read`)).body).toEqual({ ids: [], unread_count: 3 });
    await as(ann)('PATCH', `/${all}/read`);
    expect(textsOf(await pageOf(ann, '?unread=true'))).toEqual(['Two', 'One']);
    // What is read here is unread for others.
    expect(await pageOf(bob)).toMatchObject({ unread_count: 1 });
    await tell(ann, 'Four');
    const upTo = await as(ann)('POST', '/read-all', { up_to: three });
    expect(upTo.body).toMatchObject({ ids: [expect.any(Number), expect.any(Number)], unread_count: 1 });
    expect((await as(ann)('POST', '/read-all')).body).toMatchObject({ unread_count: 0 });
    expect(await pageOf(ann, '?unread=true')).toEqual({ items: [], next_cursor: null, unread_count: 0 });
  });

  test('is nobody else’s, and faults are named', async () => {
    const [ann, bob] = [somebody(), somebody()];
    await tell(ann, 'Private');
    const [item] = (await pageOf(ann)).items;
    expect((await as(bob)('PATCH', `/${item?.id}/read`)).status).toBe(404);
    expect((await pageOf(ann)).items[0]).toEqual(item);
    expect((await as(ann)('PATCH', '/9007199254740993/read')).status).toBe(404);
    expect((await first.call('GET', '/api/notifications')).status).toBe(401);
    expect((await first.call('POST', '/api/notifications/read-all')).status).toBe(401);
    for (const query of ['?limit=0', '?limit=101', '?cursor=x', '?unread=yes']) {
      expect(await as(ann)('GET', `/${query}`)).toMatchObject({
        status: 422,
        body: { errors: [{ pointer: expect.stringMatching(/limit|cursor|unread/) }] },
      });
    }
    expect((await as(ann)('POST', '/read-all', { up_to: 'all' })).status).toBe(422);
  });

  test('has the number of the frame that a device got, and other devices hear what was read', async () => {
    const ann = somebody();
    const { body } = await second.call('POST', '/api/notifications/ticket', { token: second.tokenFor({ id: ann }) });
    const phone = await openSocket(`ws://127.0.0.1:${second.port}/ws?ticket=${body.ticket}`);
    await phone.watch(`user:${ann}`);
    await tell(ann, 'Hi');
    const { seq } = await phone.frame('event');
    expect(await as(ann)('PATCH', `/${seq}/read`)).toMatchObject({ status: 200 });
    await eventually('the phone hears of it', () => Promise.resolve(phone.events().length === 2));
    expect(phone.events()[1]).toMatchObject({
      topic: `user:${ann}`,
      event: 'notifications.read',
      data: { ids: [seq], unread_count: expect.any(Number) },
    });
    phone.socket.close();
  });
});

describe('what is kept of events', () => {
  test('is there once, although two replicas hear of it, and stays read when the event comes again', async () => {
    const ann = somebody();
    const events = await tournaments.commit(Array.from({ length: 40 }, () => won(ann)));
    const page = await keeps(ann, 40);
    expect(new Set(page.items.map(({ id }) => id)).size).toBe(page.items.length);
    await as(ann)('POST', '/read-all');
    await Promise.all([first, second].flatMap((replica) => events.map((event) => replica.event('tournaments', event))));
    await tournaments.commit([won(ann)]);
    expect(await keeps(ann, 41)).toMatchObject({ unread_count: 1 });
  });

  test('is complete for a draw of 1,000 participants', async () => {
    const user_ids = Array.from({ length: 1000 }, (_, index) => 50_000 + index);
    await tournaments.commit([
      newEvent(tournamentEvents.bracketGenerated, 8, {
        ...cup,
        rounds: 10,
        matches: 999,
        user_ids,
      }),
    ]);
    await keeps(50_999, 1);
    // The key of the position is written when all of them are there.
    await eventually('the event is done', async () => {
      const { sources } = (await first.call('GET', '/internal/events/status')).body;
      return sources['tournament-service'].position === (await tournaments.lastSeq());
    });
    const keys = await redis.keys('notification-service||notifications-5[0-9][0-9][0-9][0-9]');
    expect(keys.length).toBe(1000);
    const lists = await Promise.all([50_000, 50_500, 50_999].map((id) => pageOf(id)));
    for (const list of lists) expect(ownOf(list)).toMatchObject([{ event: 'bracket.generated' }]);
  });

  test('waits while the store takes nothing, and is not lost', async () => {
    const ann = somebody();
    await whileReadOnly(redis, async () => {
      await tournaments.commit([won(ann)], 'lost');
      await eventually('it is known to wait', async () => {
        const { sources } = (await first.call('GET', '/internal/events/status')).body;
        return sources['tournament-service'].error !== null;
      });
      expect(await tell(ann, 'Not now')).toMatchObject({
        status: 503,
        body: { type: '/problems/unavailable' },
      });
    });
    const page = await keeps(ann, 1);
    expect(ownOf(page)).toMatchObject([{ event: 'match.finished', data: { you_won: true } }]);
  });

  test('comes back from the producers when the store was emptied', async () => {
    const ann = somebody();
    await tournaments.commit([won(ann), won(ann)]);
    await keeps(ann, 2);
    await redis.flushall();
    await tournaments.commit([won(ann)]);
    expect(ownOf(await keeps(ann, 3))).toHaveLength(3);
  });

  test('is forgotten with the person, also what is told about them later', async () => {
    const ann = somebody();
    await users.commit([newEvent(userEvents.profileCreated, ann, { user_id: ann, full_name: 'Ann' })]);
    await keeps(ann, 1);
    await users.commit([newEvent(userEvents.userForgotten, ann, { user_id: ann })]);
    await eventually('the list is gone', async () => ownOf(await pageOf(ann)).length === 0);
    const bob = somebody();
    await tournaments.commit([won(ann), won(bob)]);
    await keeps(bob, 1);
    expect(ownOf(await pageOf(ann))).toEqual([]);
    expect(JSON.stringify(await redis.hgetall(`notification-service||notifications-${ann}`))).not.toContain('Ann');
  });

  test('has what happened while no replica was there', async () => {
    const ann = somebody();
    await keeps(ann, 0);
    await second.stop();
    await first.stop();
    await tournaments.commit([won(ann)]);
    [first, second] = await Promise.all([start('0'), start('1')]);
    expect(ownOf(await keeps(ann, 1))).toHaveLength(1);
  });
});
