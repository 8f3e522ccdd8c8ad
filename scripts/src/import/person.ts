import type { OldAccount, OldProfile } from './rows.js';

export type Role = OldAccount['role'];

/** Somebody as both new services store them. */
export interface Person {
  id: number;
  /** In lower case. */
  email: string;
  password_hash: string;
  full_name: string;
  role: Role;
  is_active: boolean;
  is_approved: boolean;
  is_banned: boolean;
  is_root_admin: boolean;
  created_at: string | null;
}

/** No password makes it; the account is opened by a reset. */
const noPassword = '!';
const knownHash =
  /^(\$2[aby]\$\d\d\$.{53}|scrypt:\d+:\d+:\d+\$[^$]+\$[\da-f]{128}|pbkdf2:sha256:\d+\$[^$]+\$[\da-f]{64})$/;
const longestName = 120;
const longestEmail = 254;
const ranks: Role[] = ['member', 'trainer', 'admin'];

/**
 * One person of the two rows the old services had of them. Where those disagree the stricter one wins: the import gives
 * nobody what one of the services had not given, or had taken away.
 * @param profile undefined for an account that never got one
 * @returns the person and what is not as it was, or why there is none
 */
export function mergePerson(
  account: OldAccount,
  profile: OldProfile | undefined,
): { person: Person; changes: string[] } | { refusal: string } {
  const email = account.email.trim().toLowerCase();
  if (email === '' || email.length > longestEmail || /\p{Cc}/u.test(email)) return { refusal: 'the email is unusable' };
  const changes: string[] = [];
  const name = cleanName(profile?.full_name ?? '');
  if (profile === undefined) changes.push('there was no profile; the name is the first part of the email');
  else if (name === '') changes.push('the name was empty; it is the first part of the email');
  else if (name !== profile.full_name)
    changes.push('the name had control characters, spaces at its ends, or was too long');
  const hash = account.password_hash ?? '';
  if (!knownHash.test(hash)) changes.push('the password hash is of an unknown kind; the account needs a reset');
  const other = profile ?? account;
  if (
    other.role !== account.role ||
    other.is_approved !== account.is_approved ||
    other.is_banned !== account.is_banned
  ) {
    changes.push('account and profile disagreed about role, approval or ban; the stricter one is taken');
  }
  const person = {
    id: account.id,
    email,
    password_hash: knownHash.test(hash) ? hash : noPassword,
    full_name: name === '' ? cleanName(email.replace(/@.*/s, '')) || email : name,
    role: ranks[Math.min(ranks.indexOf(account.role), ranks.indexOf(other.role))] ?? 'member',
    is_active: account.is_active,
    is_approved: account.is_approved && other.is_approved,
    is_banned: account.is_banned || other.is_banned,
    is_root_admin: profile?.is_root_admin === true,
    created_at: account.created_at ?? profile?.created_at ?? null,
  };
  return { person, changes };
}

/** As the forms of the new system take it: one line, not too long; whatever letters it has stay. */
export function cleanName(name: string): string {
  const line = name.replaceAll(/\p{Cc}+/gu, ' ').trim();
  // Not half a character at the cut.
  return line
    .slice(0, longestName)
    .replace(/\p{Cs}$/u, '')
    .trim();
}
