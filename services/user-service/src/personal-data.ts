import { personalDataApi } from '@gym/contracts';
import { expectOk, type Sidecar } from '@gym/service-kit';
import type { z } from 'zod';
import { presentAudit } from './presenters.js';
import type { AuditRow } from './store/audit.js';

const { entrantRecordsPage, recordsOnPage } = personalDataApi;
type PersonalData = z.input<typeof personalDataApi.personalData>;

/** What tournament-service keeps of a user, asked for page by page while the export is being read. */
export async function* recordsOf<Item>(
  sidecar: Sidecar,
  userId: number,
  kind: personalDataApi.EntrantRecord,
  schema: z.ZodType<Item>,
): AsyncGenerator<Item, void> {
  for (let query: string | null = ''; query !== null;) {
    const answer = await sidecar.invoke('tournament-service', `/internal/entrants/${userId}/${kind}${query}`);
    const page: z.output<typeof entrantRecordsPage> = expectOk(answer, entrantRecordsPage);
    for (const item of page.items) yield schema.parse(item);
    query = page.next_cursor === null ? null : `?cursor=${page.next_cursor}`;
  }
}

type Page = (before: number, limit: number) => Promise<AuditRow[]>;

/** What was decided about a user. Who decided is the business of the house, not a fact about the person. */
export async function* decisionsIn(list: Page): AsyncGenerator<PersonalData['decisions'][number], void> {
  for await (const row of allRows(list)) {
    const { actor_id: _actor, request_id: _request, ...entry } = presentAudit(row);
    yield entry;
  }
}

/** What a user decided about others, without what became of them. */
export async function* actsIn(list: Page): AsyncGenerator<PersonalData['acts'][number], void> {
  for await (const row of allRows(list)) {
    const { id, at, user_id, action, reason } = presentAudit(row);
    yield { id, at, user_id, action, reason };
  }
}

/** However many. @param list gives a page of those with an id below `before`, newest first */
async function* allRows(list: Page): AsyncGenerator<AuditRow, void> {
  for (let before = Number.MAX_SAFE_INTEGER; ;) {
    const rows = await list(before, recordsOnPage);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < recordsOnPage) return;
    before = last.id;
  }
}
