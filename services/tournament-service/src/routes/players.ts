import { playersApi } from '@gym/contracts';
import { operation, type Operation, type Queryable } from '@gym/service-kit';
import { notFound } from '@gym/service-kit/errors';
import type { z } from 'zod';
import { pageOf } from '../pages.js';
import { findPlayer, listHistory, listMeetings, listOpponents, listRatings, type RatingRow } from '../store/players.js';
import type { Deps } from '../tournaments.js';
import { opponentParams, playerParams } from './params.js';

type Player = z.infer<typeof playersApi.player>;

/** @throws AppError 404 for somebody who has never played, and somebody whose account was deleted */
async function playerById(db: Queryable, userId: number): Promise<Player> {
  const player = await findPlayer(db, userId);
  if (player === undefined) throw notFound('There is no such player.', 'player-not-found');
  return player;
}

function presentPoint({ draw_id: _draw, ...point }: RatingRow): z.input<typeof playersApi.ratings>['items'][number] {
  return { ...point, at: point.at.toISOString() };
}

export function getPlayer({ database }: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/tournaments/players/:user_id',
    summary: 'Show what somebody has played and won, and their rating',
    params: playerParams,
    answer: { status: 200, schema: playersApi.player },
    refusals: [404],
    handle: ({ params }) => playerById(database, params.user_id),
  });
}

export function getHistory({ database }: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/tournaments/players/:user_id/history',
    summary: 'List the tournaments of somebody with their ranks, newest first',
    params: playerParams,
    query: playersApi.playerQuery,
    answer: { status: 200, schema: playersApi.history },
    async handle({ params, query: { limit, cursor } }) {
      const rows = await listHistory(database, params.user_id, { limit: limit + 1, before: cursor });
      return pageOf(rows, limit, (last) => last.participant_id);
    },
  });
}

export function getOpponents({ database }: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/tournaments/players/:user_id/opponents',
    summary: 'List whom somebody has met, with wins and losses',
    params: playerParams,
    query: playersApi.playerQuery,
    answer: { status: 200, schema: playersApi.opponents },
    async handle({ params, query: { limit, cursor = 0 } }) {
      const rows = await listOpponents(database, params.user_id, { limit: limit + 1, offset: cursor });
      return pageOf(rows, limit, () => cursor + limit);
    },
  });
}

export function getMeetings({ database }: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/tournaments/players/:user_id/opponents/:opponent_id',
    summary: 'List every match between two people, newest first',
    params: opponentParams,
    query: playersApi.playerQuery,
    answer: { status: 200, schema: playersApi.meetings },
    async handle({ params: { user_id, opponent_id }, query: { limit, cursor } }) {
      const rows = await listMeetings(database, user_id, opponent_id, { limit: limit + 1, before: cursor });
      return pageOf(rows, limit, (last) => last.match_id);
    },
  });
}

export function getRatings({ database }: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/tournaments/players/:user_id/ratings',
    summary: 'Show how the rating of somebody went, newest first',
    params: playerParams,
    query: playersApi.ratingQuery,
    answer: { status: 200, schema: playersApi.ratings },
    async handle({ params, query: { limit, cursor } }) {
      const [at, drawId] = cursor?.split('-').map(Number) ?? [];
      const before = at === undefined || drawId === undefined ? undefined : { at: new Date(at), drawId };
      const rows = await listRatings(database, params.user_id, { limit: limit + 1, before });
      const { items, next_cursor } = pageOf(rows, limit, (last) => `${last.at.getTime()}-${last.draw_id}`);
      return { items: items.map(presentPoint), next_cursor };
    },
  });
}
