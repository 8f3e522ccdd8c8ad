import { Client } from 'pg';

export interface DatabaseOwner {
  readonly database: string;
  readonly role: string;
  readonly password: string;
}

/** Makes roles and databases that are missing and sets the passwords; safe to run at every start. */
export async function ensureDatabases(adminUrl: string, owners: readonly DatabaseOwner[]): Promise<void> {
  if (owners.length === 0) return;
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    for (const { database, role, password } of owners) {
      const roleName = client.escapeIdentifier(role);
      const roleFound = await client.query('select 1 from pg_roles where rolname = $1', [role]);
      const verb = roleFound.rowCount === 0 ? 'create' : 'alter';
      await client.query(`${verb} role ${roleName} login password ${client.escapeLiteral(password)}`);
      const databaseFound = await client.query('select 1 from pg_database where datname = $1', [database]);
      if (databaseFound.rowCount !== 0) continue;
      const databaseName = client.escapeIdentifier(database);
      await client.query(`grant ${roleName} to current_user`); // needed on managed servers to hand a database over
      await client.query(`create database ${databaseName} owner ${roleName}`);
      await client.query(`revoke all on database ${databaseName} from public`);
    }
  } finally {
    await client.end();
  }
}

export async function dropDatabases(adminUrl: string, owners: readonly DatabaseOwner[]): Promise<void> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    for (const { database } of owners) {
      await client.query(`drop database if exists ${client.escapeIdentifier(database)} with (force)`);
    }
  } finally {
    await client.end();
  }
}
