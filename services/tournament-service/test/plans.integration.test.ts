import { personalDataApi } from '@gym/contracts';
import type { Queryable, Transaction } from '@gym/service-kit';
import { countPoints, listLeaderboard } from '../src/store/leaderboard.js';
import { listLog } from '../src/store/log.js';
import { listDrawEvents } from '../src/store/draw-events.js';
import { readState } from '../src/store/draw-state.js';
import { listDraws } from '../src/store/draws.js';
import { findByNumbers, findMatch, listMatches, listOldMatches } from '../src/store/matches.js';
import { listRanks } from '../src/store/ranks.js';
import {
  countEntries,
  entriesOfUser,
  hasPlayed,
  listAbsent,
  listApproved,
  listParticipants,
  listWaiting,
  searchParticipants,
} from '../src/store/participants.js';
import { listDrawn } from '../src/store/seeds.js';
import { listRecordsOf } from '../src/store/personal-data.js';
import { findCall } from '../src/store/calls.js';
import { saveLivePoints, takeUntold } from '../src/store/live-points.js';
import { readMatchDay, settleMatchDay } from '../src/store/match-day.js';
import { entriesLedBy, findReports, forgetReporter, listDueReports, listReports } from '../src/store/reports.js';
import { listRoster, usersInTeams } from '../src/store/rosters.js';
import { listStaff } from '../src/store/staff.js';
import { listTemplates } from '../src/store/templates.js';
import { findBySlug, listDueCheckIns, listTournaments } from '../src/store/tournaments.js';
import { listPublic, listTakingPart, onlyPublic } from '../src/store/public.js';
import { listCategories } from '../src/store/categories.js';
import { begin, execute } from '@gym/tournament-engine';
import { putRecords } from '../src/store/draw-records.js';
import { updateMatches } from '../src/store/write-matches.js';
import { findPlayer, listHistory, listMeetings, listOpponents, listRatings } from '../src/store/players.js';
import { listPodiums } from '../src/store/podium.js';
import {
  listGames,
  listPointsOf,
  queueAfterTournament,
  queueNext,
  queueRating,
  ratingsBefore,
} from '../src/store/ratings.js';
import { findSeason, listSeasonPlaces, listSeasons } from '../src/store/seasons.js';
import { listAvailability } from '../src/store/availability.js';
import { isCourtUsed, listCourts } from '../src/store/courts.js';
import { listPlanned } from '../src/store/planned-matches.js';
import { findSettings } from '../src/store/schedule-settings.js';
import { followMatches, listSlots } from '../src/store/slots.js';
import { findAddress, ownerOf } from '../src/store/calendar-addresses.js';
import { listPersonal } from '../src/store/personal-calendar.js';
import { listUndrawn, parts, readEvents, readPart } from '../src/store/whole.js';
import { startWorld, type World } from './support.js';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  const fill = (sql: string): Promise<unknown> => world.service.sql(sql);
  await fill(planForAll);
  await fill(`insert into tournaments (name, start_date, max_participants, tournament_type, published_at, check_in_opens_at,
      check_in_closes_at, check_in_settled_at)
    select 'T ' || n, now(), 64, 'single_elimination', case when n % 50 > 0 then now() end, now() - interval '2 h',
      now() - interval '1 h', case when n % 1000 > 0 then now() end
    from generate_series(1, 20000) n`);
  await fill(`insert into calendar_addresses (user_id, secret_hash)
    select n, sha256(n::text::bytea) from generate_series(1, 20000) n`);
  await fill(`insert into tournament_slugs select 'slug-' || id, id from tournaments`);
  await fill(`insert into tournament_categories (tournament_id, name) select id, 'Open' from tournaments`);
  await fill(`insert into participants (tournament_id, user_id, name, status)
    select 1 + n % 20000, 1 + n % 5000, 'P ' || n,
      (array['approved', 'waitlisted', 'pending', 'withdrawn'])[1 + n / 20000]
    from generate_series(0, 79999) n on conflict do nothing`);
  await fill(`insert into roster_members (participant_id, tournament_id, position, user_id, name, role)
    select id, tournament_id, 1, id, name, 'captain' from participants`);
  await fill(`insert into matches (tournament_id, round, match_number, participant1_id)
    select tournament_id, 1, row_number() over (partition by tournament_id), id from participants`);
  await fill(`insert into draws (tournament_id, plan, head) select id, '[]', '{"version": 1}' from tournaments`);
  await fill(`insert into draw_events (draw_id, version, event, log_seq)
    select id, n, '{}', 1 from draws, generate_series(1, 3) n`);
  await fill(`insert into draw_records (draw_id, kind, number, record)
    select id, 'entrant', n, '{}' from draws, generate_series(1, 3) n`);
  await fill(`insert into draw_ranks (draw_id, tournament_id, participant_id, rank)
    select draws.id, tournament_id, participants.id, 1 from draws join participants using (tournament_id)`);
  await fill(`update matches set number = match_number, record = '{}', draw_id = draws.id
    from draws where draws.tournament_id = matches.tournament_id and matches.id % 2 = 0`);
  await fill(`insert into tournament_log (tournament_id, seq, kind, payload, affected)
    select id, n, 'tournament.updated', '{}', '{}' from tournaments, generate_series(1, 4) n`);
  await fill(`insert into tournament_staff (tournament_id, user_id, name, role)
    select id, n, 'R', 'referee' from tournaments, generate_series(1, 2) n`);
  await fill(`insert into match_calls (match_id, tournament_id, court)
    select id, tournament_id, '1' from matches where id % 4 = 0`);
  await fill(`insert into live_points (match_id, tournament_id, game, points, told)
    select id, tournament_id, 1, '{1,0}', case when id % 1000 = 0 then 0 else 1 end from matches where id % 4 = 0`);
  await fill(`insert into match_reports (match_id, participant_id, tournament_id, reported_by, result, stands_at)
    select id, participant1_id, tournament_id, 1 + id % 5000, '{}', case when id % 1000 = 0 then now() end
    from matches where id % 4 = 0`);
  await fill(`insert into tournament_templates (name, settings) select 'T', '{}' from generate_series(1, 20000)`);
  await fill(`insert into courts (tournament_id, name) select id, 'One' from tournaments where id <= 10000`);
  await fill(`insert into schedule_settings select id, '{}' from tournaments`);
  await fill(`insert into availability (tournament_id, participant_id, windows)
    select tournament_id, id, '[]' from participants where id % 4 = 0`);
  await fill(`insert into match_slots (tournament_id, match_id, court_id, during)
    select tournament_id, matches.id, courts.id,
      tstzrange(now() + match_number * interval '1 h', now() + (match_number + 1) * interval '1 h')
    from matches join courts using (tournament_id)`);
  await fill(`insert into match_slot_people (match_id, participant_id, during)
    select match_id, participant1_id, during from match_slots join matches on id = match_id`);
  await fill(`update participants set seed = id where status = 'approved' and tournament_id <= 100`);
  await fill(`update matches set status = 'played', participant2_id = participant1_id where number % 2 = 0`);
  await fill(`insert into seasons (name, starts_at, ends_at, points)
    select 'S', now(), now() + interval '1 day', '{10,5}' from generate_series(1, 20000)`);
  await fill(`update tournaments set start_date = now() + id * interval '1 day'`);
  await fill(`insert into rating_points (user_id, draw_id, at, rating, deviation, volatility, games)
    select user_id, id, now() + id * interval '1 s', 1500, 350, 0.06, 1
    from draws, generate_series(1, 3) n cross join lateral (select 1 + (draws.id + n) % 5000 as user_id) u`);
  await fill(`insert into rating_queue select id, now() from draws where id % 2 = 0`);
  await fill('analyze');
});
afterAll(() => world.service.stop());

