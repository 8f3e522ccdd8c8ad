import { accountEvents, userEvents, type CloudEvent, type EventType } from '@gym/contracts';
import * as fc from 'fast-check';
import { createRevocationList, revocationMs, type Bearer } from '../src/revocations/revocation-list.js';

function event<Payload>({ type }: EventType<Payload>, payload: Payload): CloudEvent {
  const id = 'a8098c1a-f86e-41da-bd1a-00112444be1e';
  return {
    specversion: '1.0',
    id,
    source: 's',
    type,
    subject: '1',
    time: '2027-01-01T00:00:00Z',
    data: { seq: 1, payload },
  };
}

const ban = (user_id: number, version: number): CloudEvent =>
  event(userEvents.userBanned, { user_id, version, role: 'member', is_approved: true, is_banned: true, reason: null });
const end = (user_id: number, ...session_ids: number[]): CloudEvent =>
  event(accountEvents.sessionsEnded, { user_id, session_ids, reason: 'logout' });
const bearer = (id: number, sessionId: number, version: number): Bearer => ({ id, sessionId, version });

const small = fc.integer({ min: 1, max: 4 });
const anyEvent = fc.oneof(
  fc.tuple(small, small).map(([user, version]) => ({ user, version })),
  fc.tuple(small, small).map(([user, session]) => ({ user, session })),
);

test('a token is refused exactly when its session has ended or its standing is older, in whatever order that was told', () => {
  fc.assert(
    fc.property(fc.array(anyEvent), small, small, fc.integer({ min: 0, max: 4 }), (told, id, session, version) => {
      const list = createRevocationList();
      for (const item of told)
        list.add('version' in item ? ban(item.user, item.version) : end(item.user, item.session));
      const expected = told.some((item) =>
        'version' in item ? item.user === id && item.version > version : item.session === session,
      );
      expect(list.refuses(bearer(id, session, version))).toBe(expected);
    }),
  );
});

test('what is told again is no news', () => {
  const list = createRevocationList();
  expect(list.add(ban(1, 2))).toEqual({ user_id: 1, version: 2 });
  expect(list.add(ban(1, 2))).toBeUndefined();
  expect(list.add(ban(1, 1))).toBeUndefined();
  expect(list.add(end(1, 5))).toEqual({ user_id: 1, session_ids: [5] });
  expect(list.add(end(1, 5, 6))).toEqual({ user_id: 1, session_ids: [6] });
  expect(list.add(event(userEvents.userForgotten, { user_id: 1 }))).toBeUndefined();
});

test('entries are kept for an hour and not for ever', () => {
  let now = 0;
  const list = createRevocationList(() => now);
  list.add(ban(1, 2));
  list.add(end(1, 5));
  now = revocationMs - 1;
  list.add(ban(2, 1));
  expect(list.refuses(bearer(1, 9, 1))).toBe(true);
  now = revocationMs;
  list.add(ban(2, 2));
  expect([list.refuses(bearer(1, 9, 1)), list.refuses(bearer(3, 5, 0))]).toEqual([false, false]);
  expect(list.refuses(bearer(2, 9, 1))).toBe(true);
});
