import bcrypt from 'bcrypt';
import { createPasswords } from '../src/passwords.js';

const cost = 4;

test('a password is right for its own hash only', async () => {
  const passwords = await createPasswords(cost, 10);
  const hash = await passwords.hash('correct horse');
  expect(bcrypt.getRounds(hash)).toBe(cost);
  expect(await passwords.verify('correct horse', hash)).toEqual({ isRight: true });
  expect(await passwords.verify('correct horsf', hash)).toEqual({ isRight: false });
});

test('nothing is right for an account that does not exist', async () => {
  const passwords = await createPasswords(cost, 10);
  expect(await passwords.verify('', undefined)).toEqual({ isRight: false });
});

test('a longer password is not accepted because its first 72 bytes are right', async () => {
  const passwords = await createPasswords(cost, 10);
  const hash = await passwords.hash('é'.repeat(36));
  expect(await passwords.verify('é'.repeat(36), hash)).toEqual({ isRight: true });
  expect(await passwords.verify(`${'é'.repeat(36)}x`, hash)).toEqual({ isRight: false });
});

test('an unknown account costs as much as a wrong password', async () => {
  const passwords = await createPasswords(cost, 10);
  const hash = await passwords.hash('correct horse');
  const compare = jest.spyOn(bcrypt, 'compare');
  await passwords.verify('wrong', hash);
  await passwords.verify('wrong', undefined);
  const costs = compare.mock.calls.map(([, compared]) => bcrypt.getRounds(compared));
  compare.mockRestore();
  expect(costs).toEqual([cost, cost]);
});

test('when the queue is full, people are asked to come back', async () => {
  const passwords = await createPasswords(cost, 0);
  const attempts = Array.from({ length: 20 }, () => passwords.verify('x', undefined));
  const refused = (await Promise.allSettled(attempts)).filter((outcome) => outcome.status === 'rejected');
  expect(refused.length).toBeGreaterThanOrEqual(17);
  for (const { reason } of refused) expect(reason).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
});
