import { playApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { finalRanks } from '@gym/tournament-engine';
import { participantOf } from '../play/match-columns.js';
import { peopleOfDraw, readDraw } from '../play/read-draw.js';
import { tablesOf } from '../play/tables.js';
import { presentParticipant } from '../presenters.js';
import { readTournament, type Deps } from '../tournaments.js';
import { tournamentParams } from './params.js';

export function getStandings(deps: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/tournaments/:id/standings',
    summary: 'Show groups, Swiss tables and leaderboards as they stand, with what decides',
    params: tournamentParams,
    query: playApi.drawQuery,
    answer: { status: 200, schema: playApi.standingsView },
    refusals: [400, 404, 409],
    async handle(input) {
      const tournament = await readTournament(deps, input);
      const { row, state } = await readDraw(deps, tournament, input.query.category_id);
      const people = await peopleOfDraw(deps.database, tournament.id, state);
      const { id, version, category_id } = row;
      return { draw_id: id, draw_version: version, category_id, tables: tablesOf(state, people) };
    },
  });
}

export function getRanks(deps: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/tournaments/:id/ranks',
    summary: 'Show where everybody has ended, or who still plays for a place',
    params: tournamentParams,
    query: playApi.drawQuery,
    answer: { status: 200, schema: playApi.ranksView },
    refusals: [400, 404, 409],
    async handle(input) {
      const tournament = await readTournament(deps, input);
      const { row, state } = await readDraw(deps, tournament, input.query.category_id);
      const people = await peopleOfDraw(deps.database, tournament.id, state);
      const ranks = finalRanks(state).flatMap(({ entrant, rank }) => {
        const person = people.get(participantOf(state, entrant));
        return person === undefined ? [] : [{ rank, participant: presentParticipant(person) }];
      });
      const { id, version, category_id, is_completed } = row;
      return { draw_id: id, draw_version: version, category_id, is_completed, ranks };
    },
  });
}
