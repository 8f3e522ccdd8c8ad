import { createLogger, type VersionedState } from '@gym/service-kit';
import { z } from 'zod';
import { createLocalState } from '../src/local-state.js';
import { createSharedState } from '../src/shared-state.js';

const log = createLogger('test', { level: 'silent', json: false });
const count = z.int();
const ttl = (): number => 60;
const add = (present: number | undefined): number => (present ?? 0) + 1;

test('changes at the same time all count', async () => {
  const state = createSharedState(createLocalState(10), log);
  await Promise.all(Array.from({ length: 20 }, () => state.update('key', count, ttl, add)));
  expect(await state.read('key', count)).toBe(20);
});

test('while the store is away this process counts alone, and asks it seldom', async () => {
  let asked = 0;
  const away = (): Promise<never> => {
    asked += 1;
    return Promise.reject(new Error('away'));
  };
  const store: VersionedState = { readState: away, writeState: away };
  const state = createSharedState(store, log);
  for (let time = 0; time < 5; time += 1) await state.update('key', count, ttl, add);
  expect(await state.read('key', count)).toBe(5);
  expect(asked).toBe(1);
});

test('what is stored under the key and makes no sense counts as nothing', async () => {
  const store = createLocalState(10);
  await store.writeState('key', 'what?');
  const state = createSharedState(store, log);
  expect(await state.read('key', count)).toBeUndefined();
  await state.update('key', count, ttl, add);
  expect(await state.read('key', count)).toBe(1);
});

test('local memory is bounded: the oldest goes first', async () => {
  const store = createLocalState(3);
  for (const key of ['a', 'b', 'c', 'a', 'd']) await store.writeState(key, key);
  const kept = await Promise.all(['a', 'b', 'c', 'd'].map(async (key) => (await store.readState(key))?.value));
  expect(kept).toEqual(['a', undefined, 'c', 'd']);
});

test('what must not be there yet is written once', async () => {
  const store = createLocalState(3);
  const write = (): Promise<boolean> => store.writeState('key', 1, { etag: null });
  expect(await Promise.all([write(), write(), write()])).toEqual([true, false, false]);
});

test('a value is gone after its time', async () => {
  const store = createLocalState(3);
  await store.writeState('key', 1, { ttlSeconds: 0 });
  expect(await store.readState('key')).toBeUndefined();
});
