import { usersApi } from '@gym/contracts';
import { tokenOf } from '../load/session.js';
import type { Databases } from '../run/databases.js';
import type { World } from '../load/world.js';
import { entriesOf, grouped, type Check } from './check.js';

interface AccountRow {
  id: number;
  email: string;
  role: string;
  is_approved: boolean;
  is_banned: boolean;
  version: number;
}
interface ProfileRow extends AccountRow {
  full_name: string;
}

const accounts = (databases: Databases): Promise<AccountRow[]> =>
  databases.rows('auth-db', 'select id, email, role, is_approved, is_banned, standing_version as version from users');
const profiles = (databases: Databases): Promise<ProfileRow[]> =>
  databases.rows('user-db', 'select id, email, full_name, role, is_approved, is_banned, version from users');

async function peopleByApi(world: World): Promise<usersApi.User[]> {
  const people: usersApi.User[] = [];
  const token = (await tokenOf(world, world.admin)) ?? '';
  for (let cursor: string | null = null; ;) {
    const path: string = `/api/users/?limit=500${cursor === null ? '' : `&cursor=${cursor}`}`;
    const page = await world.api.get(path, usersApi.userPage, token);
    people.push(...page.items);
    if (page.next_cursor === null) return people;
    cursor = page.next_cursor;
  }
}

export const registrations: Check = {
  name: 'every acknowledged registration is there once, no other twice',
  async run({ entries, databases, world }, complain) {
    const byEmail = grouped(await accounts(databases), (row) => row.email);
    const profilesByEmail = grouped(await profiles(databases), (row) => row.email);
    const shownByEmail = grouped(await peopleByApi(world), (user) => user.email);
    const deleted = new Map(entriesOf(entries, 'delete-user').map((item) => [item.email, item.outcome]));
    for (const { email, name, outcome, role } of entriesOf(entries, 'register')) {
      const counts = [byEmail, profilesByEmail, shownByEmail].map((map) => map.get(email)?.length ?? 0);
      const where = `${email}: ${counts[0]} accounts, ${counts[1]} profiles, ${counts[2]} shown`;
      if (counts.some((count) => count > 1)) complain('doubled', where);
      const fate = deleted.get(email);
      if (fate === 'ack' && counts.some((count) => count > 0)) complain('lost', `the deletion of ${where}`);
      if (fate === undefined && outcome === 'ack' && counts.some((count) => count === 0)) complain('lost', where);
      if (new Set(counts).size > 1) complain('mismatch', where);
      const profile = profilesByEmail.get(email)?.[0];
      if (profile && (profile.full_name !== name || profile.role !== role)) {
        complain('mismatch', `${email} is ${JSON.stringify(profile)} and registered as ${role} ${name}`);
      }
    }
  },
};

export const standings: Check = {
  name: 'accounts and profiles are the same people with the same standing',
  async run({ databases }, complain) {
    const byId = new Map((await profiles(databases)).map((row) => [row.id, row]));
    for (const account of await accounts(databases)) {
      const profile = byId.get(account.id);
      byId.delete(account.id);
      if (profile === undefined) {
        complain('mismatch', `account ${account.id} has no profile`);
        continue;
      }
      const { full_name: _name, ...known } = profile;
      const [one, other] = [JSON.stringify(account), JSON.stringify(known)];
      if (one !== other)
        complain(account.version < known.version ? 'lost' : 'order', `account ${one}, profile ${other}`);
    }
    for (const id of byId.keys()) complain('mismatch', `profile ${id} has no account`);
  },
};

export const decisions: Check = {
  name: 'everybody stands as was decided last',
  async run({ entries, databases }, complain) {
    const gone = new Set(entriesOf(entries, 'delete-user').map((item) => item.user_id));
    const byId = new Map((await profiles(databases)).map((row) => [row.id, row]));
    for (const [id, history] of grouped(entriesOf(entries, 'standing'), (item) => item.user_id)) {
      if (gone.has(id)) continue;
      const profile = byId.get(id);
      if (profile === undefined) {
        const isCertain = history.some((item) => item.outcome === 'ack');
        if (isCertain) complain('lost', `user ${id}, about whom was decided, is not there`);
        continue;
      }
      // What was decided after the last acknowledged decision may have happened, up to any point.
      const certain = history.findLastIndex((item) => item.outcome === 'ack') + 1;
      const allowed = Array.from({ length: history.length - certain + 1 }, (_, more) => {
        const list = history.slice(0, certain + more);
        const approved = profile.role === 'member' || list.some((item) => item.action === 'approve');
        const last = list.findLast((item) => item.action !== 'approve');
        return `${approved} ${last?.action === 'ban'}`;
      });
      const found = `${profile.is_approved} ${profile.is_banned}`;
      if (!allowed.includes(found)) {
        complain('lost', `user ${id} is approved, banned: ${found}; decided was ${JSON.stringify(history.slice(-3))}`);
      }
    }
  },
};

export const deletions: Check = {
  name: 'registrations and deletions have come to their end in all services',
  async run({ entries, databases }, complain) {
    const gone = await databases.rows<{ id: number }>('user-db', 'select id from deleted_users');
    const ids = new Set(gone.map(({ id }) => id));
    for (const { user_id, outcome } of entriesOf(entries, 'delete-user')) {
      if (outcome === 'ack' && !ids.has(user_id)) complain('lost', `the deletion of user ${user_id}`);
    }
    for (const database of ['auth-db', 'user-db'] as const) {
      const sql = `select kind, subject, state, steps from sagas where state <> 'completed'`;
      for (const row of await databases.rows(database, sql)) complain('lost', `in ${database} ${JSON.stringify(row)}`);
    }
    const sql = 'select id from participants where user_id = any($1)';
    for (const row of await databases.rows('tournament-db', sql, [[...ids]])) {
      complain('lost', `a deleted user still takes part: ${JSON.stringify(row)}`);
    }
  },
};
