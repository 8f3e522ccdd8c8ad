/**
 * What a restored database must not bring back, as SQL of the transaction that restores it. Nobody knows what happened
 * between the backup and the loss.
 */

/**
 * Numbers that were given out in that time are not given out again: links, access tokens and notes of people may still
 * mean the old ones.
 */
const skippedNumbers = 100_000;

const moveSequences = `select setval(format('%I.%I', schemaname, sequencename)::regclass,
  least(coalesce(last_value, 0) + ${skippedNumbers}, max_value)) from pg_sequences where schemaname = 'public';`;

/**
 * Refresh tokens that were exchanged or ended since then would be good again, and links for a new password that were
 * used: all logins end, and links are asked for anew.
 */
const special: Readonly<Record<string, string>> = {
  'auth-db': 'delete from sessions; delete from password_resets;',
};

export function afterRestore(database: string): string {
  return `${moveSequences}\n${special[database] ?? ''}`;
}
