import { importBracket, type ImportedMatch } from './bracket.js';
import { bracketsTable, columnsFor } from './old-schema.js';
import { idOf } from './people.js';
import { faultOf, oldMatch, type OldMatch } from './rows.js';
import { batchSize } from './snapshot.js';
import { importedAmong, markImported, type Target } from './target.js';
import type { TournamentImport } from './tournaments.js';

/** Brackets are whole: those of one tournament are written in one batch. */
export async function importMatches(run: TournamentImport): Promise<void> {
  const { from, report, progress } = run;
  const sql = `select ${await columnsFor(from, bracketsTable)},
      row_number() over (partition by tournament_id, round, match_number order by id) as place_rank
    from brackets order by tournament_id, round, match_number, id`;
  let waiting: OldMatch[] = [];
  for await (const page of from.pages(sql)) {
    report.count('matches', 'read', page.length);
    for (const row of page) {
      const parsed = oldMatch.safeParse(row);
      if (parsed.success) waiting.push(parsed.data);
      else report.refuse('matches', idOf(row), faultOf(parsed.error));
    }
    // The last tournament may go on in the next page.
    const last = waiting.at(-1)?.tournament_id;
    const isWhole = page.length < batchSize;
    const whole = isWhole ? waiting : waiting.filter(({ tournament_id }) => tournament_id !== last);
    waiting = isWhole ? [] : waiting.filter(({ tournament_id }) => tournament_id === last);
    await writeBrackets(run, whole);
    progress.advance('matches', page.length);
  }
  await writeBrackets(run, waiting);
}

async function writeBrackets({ to, report }: TournamentImport, rows: OldMatch[]): Promise<void> {
  const target = to.tournaments;
  const present = await importedAmong(
    target,
    'matches',
    rows.map(({ id }) => id),
  );
  const tournamentIds = [...new Set(rows.flatMap(({ tournament_id }) => tournament_id ?? []))];
  const known = await importedAmong(target, 'tournaments', tournamentIds);
  for (const { id, tournament_id } of rows) {
    if (tournament_id !== null && known.has(tournament_id)) continue;
    report.refuse('matches', id, `there is no tournament ${tournament_id ?? ''}`.trim());
  }
  const participants = await participantsOf(target, [...known]);
  const brackets = [...known].map((tournamentId) => {
    const own = rows.filter(({ tournament_id }) => tournament_id === tournamentId);
    const { matches, refused, changed } = importBracket(own, participants.get(tournamentId) ?? new Set());
    for (const { id, reason } of refused) report.refuse('matches', id, reason);
    for (const { id, reason } of changed) report.change('matches', id, [reason]);
    return { tournamentId, matches, fresh: matches.filter(({ id }) => !present.has(id)) };
  });
  const fresh = brackets.filter((bracket) => bracket.fresh.length > 0);
  const written = await target.batch(() => insertMatches(target, fresh));
  for (const { matches, fresh } of brackets) {
    report.count('matches', 'present', matches.length - fresh.length);
    for (const { id } of fresh) {
      if (written.has(id)) report.count('matches', 'imported');
      else report.refuse('matches', id, 'the id belongs to another match');
    }
  }
}

async function participantsOf(target: Target, tournamentIds: number[]): Promise<Map<number, Set<number>>> {
  const rows = await target.query<{ tournament_id: number; ids: number[] }>(
    'select tournament_id, array_agg(id) as ids from participants where tournament_id = any($1) group by tournament_id',
    [tournamentIds],
  );
  return new Map(rows.map(({ tournament_id, ids }) => [tournament_id, new Set(ids)]));
}

async function insertMatches(
  target: Target,
  brackets: { tournamentId: number; fresh: ImportedMatch[] }[],
): Promise<Set<number>> {
  const matches = brackets.flatMap(({ tournamentId, fresh }) =>
    fresh.map((match) => Object.assign({}, match, { tournament_id: tournamentId })),
  );
  const taken = await target.query<{ id: number }>('select id from matches where id = any($1)', [
    matches.map(({ id }) => id),
  ]);
  const foreign = new Set(taken.map(({ id }) => id));
  const own = matches
    .filter(({ id }) => !foreign.has(id))
    .map((match) =>
      match.next_match_id !== null && foreign.has(match.next_match_id)
        ? Object.assign({}, match, { next_match_id: null, next_side: null })
        : match,
    );
  await target.query(
    `insert into matches (id, tournament_id, round, match_number, participant1_id, participant2_id, winner_id, is_bye,
       score, next_match_id, next_side, created_at, status)
     select id, tournament_id, round, match_number, participant1_id, participant2_id, winner_id, is_bye, score,
       next_match_id, next_side, coalesce(created_at, now()),
       case when is_bye then 'bye' when winner_id is not null then 'played'
         when num_nonnulls(participant1_id, participant2_id) = 2 then 'ready' else 'waiting' end
     from jsonb_to_recordset($1) as old (id integer, tournament_id integer, round integer, match_number integer,
       participant1_id integer, participant2_id integer, winner_id integer, is_bye boolean, score text,
       next_match_id integer, next_side smallint, created_at timestamptz)`,
    [JSON.stringify(own)],
  );
  const ids = own.map(({ id }) => id);
  await markImported(target, 'matches', ids);
  await completeParticipants(
    target,
    brackets.map(({ tournamentId }) => tournamentId),
  );
  return new Set(ids);
}

/**
 * Whoever is in a bracket has a place in the draw, the next free one where the old system had noted none, and the points
 * of the leaderboard: those of `countPoints` in tournament-service.
 */
async function completeParticipants(target: Target, tournamentIds: number[]): Promise<void> {
  await target.query(
    `with drawn as (
       select participants.id, participants.tournament_id,
         row_number() over (partition by participants.tournament_id order by participants.id) as place
       from participants
       where tournament_id = any($1) and seed is null and exists (
         select from matches where matches.tournament_id = participants.tournament_id
           and participants.id in (matches.participant1_id, matches.participant2_id))
     ), last as (
       select tournament_id, max(seed) as seed from participants where tournament_id = any($1) group by tournament_id
     )
     update participants set seed = coalesce(last.seed, 0) + drawn.place
     from drawn join last using (tournament_id) where participants.id = drawn.id`,
    [tournamentIds],
  );
  await target.query(
    `update participants set points = won.points
     from (
       select winner_id, 3 * count(*) + 10 * count(*) filter (
         where next_match_id is null and round = (select max(round) from matches last
           where last.tournament_id = matches.tournament_id)) as points
       from matches where tournament_id = any($1) and winner_id is not null and not is_bye group by winner_id
     ) won where participants.id = won.winner_id`,
    [tournamentIds],
  );
}
