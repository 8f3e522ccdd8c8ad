import { filesApi } from '@gym/contracts';
import { operation, sendShared, type Operation } from '@gym/service-kit';
import { writeFile } from '../../exports/write.js';
import { findPublic } from '../../spectators/find.js';
import type { Deps } from '../../tournaments.js';
import { asDownload } from '../export-tournament.js';
import { publicParams, tagsOf } from './params.js';

export function exportPublicTournament(deps: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/public/tournaments/:slug/exports/:file',
    summary: 'Take a tournament that everybody may watch along as a file; calendars may subscribe to `calendar.ics`',
    params: publicParams.extend({ file: filesApi.exportFile }),
    query: filesApi.exportQuery,
    answer: { status: 200, schema: filesApi.exportedText, type: 'text/*' },
    refusals: [400, 404, 409],
    async handle({ params, query, res }) {
      const tournament = await findPublic(deps.database, params.slug);
      const { type, text } = await writeFile(deps, tournament, params.file, query);
      asDownload(res, tournament.id, params.file);
      sendShared(res, tagsOf(tournament), text, type);
      return text;
    },
  });
}
