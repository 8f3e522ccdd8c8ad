import { tournamentEvents, userEvents } from '@gym/contracts';
import { poisonSubject } from '../faults/poison.js';
import type { DatabaseName, Databases } from '../run/databases.js';
import { entriesOf, grouped, type Check, type Complain } from './check.js';

interface Said {
  seq: number;
  type: string;
  subject: string;
  payload: unknown;
}

async function said(databases: Databases, database: DatabaseName): Promise<Said[]> {
  const rows = await databases.rows<Said>(
    database,
    `select seq, event->>'type' as type, subject, event->'data'->'payload' as payload from outbox order by seq`,
  );
  return rows.filter(({ subject }) => !poisonSubject.test(subject));
}

/** Every fact has exactly one event, and every event its fact. */
function compare(what: string, facts: Iterable<string>, events: readonly string[], complain: Complain): void {
  const counts = new Map<string, number>();
  for (const event of events) counts.set(event, (counts.get(event) ?? 0) + 1);
  const known = new Set(facts);
  for (const fact of known) {
    const count = counts.get(fact) ?? 0;
    if (count === 0) complain('lost', `nobody was told: ${what} ${fact}`);
    if (count > 1) complain('doubled', `told ${count} times: ${what} ${fact}`);
  }
  for (const event of counts.keys()) if (!known.has(event)) complain('mismatch', `told, but not so: ${what} ${event}`);
}

const subjectsOf = (events: readonly Said[], type: string): string[] =>
  events.filter((event) => event.type === type).map(({ subject }) => subject);

async function column(databases: Databases, database: DatabaseName, sql: string): Promise<string[]> {
  return (await databases.rows<{ fact: string }>(database, sql)).map(({ fact }) => fact);
}

export const peopleFacts: Check = {
  name: 'what happened to people was told once, and nothing else',
  async run({ databases }, complain) {
    const auth = await said(databases, 'auth-db');
    const user = await said(databases, 'user-db');
    const accounts = await column(databases, 'auth-db', 'select id::text as fact from users');
    const deleted = await column(databases, 'user-db', 'select id::text as fact from deleted_users');
    const everybody = [...accounts, ...deleted];
    compare('registered', everybody, subjectsOf(auth, 'gym.account.registered.v1'), complain);
    compare('profile created', everybody, subjectsOf(user, 'gym.user.profile-created.v1'), complain);
    compare('deleted', deleted, subjectsOf(user, 'gym.user.deleted.v1'), complain);
    compare('account deleted', deleted, subjectsOf(auth, 'gym.account.deleted.v1'), complain);
    compare('forgotten', deleted, subjectsOf(user, 'gym.user.forgotten.v1'), complain);
    const tournament = await said(databases, 'tournament-db');
    const entrants = deleted.map((id) => `user-${id}`);
    compare('entrant forgotten', entrants, subjectsOf(tournament, 'gym.tournament.entrant-forgotten.v1'), complain);
  },
};

export const standingFacts: Check = {
  name: 'every change of a standing was told once, in order',
  async run({ databases }, complain) {
    const types = new Set(['gym.user.approved.v1', 'gym.user.banned.v1', 'gym.user.unbanned.v1']);
    const events = (await said(databases, 'user-db')).filter(({ type }) => types.has(type));
    const bySubject = grouped(events, ({ subject }) => subject);
    const rows = await databases.rows<{ id: number; version: number }>('user-db', 'select id, version from users');
    for (const { id, version } of rows) {
      const versions = (bySubject.get(String(id)) ?? []).map(
        ({ payload }) => userEvents.userStanding.parse(payload).version,
      );
      const expected = Array.from({ length: version }, (_, index) => index + 1);
      if (versions.join() === expected.join()) continue;
      const sorted = versions.toSorted((a, b) => a - b);
      const category =
        new Set(versions).size < versions.length ? 'doubled' : sorted.join() === expected.join() ? 'order' : 'lost';
      complain(category, `user ${id} has version ${version}, told were ${versions.join()}`);
    }
  },
};

export const tournamentFacts: Check = {
  name: 'what happened in tournaments was told once, and nothing else',
  async run({ databases, entries }, complain) {
    const events = await said(databases, 'tournament-db');
    const present = await column(databases, 'tournament-db', 'select id::text as fact from tournaments');
    const created = subjectsOf(events, 'gym.tournament.created.v1');
    const removed = subjectsOf(events, 'gym.tournament.deleted.v1');
    compare('created', [...present, ...removed], created, complain);
    const acknowledged = entriesOf(entries, 'delete-tournament').filter((item) => item.outcome === 'ack');
    for (const { id } of acknowledged)
      if (!removed.includes(String(id))) complain('lost', `nobody was told: deleted ${id}`);

    const gone = new Set(removed);
    const alive = events.filter(({ subject }) => !gone.has(subject));
    const drawn = await column(
      databases,
      'tournament-db',
      `select id::text as fact from tournaments where status <> 'setup'`,
    );
    compare('drawn', drawn, subjectsOf(alive, 'gym.bracket.generated.v1'), complain);
    const approved = alive
      .filter(({ type }) => type === 'gym.participant.approved.v1')
      .map(({ payload }) => String(tournamentEvents.participantApproved.payload.parse(payload).participant.id));
    const sql = `select id::text as fact from participants where status = 'approved'`;
    compare('participant', await column(databases, 'tournament-db', sql), approved, complain);
  },
};

export const resultFacts: Check = {
  name: 'every result was told once, and the last one told is the one that counts',
  async run({ databases, entries }, complain) {
    const events = await said(databases, 'tournament-db');
    const gone = new Set(subjectsOf(events, 'gym.tournament.deleted.v1'));
    const finished = events
      .filter(({ type }) => type === 'gym.match.finished.v1')
      .map(({ payload }) => tournamentEvents.matchFinished.payload.parse(payload));
    const byScore = grouped(finished, ({ score }) => score);
    for (const { score, match, outcome } of entriesOf(entries, 'result')) {
      const count = byScore.get(score)?.length ?? 0;
      if (count > 1) complain('doubled', `result ${score} of match ${match} was told ${count} times`);
      if (count === 0 && outcome === 'ack') complain('lost', `nobody was told of result ${score} of match ${match}`);
    }
    const alive = finished.filter(({ tournament_id }) => !gone.has(String(tournament_id)));
    const last = new Map(alive.map((event) => [event.match_id, `${event.winner.participant_id} ${event.score}`]));
    const rows = await databases.rows<{ id: number; fact: string }>(
      'tournament-db',
      `select id, winner_id || ' ' || score as fact from matches where winner_id is not null and not is_bye`,
    );
    for (const { id, fact } of rows) {
      if (last.get(id) !== fact)
        complain('order', `match ${id} has ${fact}, told last was ${last.get(id) ?? 'nothing'}`);
      last.delete(id);
    }
    for (const [id, fact] of last) complain('mismatch', `told, but not so: match ${id} has ${fact}`);
  },
};
