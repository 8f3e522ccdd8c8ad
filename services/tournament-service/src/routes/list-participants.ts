import { tournamentsApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { z } from 'zod';
import { presentParticipant } from '../presenters.js';
import { listParticipants as selectParticipants } from '../store/participants.js';
import { readTournament, type Deps } from '../tournaments.js';
import { tournamentParams } from './params.js';

export function listParticipants(deps: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/tournaments/:id/participants',
    summary: 'List who takes part or asks to',
    params: tournamentParams,
    answer: { status: 200, schema: z.array(tournamentsApi.participant) },
    refusals: [404],
    invalidStatus: 400,
    async handle(input) {
      const tournament = await readTournament(deps, input);
      return (await selectParticipants(deps.database, tournament.id)).map(presentParticipant);
    },
  });
}
