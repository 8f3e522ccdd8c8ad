import { seasonsApi, tournamentsApi } from '@gym/contracts';
import { operation, type Operation, type Queryable } from '@gym/service-kit';
import { forbidden, invalidFields, notFound } from '@gym/service-kit/errors';
import { pageOf } from '../pages.js';
import { presentSeason } from '../presenters.js';
import { withoutGaps } from '../settings.js';
import {
  deleteSeason as remove,
  findSeason,
  insertSeason,
  listSeasonPlaces,
  listSeasons as selectSeasons,
  lockSeason,
  updateSeason as update,
  type SeasonRow,
} from '../store/seasons.js';
import type { Deps } from '../tournaments.js';
import { seasonParams } from './params.js';

/** @throws AppError 404 */
export async function seasonById(db: Queryable, id: number): Promise<SeasonRow> {
  return (await findSeason(db, id)) ?? noSeason();
}

function noSeason(): never {
  throw notFound('There is no such season.', 'season-not-found');
}

function requireMaker({ created_by }: SeasonRow, caller: { id: number }, isOwnOnly: boolean): void {
  if (isOwnOnly && created_by !== caller.id) {
    throw forbidden('Only its maker or an admin may change a season.', 'not-your-season');
  }
}

export function createSeason({ database }: Deps): Operation {
  return operation({
    method: 'post',
    path: '/api/tournaments/seasons',
    summary: 'Make a season: a span of time, and what places in its tournaments are worth',
    body: seasonsApi.seasonInput,
    answer: { status: 201, schema: seasonsApi.season },
    handle: async ({ body, caller }) =>
      presentSeason(await database.transaction((tx) => insertSeason(tx, body, caller.id))),
  });
}

export function listSeasons({ database }: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/tournaments/seasons',
    summary: 'List seasons, newest first',
    query: seasonsApi.seasonQuery,
    answer: { status: 200, schema: seasonsApi.seasonPage },
    async handle({ query: { limit, cursor } }) {
      const rows = await selectSeasons(database, { limit: limit + 1, before: cursor });
      const { items, next_cursor } = pageOf(rows, limit, (last) => last.id);
      return { items: items.map(presentSeason), next_cursor };
    },
  });
}

export function getSeason({ database }: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/tournaments/seasons/:season_id',
    summary: 'Show a season',
    params: seasonParams,
    answer: { status: 200, schema: seasonsApi.season },
    refusals: [404],
    handle: async ({ params }) => presentSeason(await seasonById(database, params.season_id)),
  });
}

export function updateSeason({ database }: Deps): Operation {
  return operation({
    method: 'patch',
    path: '/api/tournaments/seasons/:season_id',
    summary: 'Change a season of your own, or any as an admin; its leaderboard follows at once',
    params: seasonParams,
    body: seasonsApi.seasonPatch,
    answer: { status: 200, schema: seasonsApi.season },
    refusals: [404],
    async handle({ params, body, caller, isOwnOnly }) {
      const row = await database.transaction(async (tx) => {
        const before = (await lockSeason(tx, params.season_id)) ?? noSeason();
        requireMaker(before, caller, isOwnOnly);
        const { id, created_by: _maker, ...fields } = presentSeason(before);
        const after = { ...fields, ...withoutGaps(body) };
        if (Date.parse(after.starts_at) >= Date.parse(after.ends_at)) {
          throw invalidFields([{ pointer: '#/ends_at', message: 'must be after starts_at' }], 422);
        }
        return update(tx, id, after);
      });
      return presentSeason(row);
    },
  });
}

export function deleteSeason({ database }: Deps): Operation {
  return operation({
    method: 'delete',
    path: '/api/tournaments/seasons/:season_id',
    summary: 'Delete a season of your own, or any as an admin; its tournaments stay',
    params: seasonParams,
    answer: { status: 200, schema: tournamentsApi.message },
    refusals: [404],
    async handle({ params, caller, isOwnOnly }) {
      await database.transaction(async (tx) => {
        requireMaker((await lockSeason(tx, params.season_id)) ?? noSeason(), caller, isOwnOnly);
        await remove(tx, params.season_id);
      });
      return { message: 'The season was deleted.' };
    },
  });
}

export function seasonLeaderboard({ database }: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/tournaments/seasons/:season_id/leaderboard',
    summary: 'Rank people by the points of their places in the tournaments of a season',
    params: seasonParams,
    query: seasonsApi.placeQuery,
    answer: { status: 200, schema: seasonsApi.seasonTable },
    refusals: [404],
    async handle({ params, query: { limit, cursor = 0 } }) {
      const season = await seasonById(database, params.season_id);
      const rows = await listSeasonPlaces(database, season, { limit: limit + 1, offset: cursor });
      return pageOf(rows, limit, () => cursor + limit);
    },
  });
}
