import { personalDataApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { pageOf, placeIn, top } from '../pages.js';
import { presentRecord } from '../presenters.js';
import { listRecordsOf } from '../store/personal-data.js';
import type { Deps } from '../tournaments.js';

const { entrantRecordsPage, entrantRecordsQuery, entrantRecordsQuestion, recordsOnPage } = personalDataApi;

export function exportEntrant({ database }: Deps): Operation {
  return operation({
    method: 'get',
    path: '/internal/entrants/:id/:kind',
    summary: 'A page of what is kept of a user, for that user',
    params: entrantRecordsQuestion,
    query: entrantRecordsQuery,
    answer: { status: 200, schema: entrantRecordsPage },
    async handle({ params: { id, kind }, query: { cursor } }) {
      const [first, second] = placeIn(cursor) ?? [top, top];
      const rows = await listRecordsOf(database, id, kind, { first, second }, recordsOnPage + 1);
      const { items, next_cursor } = pageOf(rows, recordsOnPage, (last) => `${last.first}.${last.second}`);
      return { items: items.map(presentRecord), next_cursor };
    },
  });
}
