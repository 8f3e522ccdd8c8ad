import { accountsTable, columnsFor, profilesTable } from './old-schema.js';
import { mergePerson, type Person } from './person.js';
import type { Progress } from './progress.js';
import type { Report } from './report.js';
import { faultOf, oldAccount, oldProfile, type OldAccount, type OldProfile } from './rows.js';
import type { Snapshot } from './snapshot.js';
import { importedAmong, markImported, type Target } from './target.js';

export const peopleKind = 'users';

export interface PeopleImport {
  from: { auth: Snapshot; users: Snapshot };
  to: { auth: Target; users: Target };
  /** The account that is the root admin in the end; there is exactly one. */
  rootId: number;
  report: Report;
  progress: Progress;
}

interface Merged {
  person: Person;
  changes: string[];
}

/**
 * Writes the people of the two old services into the two new ones: first the account, then the profile, so that a run
 * that was killed in between is completed by the next one. Nobody has to be told by events: nothing else is derived from
 * accounts and profiles, and a rebuild reads snapshots of the very same rows.
 */
export async function importPeople(run: PeopleImport): Promise<void> {
  const profiles = await openProfiles(run);
  const sql = `select ${await columnsFor(run.from.auth, accountsTable)} from users order by id`;
  for await (const page of run.from.auth.pages(sql)) {
    run.report.count('accounts', 'read', page.length);
    const people: Merged[] = [];
    for (const row of page) {
      const account = readAccount(run, row);
      const id = Number(row['id']);
      const profile = await profiles.of(id);
      if (account === undefined) {
        if (profile) run.report.refuse('profiles', id, 'its account was refused');
        continue;
      }
      const merged = mergePerson(account, profile);
      if ('refusal' in merged) {
        run.report.refuse('accounts', account.id, merged.refusal);
        if (profile) run.report.refuse('profiles', account.id, 'its account was refused');
        continue;
      }
      people.push(asRootOrNot(merged, run.rootId));
    }
    await writePeople(run, people);
    run.progress.advance('accounts', page.length);
  }
  await profiles.rest();
}

function readAccount({ report }: PeopleImport, row: Record<string, unknown>): OldAccount | undefined {
  const parsed = oldAccount.safeParse(row);
  if (parsed.success) return parsed.data;
  report.refuse('accounts', idOf(row), faultOf(parsed.error));
  return undefined;
}

export function idOf(row: Record<string, unknown>): number | null {
  return typeof row['id'] === 'number' ? row['id'] : null;
}

/** Profiles in the order of their ids, beside the accounts. Those without an account are of nobody who could log in. */
async function openProfiles({ from, report }: PeopleImport) {
  const sql = `select ${await columnsFor(from.users, profilesTable)} from users order by id`;
  const pages = from.users.pages(sql);
  let rows: Record<string, unknown>[] = [];
  let at = 0;

  async function peek(): Promise<Record<string, unknown> | undefined> {
    if (at === rows.length) {
      const page = await pages.next();
      rows = page.done === true ? [] : page.value;
      at = 0;
      report.count('profiles', 'read', rows.length);
    }
    return rows[at];
  }

  async function refuseBefore(id: number): Promise<void> {
    for (let row = await peek(); row !== undefined && Number(row['id']) < id; row = await peek()) {
      report.refuse('profiles', idOf(row), 'there is no account with this id, so nobody can log in with it');
      at += 1;
    }
  }

  return {
    /** @returns the profile of an account, if there is one that makes sense */
    async of(id: number): Promise<OldProfile | undefined> {
      await refuseBefore(id);
      const row = await peek();
      if (row === undefined || Number(row['id']) !== id) return undefined;
      at += 1;
      const parsed = oldProfile.safeParse(row);
      if (parsed.success) return parsed.data;
      report.refuse('profiles', id, faultOf(parsed.error));
      return undefined;
    },
    rest: () => refuseBefore(Number.POSITIVE_INFINITY),
  };
}

