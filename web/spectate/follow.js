/** @import { DrawTable } from '../draw/types.d.ts' */
/** @import { PublicBracket, PublicView } from './types.d.ts' */
import { ApiError, bodyOf } from '../api.js';
import { startLive, watch } from '../live.js';

/** Without news, and where no socket can be opened. An answer that has not changed costs next to nothing. */
const pollMs = 20_000;
/** The socket may hear of a change a moment before the gateway does, so there is a second look. */
const lookMs = [200, 2500];

/** The part of the address behind `/embed/` or `/screen/`. */
const path = `/api/public/tournaments/${location.pathname.split('/')[2] ?? ''}`;

/**
 * Shows the tournament, and again whenever it has changed.
 * @param {(view: PublicView) => void} show
 * @param {(error: unknown) => void} fail what is shown stays
 */
export function follow(show, fail) {
  let shown = '';
  let isLive = false;

  async function look() {
    try {
      const { view, version } = await read();
      if (version !== shown) show(view);
      shown = version;
      if (!isLive) goLive(view.tournament.id);
    } catch (error) {
      // What is shown says so; when it works again that has to go.
      shown = '';
      fail(error);
    }
  }

  /** @param {number} id */
  function goLive(id) {
    isLive = true;
    const topic = `tournament:${id}`;
    watch(topic, () => {
      for (const ms of lookMs) setTimeout(() => void look(), ms);
    });
    startLive(() => undefined, { topics: [topic] });
  }

  void look();
  setInterval(() => void look(), pollMs);
}

/** @returns {Promise<{ view: PublicView, version: string }>} */
async function read() {
  const [bracket, standings, detail] = await Promise.all([ask('/bracket'), ask('/standings'), ask('')]);
  /** @type {PublicBracket} */
  const shown = bracket.body;
  /** @type {{ draws: { category_id: number | null, tables: DrawTable[] }[] }} */
  const { draws } = standings.body;
  /** @type {{ categories: { id: number, name: string }[] }} */
  const { categories } = detail.body;
  const view = {
    ...shown,
    people: new Map(shown.participants.map((entrant) => [entrant.id, entrant])),
    categories: new Map(categories.map(({ id, name }) => [id, name])),
    mine: new Set(/** @type {number[]} */ ([])),
    tables: draws.flatMap(({ category_id, tables }) => tables.map((table) => ({ category_id, table }))),
    staleSeconds: bracket.staleSeconds,
  };
  const version = [bracket, standings, detail].map(({ version }) => version).join(' ');
  return { view, version };
}

/** @param {string} part */
async function ask(part) {
  // Asks each time, with the entity tag of what the browser has.
  const response = await fetch(path + part, { cache: 'no-cache' }).catch(() => {
    throw new ApiError({ status: 0, detail: 'The server cannot be reached.' });
  });
  const body = await bodyOf(response);
  const isStale = response.headers.get('cache-status')?.includes('stale') === true;
  const staleSeconds = isStale ? Number(response.headers.get('age')) : undefined;
  return { body, staleSeconds, version: `${response.headers.get('etag')}${isStale ? ' old' : ''}` };
}
