import { assert, constantFrom, property, string } from 'fast-check';
import { isEasyToGuess, requireHardPassword } from '../src/domain/easy-passwords.js';

const ann = { email: 'ann.lee@gym.test', full_name: 'Ann Margaret Lee' };

const easy = `password Password123! P@ssw0rd p455w0rd!! 123password passwordpassword iloveyou ILoveYou2
  12345678 87654321 1234567890 11111111 aaaaaaaaaa abababab abcabcabc 12341234 90123456
  qwertyuiop poiuytrewq 1q2w3e4r 1qaz2wsx asdfghjkl qwertz123 abcdefgh a1b2c3d4
  football1 Summer2024! welcome1 letmein!! admin123! gymgym123 changeme trustno1`;

test.each(easy.split(/\s+/))('%s is refused', (password) => {
  expect(isEasyToGuess(password, ann)).toBe(true);
});

test.each([
  'ann.lee@gym.test',
  'ANN.LEE@gym.test',
  'ann.lee2024',
  'Margaret',
  'margaret1!',
  'annmargaretlee',
  'Ann Margaret Lee',
])('%s is refused for Ann Margaret Lee, and is for her alone', (password) => {
  expect(isEasyToGuess(password, ann)).toBe(true);
  expect(isEasyToGuess(password, { email: 'bob@gym.test', full_name: 'Bob Stone' })).toBe(false);
});

test.each([
  'correct horse 1',
  'root-password-1',
  'Tr0ub4dor&3',
  'two words',
  'grünerKäse7',
  '漢字漢字だよね私',
  'x7#kQ9!m',
])('%s is taken', (password) => {
  expect(isEasyToGuess(password, ann)).toBe(false);
});

test('random passwords are taken', () => {
  const sign = constantFrom(...Array.from('bdghjkmprvwxz2689#%&'));
  const password = string({ unit: sign, minLength: 14, maxLength: 72 }).filter((text) => new Set(text).size > 5);
  assert(property(password, (text) => expect(isEasyToGuess(text, ann)).toBe(false)));
});

test('any text is judged, whatever its characters', () => {
  assert(
    property(string({ unit: 'binary', maxLength: 72 }), string(), (text, name) => {
      expect(typeof isEasyToGuess(text, { email: name, full_name: name })).toBe('boolean');
    }),
  );
});

test('the refusal points at the field', () => {
  expect(() => requireHardPassword('password1', ann, '#/new_password', 422)).toThrow(
    expect.objectContaining({ status: 422, errors: [expect.objectContaining({ pointer: '#/new_password' })] }),
  );
});
