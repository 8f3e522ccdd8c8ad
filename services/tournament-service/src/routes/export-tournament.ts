import { filesApi } from '@gym/contracts';
import { operation, sendJson, type Operation } from '@gym/service-kit';
import type { Response } from 'express';
import { writeFile } from '../exports/write.js';
import { readTournament, type Deps } from '../tournaments.js';
import { tournamentParams } from './params.js';

/** Browsers save it under a name instead of showing it. */
export function asDownload(res: Response, id: number, file: filesApi.ExportFile): void {
  res.set('content-disposition', `attachment; filename="tournament-${id}-${file}"`);
}

export function exportTournament(deps: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/tournaments/:id/exports/:file',
    summary: 'Take a tournament along as a file for other programs',
    params: tournamentParams.extend({ file: filesApi.exportFile }),
    query: filesApi.exportQuery,
    answer: { status: 200, schema: filesApi.exportedText, type: 'text/*' },
    refusals: [400, 404, 409],
    async handle({ params, query, caller, res }) {
      const tournament = await readTournament(deps, { params, caller, res });
      const { type, text } = await writeFile(deps, tournament, params.file, query);
      asDownload(res, tournament.id, params.file);
      sendJson(res, 200, text, type);
      return text;
    },
  });
}
