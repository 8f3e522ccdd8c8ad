import { pathId, personalDataApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { z } from 'zod';
import { presentEntry } from '../presenters.js';
import { listEntriesOf, listMatchesOf } from '../store/personal-data.js';
import type { Deps } from '../tournaments.js';

const { maxExported } = personalDataApi;
/** Each may be a tournament with hundreds of matches, among which those of the entry are looked for. */
const maxWithMatches = 100;

export function exportEntrant({ database }: Deps): Operation {
  return operation({
    method: 'get',
    path: '/internal/entrants/:id/export',
    summary: 'What is kept of a user, for that user',
    params: z.object({ id: pathId }),
    answer: { status: 200, schema: personalDataApi.exportedEntries },
    async handle({ params }) {
      const rows = await listEntriesOf(database, params.id, maxExported + 1);
      const shown = rows.slice(0, maxExported);
      const recent = shown.slice(0, maxWithMatches).map(({ id }) => id);
      const matches = await listMatchesOf(database, recent, maxExported + 1);
      return {
        entries: shown.map(presentEntry),
        matches: matches.slice(0, maxExported),
        is_complete: rows.length <= maxWithMatches && matches.length <= maxExported,
      };
    },
  });
}
