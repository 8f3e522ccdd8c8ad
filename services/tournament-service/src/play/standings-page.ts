import type { playApi } from '@gym/contracts';
import type { Queryable } from '@gym/service-kit';
import type { State } from '@gym/tournament-engine';
import type { z } from 'zod';
import { peopleById } from '../store/participants.js';
import { peopleInTables, tablesOf } from './tables.js';

type Page = Pick<z.input<typeof playApi.standingsView>, 'tables' | 'next_cursor'>;

/** A page of the tables of each draw, with the people who are named on it. */
export async function standingsPages(
  db: Queryable,
  tournamentId: number,
  states: readonly State[],
  { table, limit, cursor: after = 0 }: z.output<typeof playApi.standingsQuery>,
): Promise<Page[]> {
  const page = { table, limit, after };
  const named = states.flatMap((state) => peopleInTables(state, page));
  const people = await peopleById(db, tournamentId, named);
  return states.map((state) => {
    const tables = tablesOf(state, people, page);
    const rows = table === undefined ? 0 : (tables[0]?.total ?? 0);
    return { tables, next_cursor: after + limit < rows ? String(after + limit) : null };
  });
}
