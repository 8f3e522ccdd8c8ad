import { columnsFor, participantsTable, tournamentsTable } from './old-schema.js';
import { idOf, peopleKind } from './people.js';
import { cleanName } from './person.js';
import type { Progress } from './progress.js';
import type { Report } from './report.js';
import { faultOf, oldParticipant, oldTournament, type OldParticipant, type OldTournament } from './rows.js';
import type { Snapshot } from './snapshot.js';
import { importedAmong, markImported, type Target } from './target.js';

export interface TournamentImport {
  from: Snapshot;
  to: { auth: Target; tournaments: Target };
  report: Report;
  progress: Progress;
}

export async function importTournaments({ from, to, report, progress }: TournamentImport): Promise<void> {
  const sql = `select ${await columnsFor(from, tournamentsTable)} from tournaments order by id`;
  for await (const page of from.pages(sql)) {
    report.count('tournaments', 'read', page.length);
    const rows: OldTournament[] = [];
    for (const row of page) {
      const parsed = oldTournament.safeParse(row);
      if (!parsed.success) report.refuse('tournaments', idOf(row), faultOf(parsed.error));
      else if (cleanName(parsed.data.name) === '') report.refuse('tournaments', parsed.data.id, 'it has no name');
      else rows.push(parsed.data);
    }
    await writeTournaments(to, report, rows);
    progress.advance('tournaments', page.length);
  }
}

async function writeTournaments(to: TournamentImport['to'], report: Report, rows: OldTournament[]): Promise<void> {
  const target = to.tournaments;
  const ids = rows.map(({ id }) => id);
  const present = await importedAmong(target, 'tournaments', ids);
  const fresh = rows.filter(({ id }) => !present.has(id));
  const creators = await importedAmong(
    to.auth,
    peopleKind,
    fresh.flatMap(({ created_by }) => created_by ?? []),
  );
  const written = await target.batch(async () => {
    const inserted = await target.query<{ id: number }>(
      `with entered as (
         insert into tournaments (id, name, start_date, max_participants, tournament_type, status, created_by,
           created_at, published_at)
         select id, name, start_date, max_participants, tournament_type, status, created_by, coalesce(created_at, now()),
           coalesce(created_at, now())
         from jsonb_to_recordset($1) as old (id integer, name text, start_date timestamptz, max_participants integer,
           tournament_type text, status text, created_by integer, created_at timestamptz)
         on conflict do nothing returning id, created_at, created_by
       ), logged as (
         insert into tournament_log (tournament_id, seq, at, actor_id, kind, payload, affected)
         select id, 1, created_at, created_by, 'tournament.created', '{}', '{}' from entered
       )
       select id from entered`,
      [JSON.stringify(fresh.map((row) => Object.assign({}, row, cleaned(row, creators))))],
    );
    const insertedIds = inserted.map(({ id }) => id);
    await markImported(target, 'tournaments', insertedIds);
    return new Set(insertedIds);
  });
  report.count('tournaments', 'present', present.size);
  report.count('tournaments', 'imported', written.size);
  for (const row of rows) {
    if (!present.has(row.id) && !written.has(row.id)) {
      report.refuse('tournaments', row.id, 'the id belongs to another tournament');
    } else if (cleaned(row, creators).name !== row.name) {
      report.change('tournaments', row.id, ['the name had control characters, spaces at its ends, or was too long']);
    }
  }
}

function cleaned({ name, created_by }: OldTournament, creators: Set<number>) {
  return { name: cleanName(name), created_by: created_by != null && creators.has(created_by) ? created_by : null };
}

