import { tournamentsApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { placeOrLine } from '../domain/entries.js';
import { changeParticipant } from '../entries/change-participant.js';
import { freePlaces } from '../entries/move-up.js';
import { takeIn } from '../entries/take-in.js';
import { logged } from '../log.js';
import type { Deps } from '../tournaments.js';
import { participantParams } from './params.js';

export function approveParticipant(deps: Deps): Operation {
  return operation({
    method: 'patch',
    path: '/api/tournaments/:id/participants/:participant_id/approve',
    summary: 'Let somebody in who asked to join; without a free place they wait, where there is a waiting list',
    params: participantParams,
    answer: { status: 200, schema: tournamentsApi.participantChanged },
    refusals: [400, 404, 409, 412],
    invalidStatus: 400,
    handle: (input) =>
      changeParticipant(deps, input, { action: 'approve' }, async (tx, tournament, asking) => {
        const status = placeOrLine(tournament, await freePlaces(tx, tournament), asking.category_id);
        const { row, events } = await takeIn(tx, tournament, asking, status);
        return {
          row,
          events,
          message: status === 'approved' ? `${row.name} is in.` : `${row.name} waits for a place.`,
          log: [logged('participant.approved', { participant_id: row.id, status }, { participants: [row.id] })],
        };
      }),
  });
}
