import { publicApi } from '@gym/contracts';
import { operation, sendShared, type Operation } from '@gym/service-kit';
import { finalRanks } from '@gym/tournament-engine';
import { participantOf } from '../../play/match-columns.js';
import { peopleOfDraws } from '../../play/read-draw.js';
import { standingsPages } from '../../play/standings-page.js';
import { readDraws } from '../../spectators/draws.js';
import { findPublic } from '../../spectators/find.js';
import { publicPerson, publicTable, publicTournament } from '../../spectators/present.js';
import type { Deps } from '../../tournaments.js';
import { publicParams, tagsOf } from './params.js';

export function getPublicStandings(deps: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/public/tournaments/:slug/standings',
    summary:
      'Show groups, Swiss tables and leaderboards of a tournament that everybody may watch; none before the draw',
    params: publicParams,
    query: publicApi.publicStandingsQuery,
    answer: { status: 200, schema: publicApi.publicStandings },
    refusals: [404],
    async handle({ params, query, res }) {
      const tournament = await findPublic(deps.database, params.slug);
      const open = await readDraws(deps, tournament, query.category_id);
      const states = open.map(({ state }) => state);
      const pages = await standingsPages(deps.database, tournament.id, states, query);
      const draws = pages.map(({ tables, next_cursor }, index) => ({
        category_id: open[index]?.row.category_id ?? null,
        tables: tables.map(publicTable),
        next_cursor,
      }));
      const view = { tournament: publicTournament(tournament), draws };
      sendShared(res, tagsOf(tournament), JSON.stringify(view));
      return view;
    },
  });
}

export function getPublicRanks(deps: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/public/tournaments/:slug/ranks',
    summary: 'Show where everybody has ended in a tournament that everybody may watch; nothing before the draw',
    params: publicParams,
    query: publicApi.noQuery,
    answer: { status: 200, schema: publicApi.publicRanks },
    refusals: [404],
    async handle({ params, res }) {
      const tournament = await findPublic(deps.database, params.slug);
      const open = await readDraws(deps, tournament);
      const people = await peopleOfDraws(deps.database, tournament.id, open);
      const draws = open.map(({ row, state }) => ({
        category_id: row.category_id,
        is_completed: row.is_completed,
        ranks: finalRanks(state).flatMap(({ entrant, rank }) => {
          const person = people.get(participantOf(state, entrant));
          return person === undefined ? [] : [{ rank, participant: publicPerson(person) }];
        }),
      }));
      const view = { tournament: publicTournament(tournament), draws };
      sendShared(res, tagsOf(tournament), JSON.stringify(view));
      return view;
    },
  });
}
