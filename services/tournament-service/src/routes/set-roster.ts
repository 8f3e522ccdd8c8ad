import { tournamentsApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { invalidFields } from '@gym/service-kit/errors';
import { requireTeams, rosterFaults } from '../domain/roster.js';
import { changeParticipant } from '../entries/change-participant.js';
import { fillRoster } from '../entries/fill-roster.js';
import { logged } from '../log.js';
import type { Deps } from '../tournaments.js';
import { participantParams } from './params.js';

export function setRoster(deps: Deps): Operation {
  return operation({
    method: 'put',
    path: '/api/tournaments/:id/participants/:participant_id/roster',
    summary: 'Say who belongs to one’s team, or to any team as staff',
    params: participantParams,
    body: tournamentsApi.newRoster,
    answer: { status: 200, schema: tournamentsApi.participantChanged },
    refusals: [400, 404, 409, 412],
    handle: (input) =>
      changeParticipant(deps, input, { action: 'change' }, async (tx, tournament, row) => {
        const { members } = input.body;
        const faults = rosterFaults(requireTeams(tournament.team), members);
        if (faults.length > 0) throw invalidFields(faults, 422);
        await fillRoster(tx, row, members);
        const payload = { participant_id: row.id, members: members.length };
        return {
          row,
          message: 'The team was changed.',
          events: [],
          log: [logged('participant.roster-changed', payload, { participants: [row.id] })],
        };
      }),
  });
}