interface Node {
  'Node Type': string;
  'Relation Name'?: string;
  Plans?: Node[];
}

/** Tables of which a plan reads every row. */
function readWhole(node: Node): string[] {
  const own = node['Node Type'] === 'Seq Scan' ? [node['Relation Name'] ?? '?'] : [];
  return [...own, ...(node.Plans ?? []).flatMap(readWhole)];
}

/** The plan of a statement that is good for all values, as transactions take it. */
const planForAll = `create function plan_for_all(statement text, parameters integer) returns json
  language plpgsql set plan_cache_mode = force_generic_plan as $$
    declare plan json;
    begin
      execute 'prepare asked as ' || statement;
      execute 'explain (format json) execute asked' || coalesce('(' || nullif(repeat('null,', parameters - 1), '') || 'null)',
        case when parameters = 1 then '(null)' else '' end) into plan;
      deallocate asked;
      return plan;
    end $$`;

/** Runs a query of the store as EXPLAIN, for its values and for all. @returns the tables each of its statements reads whole */
async function wholeTables(ask: (tx: Transaction) => Promise<unknown>): Promise<string[]> {
  const found: string[] = [];
  let statements = 0;
  const query: Queryable['query'] = async (sql, values = []) => {
    const rows = [
      ...(await world.service.sql<{ 'QUERY PLAN': { Plan: Node }[] }>(`explain (format json) ${sql}`, values)),
      ...(await world.service.sql<{ 'QUERY PLAN': { Plan: Node }[] }>('select plan_for_all($1, $2) as "QUERY PLAN"', [
        sql,
        values.length,
      ])),
    ];
    statements += 1;
    for (const row of rows) for (const { Plan } of row['QUERY PLAN']) found.push(...readWhole(Plan));
    return { rows: [], rowCount: 0, command: 'EXPLAIN', oid: 0, fields: [] };
  };
  await ask({ inTransaction: true, query, last: query });
  expect(statements).toBeGreaterThan(0);
  return found;
}

