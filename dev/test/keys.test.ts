import { keyIds, makeSigningKey, newKeyId, rotateKeys } from '../src/keys.js';

const start = new Date('2027-05-01T09:00:00Z');
const after = (minutes: number): Date => new Date(start.getTime() + minutes * 60_000);
const first = newKeyId(start);
const group = { active: first, [first]: makeSigningKey() };

test('a new key signs and the old one verifies on', () => {
  const next = rotateKeys(group, after(60), false);
  expect(next['active']).toMatch(/^20270501T100000-[\da-f]{4}$/);
  expect(keyIds(next)).toEqual([first, next['active']]);
  expect(next[first]).toBe(group[first]);
});

test('a key is dropped when the one after it is older than any token', () => {
  const second = rotateKeys(group, after(60), false);
  const soon = rotateKeys(second, after(79), false);
  expect(keyIds(soon)).toEqual([first, second['active'], soon['active']]);
  const late = rotateKeys(second, after(80), false);
  expect(keyIds(late)).toEqual([second['active'], late['active']]);
});

test('a key that strangers may have is dropped at once', () => {
  const next = rotateKeys(group, after(1), true);
  expect(keyIds(next)).toEqual([next['active']]);
});

test('keys whose ids tell no time are older than all others', () => {
  const next = rotateKeys({ active: 'ff00aa', ff00aa: makeSigningKey() }, start, false);
  expect(keyIds(next)).toEqual(['ff00aa', next['active']]);
  expect(keyIds(rotateKeys(next, after(30), false))).not.toContain('ff00aa');
});
