/** @import { CategoryTable, DrawnMatch, DrawTable } from '../../draw/types.d.ts' */
/** @import { BracketView, Day, Expected, MatchReport, OwnPart, PlannedMatch, Podium, Schedule } from '../../types.d.ts' */
import { get } from '../../api.js';
import { isAhead } from '../../draw/state.js';

/** What does not change with results, or is not worth asking for each time. */
/** @typedef {{ me: OwnPart, categories: { id: number, name: string, is_drawn: boolean }[] }} Lasting */

/**
 * @param {string} path of the tournament
 * @returns {Promise<Lasting>}
 */
export async function readLasting(path) {
  const [me, detail] = await Promise.all([get(`${path}/me`), get(path)]);
  return { me, categories: detail.categories };
}

/**
 * A tournament as it stands, with what the tab that is shown needs and no more.
 * @param {string} path of the tournament
 * @param {Lasting} lasting
 * @param {string} tab
 * @returns {Promise<Day>}
 */
export async function readDay(path, { me, categories }, tab) {
  /** @type {BracketView} */
  const { tournament, bracket, participants } = await get(`${path}/bracket`);
  const matches = bracket.map((match) =>
    Object.assign(match, {
      participant1_id: match.participant1?.id ?? null,
      participant2_id: match.participant2?.id ?? null,
    }),
  );
  const mine = new Set(me.entries.map(({ participant_id }) => participant_id));
  const isPlayed = tournament.phase === 'running';
  const isReported = matches.some(({ report }) => report !== undefined);
  const isConcerned = me.is_staff || me.role !== null || mine.size > 0;
  const [reports, expected, tables, schedule, podium] = await Promise.all([
    isReported && isConcerned ? readReports(path) : [],
    isPlayed ? readExpected(path, matches, mine) : [],
    tab === 'tables' ? readTables(path, categories) : undefined,
    tab === 'schedule' ? readSchedule(path, isPlayed) : undefined,
    tournament.phase === 'completed' ? readPodium(path) : [],
  ]);
  return {
    tournament,
    matches,
    participants,
    people: new Map(participants.map((entrant) => [entrant.id, entrant])),
    categories: new Map(categories.map(({ id, name }) => [id, name])),
    undrawn: categories.filter(({ is_drawn }) => !is_drawn).map(({ id }) => id),
    mine,
    me,
    reports,
    expected,
    tables,
    schedule,
    podium,
  };
}

/** @param {string} path */
async function readReports(path) {
  /** @type {{ items: MatchReport[] }} */
  const { items } = await get(`${path}/reports?limit=200`);
  return items;
}

/**
 * @param {string} path
 * @param {DrawnMatch[]} matches
 * @param {Set<number>} mine
 * @returns {Promise<Expected[]>}
 */
async function readExpected(path, matches, mine) {
  const waiting = [...mine].filter((id) => matches.some((match) => isAhead(match, id)));
  const answers = await Promise.all(waiting.map((id) => get(`${path}/schedule/estimates?participant_id=${id}`)));
  return answers.flatMap(({ participants }) =>
    participants.flatMap((/** @type {{ certain: Expected | null }} */ { certain }) => certain ?? []),
  );
}

/**
 * @param {string} path
 * @param {Lasting['categories']} categories
 * @returns {Promise<CategoryTable[]>}
 */
async function readTables(path, categories) {
  const drawn = categories.filter(({ is_drawn }) => is_drawn).map(({ id }) => id);
  const asked = categories.length > 0 ? drawn : [null];
  const answers = await Promise.all(
    asked.map(async (id) => {
      /** @type {{ tables: DrawTable[] }} */
      const { tables } = await get(`${path}/standings${id === null ? '' : `?category_id=${id}`}`);
      return tables.map((table) => ({ category_id: id, table }));
    }),
  );
  return answers.flat();
}

/**
 * @param {string} path
 * @param {boolean} isPlayed
 * @returns {Promise<Schedule>}
 */
async function readSchedule(path, isPlayed) {
  /** @type {[{ items: PlannedMatch[], next_cursor: string | null }, { time_zone: string }, { matches: { match_id: number, starts_at: string, late_minutes: number }[] }]} */
  const [{ items, next_cursor }, { time_zone }, { matches }] = await Promise.all([
    get(`${path}/schedule?limit=500`),
    get(`${path}/schedule/settings`),
    isPlayed ? get(`${path}/schedule/estimates`) : { matches: [] },
  ]);
  return {
    planned: items,
    isMore: next_cursor !== null,
    zone: time_zone,
    expected: new Map(matches.map((match) => [match.match_id, match])),
  };
}

/**
 * @param {string} path
 * @returns {Promise<Podium[]>}
 */
async function readPodium(path) {
  /** @type {{ draws: Podium[] }} */
  const { draws } = await get(`${path}/podium`);
  return draws;
}
