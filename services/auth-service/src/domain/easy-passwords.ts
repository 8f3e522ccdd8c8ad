import { invalidFields } from '@gym/service-kit/errors';

/** What people take first, in letters only: digits and signs around a word, and digits inside it, are undone. */
const words = new Set(
  `abcdef access account admin administrator alexander andrea andrew angel anthony apple arsenal asdf asdfgh ashley
  autumn babygirl bailey banana barcelona baseball basketball batman beautiful bitcoin blink butterfly changeit changeme
  charlie cheese chelsea chocolate computer cookie corvette daniel default diamond dragon email facebook family ferrari
  fitness flower football forever freedom friday friend friends fuckyou gandalf george ginger google guest gym
  gymmember hallo hannah harley heaven hello hottie hunter iloveyou instagram internet jasmine jennifer jessica jesus
  jordan joshua justin killer letmein letmeinnow liverpool login london loveme lovely lovers maggie manchester
  manager marina martin master matrix matthew maverick member mercedes merlin michael michelle minecraft monday money
  monkey monster mustang mypassword naruto newyork nicole ninja nothing october orange pass passion password passwords
  passwort patrick peanut pepper phoenix player please pokemon porsche princess purple qazwsx qwert qwerty qwertz rainbow
  ranger rangers robert root rosebud samantha samsung sandra secret security september service shadow silver snoopy
  soccer sophie spiderman spring starwars steelers sterling strength student summer sunday sunshine superman superstar
  support sweetheart taylor temp temporary test tester testing thomas thunder tigger tournament trainer training
  travel trustme trustno unknown user vanessa victoria welcome whatever william winner winter wizard workout yankees
  yellow zaq zxcvbn`.split(/\s+/),
);

/** Keys as they lie beside each other, and rows that everybody knows; also read backwards. */
const rows = [
  '01234567890123456789',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
  'qwertzuiopasdfghjklyxcvbnm',
  'azertyuiopqsdfghjklmwxcvbn',
  'qazwsxedcrfvtgbyhnujmikolp',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
  '1q2w3e4r5t6y7u8i9o0p',
  'a1b2c3d4e5f6g7h8i9j0',
  'q1w2e3r4t5y6u7i8o9p0',
].flatMap((row) => [row, Array.from(row).toReversed().join('')]);

const lookalikes: Record<string, string> = {
  0: 'o',
  1: 'i',
  3: 'e',
  4: 'a',
  5: 's',
  7: 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

/** Somebody whose name and address are the first guesses. */
export interface Owner {
  email: string;
  full_name?: string | null;
}

/** Whether guessers try this among the first: a common word with decoration, a row of keys, a repetition, the owner. */
export function isEasyToGuess(password: string, { email, full_name }: Owner): boolean {
  const text = password.normalize('NFKC').toLowerCase();
  const own = new Set([email, ...email.split('@'), ...namesOf(full_name ?? '')].map((name) => name.toLowerCase()));
  return (
    own.has(text) ||
    isRepetition(text) ||
    isRow(text.replaceAll(/[^\p{L}\p{N}]/gu, '')) ||
    coresOf(text).some((core) => words.has(core) || own.has(core))
  );
}

/** @throws AppError that points at the field, for a password that would not last */
export function requireHardPassword(password: string, owner: Owner, pointer: string, status: 400 | 422): void {
  if (!isEasyToGuess(password, owner)) return;
  const message = 'is too easy to guess: a common word, a row of keys, a repetition, or your own name';
  throw invalidFields([{ pointer, message }], status);
}

function namesOf(fullName: string): string[] {
  const names = fullName.split(/\s+/).filter((name) => name.length > 2);
  return [...names, names.join(''), names.toReversed().join(''), fullName];
}

function isRow(keys: string): boolean {
  return keys.length > 5 && rows.some((row) => row.includes(keys));
}

/** Also of a few different characters in any order. */
function isRepetition(text: string): boolean {
  return new Set(text).size <= 2 || /^(.{1,6})\1+$/u.test(text);
}

/** The word inside: without what stands around it, without look-alikes, and once when it stands there twice. */
function coresOf(text: string): string[] {
  const bare = text.replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  const undecorated = text.replaceAll(/^[\d\W_]+(?=[\p{L}@$])|[\d\W_]+$/gu, '');
  const cores = [bare, readable(undecorated), readable(text).replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, '')];
  return cores.flatMap((core) => [core, core.replace(/^(.+)[\W_]?\1$/u, '$1')]);
}

function readable(text: string): string {
  return text.replaceAll(/[013457@$!]/g, (sign) => lookalikes[sign] ?? sign);
}
