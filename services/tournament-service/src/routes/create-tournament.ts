import { tournamentsApi } from '@gym/contracts';
import { appendEvents, operation, type Operation } from '@gym/service-kit';
import { createdEvent } from '../events/tournaments.js';
import { logged } from '../log.js';
import { presentTournament } from '../presenters.js';
import { appendLog } from '../store/log.js';
import { insertTournament } from '../store/tournaments.js';
import type { Deps } from '../tournaments.js';

export function createTournament({ database, appId }: Deps): Operation {
  return operation({
    method: 'post',
    path: '/api/tournaments',
    summary: 'Create a tournament',
    body: tournamentsApi.newTournament,
    answer: { status: 201, schema: tournamentsApi.tournamentCreated },
    invalidStatus: 400,
    async handle({ body, caller }) {
      const tournament = { ...body, start_date: new Date(body.start_date), created_by: caller.id };
      const created = await database.transaction(async (tx) => {
        const row = await insertTournament(tx, tournament);
        const log = logged('tournament.created', { settings: body });
        await appendLog(tx, { tournamentId: row.id, after: 0, actorId: caller.id }, [log]);
        await appendEvents(tx, appId, [createdEvent(row)]);
        return row;
      });
      return { tournament: presentTournament(created), message: 'The tournament was created.' };
    },
  });
}
