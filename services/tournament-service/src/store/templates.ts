import { tournamentsApi } from '@gym/contracts';
import type { Queryable, Transaction } from '@gym/service-kit';
import { z } from 'zod';

const schemaVersion = 1;

const summaryRow = tournamentsApi.storedTemplate.omit({ settings: true }).extend({ created_at: z.date() });
const templateRow = summaryRow.extend({ settings: tournamentsApi.template });
export type TemplateSummary = z.infer<typeof summaryRow>;
export type TemplateRow = z.infer<typeof templateRow>;

export async function insertTemplate(
  tx: Transaction,
  { name, createdBy, settings }: { name: string; createdBy: number; settings: tournamentsApi.Template },
): Promise<TemplateRow> {
  const { rows } = await tx.query(
    `insert into tournament_templates (name, created_by, settings, schema_version) values ($1, $2, $3, $4)
     returning id, name, created_by, created_at, settings`,
    [name, createdBy, JSON.stringify(settings), schemaVersion],
  );
  return templateRow.parse(rows[0]);
}

export async function findTemplate(db: Queryable, id: number): Promise<TemplateRow | undefined> {
  const { rows } = await db.query(
    'select id, name, created_by, created_at, settings from tournament_templates where id = $1',
    [id],
  );
  return rows[0] === undefined ? undefined : templateRow.parse(rows[0]);
}

/** Newest first. @param before the last id of the page before */
export async function listTemplates(
  db: Queryable,
  { limit, before }: { limit: number; before: number | undefined },
): Promise<TemplateSummary[]> {
  const { rows } = await db.query(
    'select id, name, created_by, created_at from tournament_templates where id < $1 order by id desc limit $2',
    [before ?? 2 ** 31 - 1, limit],
  );
  return rows.map((row) => summaryRow.parse(row));
}

export async function deleteTemplate(tx: Transaction, id: number): Promise<void> {
  await tx.query('delete from tournament_templates where id = $1', [id]);
}