const four = begin({ entrants: [1, 2, 3, 4], stages: [{ format: 'single-elimination' }] }).state;
const league = begin({ entrants: [1, 2, 3], stages: [{ format: 'round-robin' }] }).state;
const reported = execute(league, { type: 'report', match: 0, winner: 0 }).state;
const page = { limit: 101, before: 15_000 };
const ofSchedule = { day: '2031-05-03', courtId: 7, timeZone: 'UTC', after: undefined, limit: 101 };
const season = {
  starts_at: new Date(Date.now() + 86_400_000),
  ends_at: new Date(Date.now() + 8 * 86_400_000),
  points: [10, 5, 3],
  counting: 4,
};
const queries: Record<string, Parameters<typeof wholeTables>[0]> = {
  'tournaments of members': (db) => listTournaments(db, { ...page, drafts: false }),
  'tournaments of staff': (db) => listTournaments(db, { ...page, drafts: true }),
  'the first page of tournaments': (db) => listTournaments(db, { limit: 1001, before: undefined, drafts: false }),
  'tournaments for everybody': (db) => listPublic(db, { phase: undefined, before: 15_000, limit: 101 }),
  'the first page for everybody': (db) => listPublic(db, { phase: undefined, before: undefined, limit: 101 }),
  'tournaments for everybody of a phase': (db) => listPublic(db, { phase: 'running', before: 15_000, limit: 101 }),
  'those who take part': (db) => listTakingPart(db, 7, { after: 0, limit: 101 }),
  'what everybody may watch': (db) => onlyPublic(db, [7, 8]),
  'a tournament by its slug': (db) => findBySlug(db, 'slug-7'),
  'check-ins that are due': (db) => listDueCheckIns(db, 50),
  participants: (db) => listParticipants(db, 7),
  'participants by name': (db) => searchParticipants(db, 7, { q: 'p', after: 0, limit: 101 }),
  'participants by standing': (db) => searchParticipants(db, 7, { status: 'approved', after: 0, limit: 101 }),
  'participants of a category': (db) => searchParticipants(db, 7, { category_id: 7, after: 0, limit: 101 }),
  'the order of the draw': (db) => listApproved(db, 7, null),
  'the waiting list': (db) => listWaiting(db, 7),
  'who is absent': (db) => listAbsent(db, 7),
  entries: (db) => countEntries(db, 7, [1, 2]),
  'entries of a user': (db) => entriesOfUser(db, 7),
  'whether somebody has played': (db) => hasPlayed(db, 7, 7),
  matches: (db) => listMatches(db, 7),
  'a match': (db) => findMatch(db, 7, 7),
  'matches by their numbers': (db) => findByNumbers(db, 7, [0, 1]),
  'matches of an old bracket': (db) => listOldMatches(db, 7, null),
  'draws of a tournament': (db) => listDraws(db, 7),
  'the state of a draw': (db) => readState(db, 7),
  'events of a draw': (db) => listDrawEvents(db, 7, { after: 0, limit: 10 }),
  'final ranks': (db) => listRanks(db, 7),
  'who is in a draw': (db) => listDrawn(db, 7, null),
  'points of participants': (db) => countPoints(db, 7, [7, 8]),
  'matches that a result changes': (db) => updateMatches(db, 7, four, [{ number: 0, score: null }]),
  'records that a result changes': (db) =>
    putRecords(db, 7, { before: league, after: reported }, { entrants: [0], stages: [0], tables: [0], scores: [] }),
  'a call': (db) => findCall(db, 7),
  'what goes on around matches': (db) => readMatchDay(db, 7),
  'what results do around matches': (db) => settleMatchDay(db, { moved: [7], reopened: [7], scored: [7], over: [7] }),
  'live points': (db) => saveLivePoints(db, 7, { match_id: 7, game: 1, points: [1, 0] }),
  'points that were not told': (db) => takeUntold(db, 300, 10),
  'reports of a match': (db) => findReports(db, 7),
  'reports that are due': (db) => listDueReports(db, 50),
  'reports of a tournament': (db) =>
    listReports(db, 7, {
      matchId: undefined,
      isOpen: true,
      participants: [7],
      after: { match: 0, participant: 0 },
      limit: 51,
    }),
  'entries somebody leads': (db) => entriesLedBy(db, 7, 7),
  'reports of somebody who is forgotten': (db) => forgetReporter(db, 7),
  categories: (db) => listCategories(db, 7),
  'a roster': (db) => listRoster(db, 7),
  'people in teams': (db) => usersInTeams(db, 7, [7], null),
  'the log': (db) => listLog(db, 7, { limit: 51, before: undefined }),
  staff: (db) => listStaff(db, 7),
  templates: (db) => listTemplates(db, page),
  'courts of a tournament': (db) => listCourts(db, 7),
  'whether a court is used': (db) => isCourtUsed(db, 7, 7),
  'settings of a schedule': (db) => findSettings(db, 7),
  'who is not always there': (db) => listAvailability(db, 7),
  'matches to be planned': (db) => listSlots(db, 7, 5001),
  'a schedule': (db) => listPlanned(db, 7, { ...ofSchedule, day: undefined, courtId: undefined }),
  'a page of a schedule': (db) =>
    listPlanned(db, 7, { ...ofSchedule, after: { starts_at: new Date(), match_id: 7 }, courtId: undefined }),
  'a day on a court': (db) => listPlanned(db, 7, ofSchedule),
  'the schedule of one participant': (db) =>
    listPlanned(db, 7, { ...ofSchedule, day: undefined, courtId: undefined, participantId: 7, limit: 5000 }),
  'real times of matches': (db) => followMatches(db, [{ id: 7, status: 'running' }]),
  seasons: (db) => listSeasons(db, page),
  'a season': (db) => findSeason(db, 7),
  'the leaderboard of a season': (db) => listSeasonPlaces(db, season, { limit: 101, offset: 0 }),
  podiums: (db) => listPodiums(db, 7),
  'a player': (db) => findPlayer(db, 7),
  'the history of a player': (db) => listHistory(db, 7, { limit: 51, before: undefined }),
  'opponents of a player': (db) => listOpponents(db, 7, { limit: 51, offset: 0 }),
  'matches between two people': (db) => listMeetings(db, 7, 8, { limit: 51, before: undefined }),
  'the rating of a player': (db) => listRatings(db, 7, { limit: 51, before: { at: new Date(), drawId: 7 } }),
  'games to be rated': (db) => listGames(db, 7),
  'ratings of a draw': (db) => listPointsOf(db, 7),
  'ratings before a draw': (db) => ratingsBefore(db, [7, 8], { at: new Date(), drawId: 7 }),
  'a draw to be rated': (db) => queueRating(db, 7),
  'draws to be rated after it': (db) => queueNext(db, 7, [{ user_id: 7, at: new Date() }]),
  'draws to be rated after a tournament': (db) => queueAfterTournament(db, 7),
  'the calendar of a person': (db) => listPersonal(db, 7, new Date()),
  'an address of a calendar': (db) => findAddress(db, 7),
  'whose calendar it is': (db) => ownerOf(db, Buffer.alloc(32)),
  'what was done in a draw': (db) => readEvents(db, 7),
  'brackets of before there were draws': (db) => listUndrawn(db, 7),
  ...Object.fromEntries(parts.map((part) => [`${part} of a document`, (db: Queryable) => readPart(db, part, 7)])),
  leaderboards: (db) => listLeaderboard(db),
  ...Object.fromEntries(
    personalDataApi.entrantRecordsQuestion.shape.kind.options.map((kind) => [
      `${kind} in an export`,
      (db) => listRecordsOf(db, 7, kind, { first: 15_000, second: 1 }, 501),
    ]),
  ),
};

describe('with many rows', () => {
  it.each(Object.keys(queries))('%s are found by an index', async (name) => {
    const ask = queries[name];
    expect(ask === undefined ? ['no query'] : await wholeTables(ask)).toEqual([]);
  });

  it('a query that reads everything is noticed', async () => {
    expect(await wholeTables((db) => db.query('select count(*) from participants where name is null'))).toContain(
      'participants',
    );
  });
});