export async function importParticipants(run: TournamentImport): Promise<void> {
  const { from, report, progress } = run;
  const sql = `select ${await columnsFor(from, participantsTable)},
      row_number() over (partition by tournament_id, user_id order by id) as user_rank,
      row_number() over (partition by tournament_id, seed order by id) as seed_rank
    from participants order by id`;
  for await (const page of from.pages(sql)) {
    report.count('participants', 'read', page.length);
    const rows: OldParticipant[] = [];
    for (const row of page) {
      const parsed = oldParticipant.safeParse(row);
      if (parsed.success) rows.push(parsed.data);
      else report.refuse('participants', idOf(row), faultOf(parsed.error));
    }
    await writeParticipants(run, rows);
    progress.advance('participants', page.length);
  }
}

interface Entry extends OldParticipant {
  changes: string[];
}

async function writeParticipants({ to, report }: TournamentImport, rows: OldParticipant[]): Promise<void> {
  const target = to.tournaments;
  const ids = rows.map(({ id }) => id);
  const present = await importedAmong(target, 'participants', ids);
  const tournaments = await importedAmong(
    target,
    'tournaments',
    rows.flatMap((row) => row.tournament_id ?? []),
  );
  const people = await importedAmong(
    to.auth,
    peopleKind,
    rows.flatMap((row) => row.user_id ?? []),
  );
  const entries = rows.map((row) => entryOf(row, people));
  const placed = entries.filter(({ id, tournament_id }) => {
    const isPlaced = tournament_id !== null && tournaments.has(tournament_id);
    if (!isPlaced) report.refuse('participants', id, `there is no tournament ${tournament_id ?? ''}`.trim());
    return isPlaced;
  });
  const fresh = placed.filter(({ id }) => !present.has(id));
  const written = await target.batch(() => insertEntries(target, fresh));
  report.count('participants', 'present', placed.length - fresh.length);
  report.count('participants', 'imported', written.size);
  for (const { id, changes } of placed) {
    if (present.has(id) || written.has(id)) report.change('participants', id, changes);
    else report.refuse('participants', id, 'the id belongs to another participant');
  }
}

/** Whoever has no account here stays in the tournament by name. */
function entryOf(row: OldParticipant, people: Set<number>): Entry {
  const changes: string[] = [];
  const isKnown = row.user_id !== null && people.has(row.user_id);
  if (row.user_id !== null && !isKnown) changes.push(`there is no account ${row.user_id}; a guest now`);
  if (isKnown && row.user_rank > 1) changes.push(`account ${row.user_id} was in twice; a guest now`);
  const name = cleanName(row.name ?? '') || `Participant ${row.id}`;
  if (name !== row.name) changes.push('the name was empty, had control characters, or was too long');
  const hasSeed = row.seed !== null && row.seed > 0 && row.seed_rank === 1;
  if (row.seed !== null && !hasSeed)
    changes.push(`the seed ${row.seed} is no place in a draw, or somebody else has it`);
  const user_id = isKnown && row.user_rank === 1 ? row.user_id : null;
  return { ...row, user_id, name, seed: hasSeed ? row.seed : null, changes };
}

/** With the places they take; a tournament that had more people than places has as many places as people. */
async function insertEntries(target: Target, entries: Entry[]): Promise<Set<number>> {
  const rows = await target.query<{ id: number }>(
    `with entered as (
       insert into participants (id, tournament_id, user_id, name, seed, status, created_at, entered_at)
       select id, tournament_id, user_id, name, seed, status, coalesce(created_at, now()), coalesce(created_at, now())
       from jsonb_to_recordset($1) as old (id integer, tournament_id integer, user_id integer, name text, seed integer,
         status text, created_at timestamptz)
       on conflict (id) do nothing returning id, tournament_id, status
     ), places as (
       select tournament_id, count(*) as taken from entered where status = 'approved' group by tournament_id
     ), counted as (
       update tournaments set participant_count = participant_count + taken,
         max_participants = greatest(max_participants, participant_count + taken)
       from places where tournaments.id = places.tournament_id
     )
     select id from entered`,
    [JSON.stringify(entries)],
  );
  const ids = rows.map(({ id }) => id);
  await markImported(target, 'participants', ids);
  return new Set(ids);
}
