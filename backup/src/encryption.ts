import type { Readable } from 'node:stream';
import { UsageError } from './errors.js';
import { feed, start, type Running } from './programs.js';
import type { Encryption } from './settings.js';

const endings = { none: '', age: '.age', gpg: '.gpg' } as const;

export function endingOf(kind: Encryption['kind']): string {
  return endings[kind];
}

/** It asks nobody, neither a person nor the network. */
const gpgArguments = ['--batch', '--no-auto-key-locate'];

/** A program that reads what is to be encrypted and writes the result; undefined when nothing is. */
export function startEncryption(encryption: Encryption): Running | undefined {
  if (encryption.kind === 'none') return undefined;
  if (encryption.kind === 'age') return start('age', ['--encrypt', '--recipients-file', encryption.recipients]);
  // The key was put into the keyring by who runs the backups: that is the trust.
  const args = ['--trust-model', 'always', '--recipient', encryption.recipient, '--encrypt'];
  return start('gpg', [...gpgArguments, ...args]);
}

/** @param identity file with the private key of age; gpg finds its own in the keyring */
export function openDecrypted(
  stored: Readable,
  kind: Encryption['kind'],
  identity: string | undefined,
): { content: Readable; done: Promise<void> } {
  if (kind === 'none') return { content: stored, done: Promise.resolve() };
  const program = kind === 'age' ? start('age', ageArguments(identity)) : start('gpg', [...gpgArguments, '--decrypt']);
  return { content: program.stdout, done: feed(program, stored) };
}

function ageArguments(identity: string | undefined): string[] {
  if (identity === undefined) throw new UsageError('this backup is encrypted: GYM_BACKUP_AGE_IDENTITY names no key');
  return ['--decrypt', '--identity', identity];
}
