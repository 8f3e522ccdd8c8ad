import type { Snapshot } from './snapshot.js';

/** The old database does not look like one of the old system; the message says what is missing. */
export class OldSchemaError extends Error {
  override readonly name = 'OldSchemaError';
}

interface OldTable {
  name: string;
  required: string[];
  /** Left out where the old table does not have them. */
  optional?: string[];
}

export const accountsTable: OldTable = {
  name: 'users',
  required: ['id', 'email', 'password_hash', 'role', 'is_active', 'is_approved', 'is_banned', 'created_at'],
};
export const profilesTable: OldTable = {
  name: 'users',
  required: ['id', 'email', 'full_name', 'role', 'is_approved', 'is_banned', 'is_root_admin', 'created_at'],
};
export const tournamentsTable: OldTable = {
  name: 'tournaments',
  required: ['id', 'name', 'start_date', 'max_participants', 'tournament_type', 'status', 'created_at'],
  optional: ['created_by'],
};
export const participantsTable: OldTable = {
  name: 'participants',
  required: ['id', 'tournament_id', 'user_id', 'name', 'seed', 'status', 'created_at'],
};
export const bracketsTable: OldTable = {
  name: 'brackets',
  required: [
    'id',
    'tournament_id',
    'round',
    'match_number',
    'participant1_id',
    'participant2_id',
    'winner_id',
    'score',
  ],
  optional: ['created_at'],
};

const times = new Set(['created_at', 'start_date']);

/**
 * The columns to select. Times become text in UTC: a JavaScript date would lose their microseconds, and a time without
 * a zone its meaning.
 * @throws OldSchemaError
 */
export async function columnsFor(snapshot: Snapshot, { name, required, optional = [] }: OldTable): Promise<string> {
  const present = await snapshot.columnsOf(name);
  if (present.size === 0) throw new OldSchemaError(`the old database has no table ${name}`);
  const missing = required.filter((column) => !present.has(column));
  if (missing.length > 0) throw new OldSchemaError(`the old table ${name} lacks ${missing.join(', ')}`);
  const columns = [...required, ...optional.filter((column) => present.has(column))];
  return columns.map((column) => (times.has(column) ? `${column}::timestamptz::text as ${column}` : column)).join(', ');
}

/** Before anything is written. @throws OldSchemaError */
export async function checkOldSystem(from: { auth: Snapshot; users: Snapshot; tournaments: Snapshot }): Promise<void> {
  await columnsFor(from.auth, accountsTable);
  await columnsFor(from.users, profilesTable);
  for (const table of [tournamentsTable, participantsTable, bracketsTable]) await columnsFor(from.tournaments, table);
}
