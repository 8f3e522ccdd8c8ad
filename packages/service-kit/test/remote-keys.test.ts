import { generateKeyPairSync } from 'node:crypto';
import { z } from 'zod';
import { remoteKeys, type RemoteKeys } from '../src/auth.js';

function jwk(kid: string) {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x, y } = z.object({ x: z.string(), y: z.string() }).parse(publicKey.export({ format: 'jwk' }));
  return { kty: 'EC' as const, crv: 'P-256' as const, x, y, kid, alg: 'ES256' as const, use: 'sig' as const };
}

const a = jwk('a');
const b = jwk('b');
let published: ReturnType<typeof jwk>[] | Error;
let loads: number;
let keys: RemoteKeys;

beforeEach(() => {
  jest.useFakeTimers({ now: 1_000_000 });
  published = [a];
  loads = 0;
  keys = remoteKeys(() => {
    loads += 1;
    return published instanceof Error ? Promise.reject(published) : Promise.resolve({ keys: published });
  });
});
afterEach(() => jest.useRealTimers());

test('a key is asked for once and remembered, and requests at the same time ask together', async () => {
  const [one, two] = await Promise.all([keys.find('a'), keys.find('a')]);
  expect(one).toBeDefined();
  expect(two).toBe(one);
  expect(await keys.find('a')).toBe(one);
  expect(loads).toBe(1);
});

test('an unknown key is asked for at most once a second', async () => {
  expect(await keys.find('b')).toBeUndefined();
  published = [a, b];
  expect(await keys.find('b')).toBeUndefined();
  expect(loads).toBe(1);
  jest.advanceTimersByTime(1000);
  expect(await keys.find('b')).toBeDefined();
  expect(loads).toBe(2);
});

test('a key that is no longer listed verifies nothing from the next refresh on', async () => {
  await keys.find('a');
  published = [b];
  await keys.refresh();
  jest.advanceTimersByTime(1000);
  expect(await keys.find('a')).toBeUndefined();
});

test('a key that did not change stays the same object, so that verified tokens are remembered', async () => {
  const before = await keys.find('a');
  published = [b, a];
  await keys.refresh();
  expect(await keys.find('a')).toBe(before);
  published = [{ ...b, kid: 'a' }];
  await keys.refresh();
  expect(await keys.find('a')).not.toBe(before);
});

test('while auth-service is away, known keys go on, and unknown ones are a 503 and no refusal', async () => {
  await keys.find('a');
  published = new Error('away');
  await keys.refresh();
  expect(await keys.find('a')).toBeDefined();
  await expect(keys.find('b')).rejects.toMatchObject({ status: 503 });
  jest.advanceTimersByTime(1000);
  published = [a];
  expect(await keys.find('b')).toBeUndefined();
});

test('without any key yet, nobody is refused either', async () => {
  published = new Error('away');
  await expect(keys.find('a')).rejects.toMatchObject({ status: 503 });
  await expect(keys.find('a')).rejects.toMatchObject({ status: 503 });
  expect(loads).toBe(1);
});