function asRootOrNot({ person, changes }: Merged, rootId: number): Merged {
  const is_root_admin = person.id === rootId;
  if (is_root_admin || !person.is_root_admin) return { person: { ...person, is_root_admin }, changes };
  const change = `is an ordinary admin now: the root admin is account ${rootId}`;
  return { person: { ...person, is_root_admin }, changes: [...changes, change] };
}

async function writePeople({ to, report }: PeopleImport, merged: Merged[]): Promise<void> {
  const ids = merged.map(({ person }) => person.id);
  const present = await importedAmong(to.auth, peopleKind, ids);
  const fresh = merged.map(({ person }) => person).filter(({ id }) => !present.has(id));
  const written = await to.auth.batch(() => insertAccounts(to.auth, fresh));
  const refused = fresh.filter(({ id }) => !written.has(id));
  const reasonOf = await holdersOf(to.auth, refused);
  for (const person of refused) report.refuse('accounts', person.id, reasonOf(person));
  report.count('accounts', 'present', present.size);
  report.count('accounts', 'imported', written.size);

  const accepted = merged.filter(({ person: { id } }) => present.has(id) || written.has(id));
  for (const { person, changes } of accepted) report.change('accounts', person.id, changes);
  const withProfile = await importedAmong(to.users, peopleKind, ids);
  const missing = accepted.map(({ person }) => person).filter(({ id }) => !withProfile.has(id));
  const profiles = await to.users.batch(() => insertProfiles(to.users, missing));
  report.count('profiles', 'present', withProfile.size);
  report.count('profiles', 'imported', profiles.size);
  for (const { id } of refused) report.refuse('profiles', id, 'its account was refused');
  for (const { id } of missing.filter((person) => !profiles.has(person.id))) {
    report.refuse('profiles', id, 'the id belongs to another profile');
  }
}

/** Whoever has the lowest id gets an email that several have, in whatever case. @returns the ids that are in now */
export async function insertAccounts(auth: Target, people: Person[]): Promise<Set<number>> {
  const rows = await auth.query<{ id: number }>(
    `insert into users (id, email, password_hash, full_name, role, is_active, is_approved, is_banned, is_root_admin,
       created_at) overriding system value
     select id, email, password_hash, full_name, role, is_active, is_approved, is_banned, is_root_admin,
       coalesce(created_at, now())
     from jsonb_to_recordset($1) as old (id integer, email text, password_hash text, full_name text, role text,
       is_active boolean, is_approved boolean, is_banned boolean, is_root_admin boolean, created_at timestamptz)
     order by id on conflict do nothing returning id`,
    [JSON.stringify(people)],
  );
  return marked(auth, rows);
}

export async function insertProfiles(users: Target, people: Person[]): Promise<Set<number>> {
  const rows = await users.query<{ id: number }>(
    `insert into users (id, email, full_name, role, is_approved, is_banned, is_root_admin, created_at)
     select id, email, full_name, role, is_approved, is_banned, is_root_admin, coalesce(created_at, now())
     from jsonb_to_recordset($1) as old (id integer, email text, full_name text, role text, is_approved boolean,
       is_banned boolean, is_root_admin boolean, created_at timestamptz)
     order by id on conflict do nothing returning id`,
    [JSON.stringify(people)],
  );
  return marked(users, rows);
}

async function marked(target: Target, rows: { id: number }[]): Promise<Set<number>> {
  const ids = rows.map(({ id }) => id);
  await markImported(target, peopleKind, ids);
  return new Set(ids);
}

/** Why people were not taken: who has their id or email. */
async function holdersOf(auth: Target, refused: Person[]): Promise<(person: Person) => string> {
  const rows = await auth.query<{ id: number; email: string }>(
    'select id, email from users where id = any($1) or email = any($2)',
    [refused.map(({ id }) => id), refused.map(({ email }) => email)],
  );
  const idsByEmail = new Map(rows.map(({ id, email }) => [email, id]));
  const taken = new Set(rows.map(({ id }) => id));
  return ({ id, email }) => {
    if (taken.has(id)) return 'the id belongs to another account';
    const holder = idsByEmail.get(email);
    return `the email ${email} belongs to account ${holder ?? '?'}`;
  };
}
