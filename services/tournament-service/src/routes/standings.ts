import { playApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { notFound } from '@gym/service-kit/errors';
import { finalRanks } from '@gym/tournament-engine';
import { participantOf } from '../play/match-columns.js';
import { readDraw } from '../play/read-draw.js';
import { standingsPages } from '../play/standings-page.js';
import { presentParticipant } from '../presenters.js';
import { peopleById } from '../store/participants.js';
import { readTournament, type Deps } from '../tournaments.js';
import { tournamentParams } from './params.js';

export function getStandings(deps: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/tournaments/:id/standings',
    summary: 'Show groups, Swiss tables and leaderboards as they stand, with what decides',
    params: tournamentParams,
    query: playApi.standingsQuery,
    answer: { status: 200, schema: playApi.standingsView },
    refusals: [400, 404, 409],
    async handle(input) {
      const tournament = await readTournament(deps, input);
      const { row, state } = await readDraw(deps, tournament, input.query.category_id);
      const [page] = await standingsPages(deps.database, tournament.id, [state], input.query);
      if (page === undefined || (input.query.table !== undefined && page.tables.length === 0)) {
        throw notFound('There is no such table.', 'table-not-found');
      }
      const { id, version, category_id } = row;
      return { draw_id: id, draw_version: version, category_id, ...page };
    },
  });
}

export function getRanks(deps: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/tournaments/:id/ranks',
    summary: 'Show where everybody has ended, or who still plays for a place',
    params: tournamentParams,
    query: playApi.ranksQuery,
    answer: { status: 200, schema: playApi.ranksView },
    refusals: [400, 404, 409],
    async handle(input) {
      const tournament = await readTournament(deps, input);
      const { row, state } = await readDraw(deps, tournament, input.query.category_id);
      const { limit, cursor: after = 0 } = input.query;
      const all = finalRanks(state).map(({ entrant, rank }) => ({ id: participantOf(state, entrant), rank }));
      const shown = all.slice(after, after + limit);
      const people = await peopleById(
        deps.database,
        tournament.id,
        shown.map((place) => place.id),
      );
      const ranks = shown.flatMap(({ id, rank }) => {
        const person = people.get(id);
        return person === undefined ? [] : [{ rank, participant: presentParticipant(person) }];
      });
      const { id, version, category_id, is_completed } = row;
      const next_cursor = after + limit < all.length ? String(after + limit) : null;
      return { draw_id: id, draw_version: version, category_id, is_completed, ranks, next_cursor };
    },
  });
}
