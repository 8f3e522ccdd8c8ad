import { tournamentsApi } from '@gym/contracts';
import type { Queryable, Transaction } from '@gym/service-kit';
import { z } from 'zod';

const detailRow = z.object({
  description: z.string(),
  rules: z.string(),
  venue: z.string().nullable(),
  prizes: z.array(tournamentsApi.prize),
  questions: tournamentsApi.questions,
});
export type Details = z.infer<typeof detailRow>;

const nothing: Details = { description: '', rules: '', venue: null, prizes: [], questions: [] };

/** @throws ZodError for what no version of this service has written */
export async function findDetails(db: Queryable, tournamentId: number): Promise<Details> {
  const { rows } = await db.query(
    'select description, rules, venue, prizes, questions from tournament_details where tournament_id = $1',
    [tournamentId],
  );
  return rows[0] === undefined ? nothing : detailRow.parse(rows[0]);
}

export async function saveDetails(tx: Transaction, tournamentId: number, details: Details): Promise<void> {
  const { description, rules, venue, prizes, questions } = details;
  await tx.query(
    `insert into tournament_details (tournament_id, description, rules, venue, prizes, questions)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (tournament_id) do update set description = excluded.description, rules = excluded.rules,
       venue = excluded.venue, prizes = excluded.prizes, questions = excluded.questions`,
    [tournamentId, description, rules, venue, JSON.stringify(prizes), JSON.stringify(questions)],
  );
}
