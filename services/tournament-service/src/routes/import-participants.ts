import { tournamentsApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { importParticipants as importAll, previewImport as preview } from '../entries/import.js';
import { changeTournament, type Deps } from '../tournaments.js';
import { tournamentParams } from './params.js';

export function previewImport(deps: Deps): Operation {
  return operation({
    method: 'post',
    path: '/api/tournaments/:id/participants/import/preview',
    summary: 'Look what an import of a CSV list would do, and what is wrong with the list',
    params: tournamentParams,
    body: tournamentsApi.importText,
    answer: { status: 200, schema: tournamentsApi.importPreview },
    refusals: [404, 409],
    idempotencyKey: 'ignored',
    handle: (input) =>
      changeTournament(deps, input, async (tx, tournament) => {
        const { placed: _placed, ...answer } = await preview(tx, tournament, input.body.csv);
        return { answer: () => answer, log: [], events: [] };
      }),
  });
}

export function importParticipants(deps: Deps): Operation {
  return operation({
    method: 'post',
    path: '/api/tournaments/:id/participants/import',
    summary: 'Import a CSV list of participants, all of it or nothing',
    params: tournamentParams,
    body: tournamentsApi.importText,
    answer: { status: 201, schema: tournamentsApi.imported },
    refusals: [404, 409, 412],
    handle: (input) =>
      changeTournament(deps, input, async (tx, tournament) => {
        const { csv } = input.body;
        const { rows, ...change } = await importAll(tx, tournament, { csv, callerId: input.caller.id });
        const approved = rows.filter((row) => row.status === 'approved').length;
        const waitlisted = rows.length - approved;
        return { ...change, answer: () => ({ approved, waitlisted, message: `${rows.length} imported.` }) };
      }),
  });
}
