import type { Transaction } from '@gym/service-kit';

/** @returns whether the slug is the tournament's now: it was free, or has been its own before */
export async function takeSlug(tx: Transaction, tournamentId: number, slug: string): Promise<boolean> {
  await tx.query('insert into tournament_slugs (slug, tournament_id) values ($1, $2) on conflict (slug) do nothing', [
    slug,
    tournamentId,
  ]);
  const { rowCount } = await tx.query('select from tournament_slugs where slug = $1 and tournament_id = $2', [
    slug,
    tournamentId,
  ]);
  return rowCount === 1;
}
