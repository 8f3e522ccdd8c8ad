import { personalDataApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { presentRecord } from '../presenters.js';
import { listRecordsOf, type Place } from '../store/personal-data.js';
import type { Deps } from '../tournaments.js';

const { entrantRecordsPage, entrantRecordsQuery, entrantRecordsQuestion, recordsOnPage } = personalDataApi;
/** Above every record: ids are PostgreSQL integers. */
const top = 2_147_483_647;

export function exportEntrant({ database }: Deps): Operation {
  return operation({
    method: 'get',
    path: '/internal/entrants/:id/:kind',
    summary: 'A page of what is kept of a user, for that user',
    params: entrantRecordsQuestion,
    query: entrantRecordsQuery,
    answer: { status: 200, schema: entrantRecordsPage },
    async handle({ params: { id, kind }, query: { cursor } }) {
      const rows = await listRecordsOf(database, id, kind, placeOf(cursor), recordsOnPage + 1);
      const shown = rows.slice(0, recordsOnPage);
      const last = rows.length > recordsOnPage ? shown.at(-1) : undefined;
      return {
        items: shown.map(presentRecord),
        next_cursor: last === undefined ? null : `${last.first}.${last.second}`,
      };
    },
  });
}

function placeOf(cursor: string | undefined): Place {
  const [first = top, second = top] = cursor?.split('.').map((part) => Math.min(Number(part), top)) ?? [];
  return { first, second };
}
