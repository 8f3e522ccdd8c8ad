import bcrypt from 'bcrypt';
import { createPasswords, type Passwords } from '../src/passwords.js';
import { readLegacyHash } from '../src/werkzeug.js';
import { legacyHashes } from './legacy-hashes.js';

// A million iterations take half a second of a machine that does nothing else.
jest.setTimeout(60_000);

let passwords: Passwords;
beforeAll(async () => {
  passwords = await createPasswords(4, 10);
});

test.each(
  legacyHashes.map((fixture): [string, string, (typeof legacyHashes)[number]] => [
    fixture.password,
    fixture.made_by,
    fixture,
  ]),
)('the password %j still works with the hash of %s, and no other does', async (password, _maker, { hash }) => {
  expect(await passwords.verify(`${password} `, hash)).toEqual({ isRight: false });
  const { isRight, replacement = '' } = await passwords.verify(password, hash);
  expect(isRight).toBe(true);
  // bcrypt would accept the first 72 bytes of a longer one alone.
  expect(await bcrypt.compare(password, replacement)).toBe(Buffer.byteLength(password) <= 72);
});

const digest = 'a5'.repeat(64);

test.each([
  ['1 GiB of memory', `scrypt:1048576:8:1$salt$${digest}`],
  ['blocks of 99', `scrypt:32768:99:1$salt$${digest}`],
  ['99 rounds', `scrypt:32768:8:99$salt$${digest}`],
  ['a cost that is no power of two', `scrypt:32767:8:1$salt$${digest}`],
  ['no cost', `scrypt:0:8:1$salt$${digest}`],
  ['no block', `scrypt:32768:0:1$salt$${digest}`],
  ['a short digest', `scrypt:32768:8:1$salt$${digest.slice(2)}`],
  ['an empty digest', 'scrypt:32768:8:1$salt$'],
  ['an empty salt', `scrypt:32768:8:1$$${digest}`],
  ['9 million iterations', `pbkdf2:sha256:9000000$salt$${digest.slice(64)}`],
  ['no iterations', `pbkdf2:sha256:0$salt$${digest.slice(64)}`],
  ['another digest', `pbkdf2:sha1:1000$salt$${digest.slice(64)}`],
  ['plain text', 'correct horse 1'],
  ['nothing', ''],
])('a hash with %s opens nothing and costs nothing', async (_what, hash) => {
  expect(readLegacyHash(hash)).toBeUndefined();
  expect(await passwords.verify('correct horse 1', hash)).toEqual({ isRight: false });
});
