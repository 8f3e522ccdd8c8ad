import { accountEvents } from '@gym/contracts';
import { appendEvents, newEvent } from '@gym/service-kit';
import { accountsTable, columnsFor, profilesTable } from './old-schema.js';
import { insertAccounts, peopleKind } from './people.js';
import { mergePerson, type Person } from './person.js';
import { oldAccount, oldProfile } from './rows.js';
import type { Snapshot } from './snapshot.js';
import { importedAmong, type Target } from './target.js';

/** The new databases cannot take an import; the message says why. */
export class TargetError extends Error {
  override readonly name = 'TargetError';
}

interface Databases {
  from: { auth: Snapshot; users: Snapshot };
  to: { auth: Target; users: Target; tournaments: Target };
}

interface Root extends Record<string, unknown> {
  id: number;
  email: string;
}

/**
 * The first start of the platform made a root admin, often with the id or the email of somebody of the old system. In a
 * platform that nobody has used yet it gives way: the person with its email becomes the root admin, or else it gets an
 * id behind all others. Where people are already, everything stays, and rows with taken ids are refused.
 * @returns the id of the root admin from now on
 */
export async function settleRootAdmin({ from, to }: Databases): Promise<number> {
  const root = await findRoot(to.auth);
  if (root === undefined) throw new TargetError('there is no root admin yet: start the platform once (./dev.sh up)');
  const [imported] = await importedAmong(to.auth, peopleKind, [root.id]);
  const rootId = imported === undefined && (await isUnused(to)) ? await giveWay(from, to.auth, root) : root.id;
  await followInProfiles(to, rootId);
  return rootId;
}

async function findRoot(target: Target): Promise<Root | undefined> {
  const [root] = await target.query<Root>('select id, email from users where is_root_admin');
  return root;
}

async function isUnused({ auth, tournaments }: Databases['to']): Promise<boolean> {
  const [accounts] = await auth.query<{ count: number }>('select count(*) as count from users');
  const [played] = await tournaments.query<{ count: number }>('select count(*) as count from tournaments');
  return accounts?.count === 1 && played?.count === 0;
}

async function giveWay(from: Databases['from'], auth: Target, root: Root): Promise<number> {
  const heir = await findByEmail(from, root.email);
  if (heir !== undefined) {
    await auth.batch(async () => {
      await removeAccount(auth, root.id);
      await insertAccounts(auth, [
        { ...heir, role: 'admin', is_approved: true, is_banned: false, is_root_admin: true },
      ]);
    });
    return heir.id;
  }
  const [taken] = await from.auth.query('select from users where id = $1', [root.id]);
  const [stray] = await from.users.query('select from users where id = $1', [root.id]);
  if (taken === undefined && stray === undefined) return root.id;
  const newId = 1 + Math.max(root.id, await highestId(from.auth), await highestId(from.users));
  await auth.batch(() => renumber(auth, root.id, newId, () => removeAccount(auth, root.id)));
  return newId;
}

/** The same row under another id; what refers to the old one goes with it. */
async function renumber(target: Target, from: number, to: number, remove: () => Promise<unknown>): Promise<void> {
  const [{ columns } = { columns: '' }] = await target.query<{ columns: string }>(
    `select string_agg(quote_ident(column_name), ', ') as columns from information_schema.columns
     where table_schema = current_schema() and table_name = 'users' and is_generated = 'NEVER'`,
  );
  const [row] = await target.query('select * from users where id = $1', [from]);
  await remove();
  await target.query(
    `insert into users (${columns}) overriding system value
     select ${columns} from jsonb_populate_record(null::users, $1::jsonb || jsonb_build_object('id', $2::integer))`,
    [JSON.stringify(row), to],
  );
}

/** The person of the old system who has this email; of several, the one with the lowest id. */
async function findByEmail(from: Databases['from'], email: string): Promise<Person | undefined> {
  const accounts = `select ${await columnsFor(from.auth, accountsTable)} from users where lower(btrim(email)) = $1`;
  const [row] = await from.auth.query(`${accounts} order by id limit 1`, [email]);
  const account = oldAccount.safeParse(row).data;
  if (account === undefined) return undefined;
  const profiles = `select ${await columnsFor(from.users, profilesTable)} from users where id = $1`;
  const [profile] = await from.users.query(profiles, [account.id]);
  const merged = mergePerson(account, oldProfile.safeParse(profile).data);
  return 'person' in merged ? merged.person : undefined;
}

async function highestId(snapshot: Snapshot): Promise<number> {
  const [row] = await snapshot.query('select coalesce(max(id), 0) as id from users', []);
  return Number(row?.['id']);
}

/** Its access tokens name an id that is somebody else's soon, so all services are told that they have ended. */
async function removeAccount(auth: Target, id: number): Promise<void> {
  const sessions = await auth.query<{ id: number }>('select id from sessions where user_id = $1', [id]);
  await auth.query('delete from users where id = $1', [id]);
  if (sessions.length === 0) return;
  const ended = { user_id: id, session_ids: sessions.map((session) => session.id), reason: 'deleted' };
  await appendEvents(auth.transaction, 'auth-service', [newEvent(accountEvents.sessionsEnded, id, ended)]);
}

/** The profile of the root admin follows the account, also after a run that was killed between the two. */
async function followInProfiles({ auth, users }: Databases['to'], rootId: number): Promise<void> {
  const profile = await findRoot(users);
  if (profile === undefined) {
    const detail = 'user-service does not know the root admin yet: start the platform once (./dev.sh up)';
    if ((await importedAmong(auth, peopleKind, [rootId])).size === 0) throw new TargetError(detail);
    return;
  }
  const isImported = (await importedAmong(auth, peopleKind, [rootId])).size > 0;
  const isThere = (await importedAmong(users, peopleKind, [rootId])).size > 0;
  if (isImported && !isThere) {
    // Its own profile comes with everybody's.
    await users.batch(() => users.query('delete from users where id = $1', [profile.id]));
  } else if (!isImported && profile.id !== rootId) {
    const remove = () => users.query('delete from users where id = $1', [profile.id]);
    await users.batch(() => renumber(users, profile.id, rootId, remove));
  }
}
