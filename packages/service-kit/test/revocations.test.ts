import { setTimeout as delay } from 'node:timers/promises';
import { userEvents, type CloudEvent } from '@gym/contracts';
import { createLogger } from '../src/logger.js';
import type { RevocationPage } from '../src/revocations/revocation-log.js';
import { createRevocations, type RevokingService } from '../src/revocations/revocations.js';

const log = createLogger('test', { level: 'silent', json: false });
const old = { id: 1, sessionId: 1, version: 1 };

function ban(seq: number, version: number): CloudEvent {
  const payload = { user_id: 1, version, role: 'member', is_approved: true, is_banned: true, reason: null };
  const { type } = userEvents.userBanned;
  const id = 'a8098c1a-f86e-41da-bd1a-00112444be1e';
  const time = '2027-01-01T00:00:00Z';
  return { specversion: '1.0', id, source: 'user-service', type, subject: '1', time, data: { seq, payload } };
}

/** What the services would answer. */
function answers(
  userService: () => RevocationPage,
): (service: RevokingService, after: number) => Promise<RevocationPage> {
  return async (service, after) => {
    const page = service === 'user-service' ? userService() : { events: [], last_seq: 0 };
    return { ...page, events: page.events.filter(({ data }) => data.seq > after) };
  };
}

test('the first request waits until it is known what others refuse already', async () => {
  const slow = answers(() => ({ events: [ban(7, 2)], last_seq: 7 }));
  const revocations = createRevocations(async (service, after) => {
    await delay(50);
    return slow(service, after);
  }, log);
  revocations.start();
  try {
    expect(revocations.refuses(old)).toBe(false);
    expect(await revocations.isRevoked(old)).toBe(true);
  } finally {
    await revocations.stop();
  }
});

test('while a service does not answer, others are let in and what is known stays in force', async () => {
  let fails = false;
  const page = answers(() => ({ events: [ban(7, 2)], last_seq: 7 }));
  const revocations = createRevocations((service, after) => {
    return fails ? Promise.reject(new Error('away')) : page(service, after);
  }, log);
  revocations.start();
  try {
    expect(await revocations.isRevoked(old)).toBe(true);
    fails = true;
    await delay(1000);
    expect(await revocations.isRevoked(old)).toBe(true);
    expect(await revocations.isRevoked({ ...old, id: 2 })).toBe(false);
  } finally {
    await revocations.stop();
  }
});

test('a service that was silent for long is named, as long as it is', async () => {
  jest.useFakeTimers({ now: 0 });
  try {
    const revocations = createRevocations((service, after) => {
      if (service === 'user-service') return Promise.reject(new Error('away'));
      return answers(() => ({ events: [], last_seq: 0 }))(service, after);
    }, log);
    revocations.start();
    await jest.advanceTimersByTimeAsync(4900);
    await expect(revocations.check()).resolves.toBeUndefined();
    await jest.advanceTimersByTimeAsync(1000);
    await expect(revocations.check()).rejects.toThrow(/not heard from user-service lately/);
  } finally {
    jest.useRealTimers();
  }
});

test('a service that was restored to an earlier time is read anew', async () => {
  let page: RevocationPage = { events: [ban(7, 5)], last_seq: 7 };
  const revocations = createRevocations(
    answers(() => page),
    log,
  );
  revocations.start();
  try {
    expect(await revocations.isRevoked({ ...old, version: 4 })).toBe(true);
    page = { events: [ban(3, 2)], last_seq: 3 };
    await delay(1000);
    expect(revocations.refuses({ ...old, version: 4 })).toBe(false);
    expect(revocations.refuses(old)).toBe(true);
  } finally {
    await revocations.stop();
  }
});
