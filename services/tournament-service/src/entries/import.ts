import type { tournamentsApi } from '@gym/contracts';
import type { Transaction } from '@gym/service-kit';
import { AppError, badRequest, invalidFields } from '@gym/service-kit/errors';
import { categoryFor } from '../domain/categories.js';
import { doubleEntries, maxEntries, requireSetup, standingOf } from '../domain/entries.js';
import { readImport, type ImportRow } from '../domain/import-csv.js';
import { placesOf } from '../domain/places.js';
import { listCategories, type CategoryRow } from '../store/categories.js';
import { findDetails } from '../store/details.js';
import { countEntries } from '../store/participants.js';
import type { TournamentRow } from '../store/tournaments.js';
import { enter } from './enter.js';

type Fault = tournamentsApi.ImportFault;
type Placed = ImportRow & { category_id: number | undefined };
const shownFaults = 200;
const staff = { isStaff: true };

/** What an import would do. Nothing is changed. */
export async function previewImport(
  tx: Transaction,
  tournament: TournamentRow,
  csv: string,
): Promise<tournamentsApi.ImportPreview & { placed: Placed[] }> {
  requireSetup(tournament);
  const { questions } = await findDetails(tx, tournament.id);
  const { rows, faults } = readImport(csv, questions);
  const categories = await listCategories(tx, tournament.id);
  const userIds = rows.flatMap(({ user_id }) => (user_id === undefined ? [] : [user_id]));
  const { total, present } = await countEntries(tx, tournament.id, userIds);
  const double = new Set(
    doubleEntries(
      present,
      userIds.map((user_id) => ({ user_id })),
      staff,
    ),
  );
  for (const row of rows) {
    if (row.user_id === undefined || !double.has(row.user_id)) continue;
    if (!faults.some(({ line, column }) => line === row.line && column === 'user_id')) {
      faults.push({ line: row.line, column: 'user_id', message: 'is in the tournament already' });
    }
  }
  if (total + rows.length > maxEntries) {
    faults.push({ line: 1, column: null, message: `makes more than ${maxEntries} entries` });
  }
  const counts = { approved: 0, waitlisted: 0 };
  const places = placesOf(tournament, categories);
  const placed: Placed[] = [];
  // A line with a fault takes nobody's place.
  const faulty = new Set(faults.map(({ line }) => line));
  for (const row of rows.filter(({ line }) => !faulty.has(line))) {
    const found = refused(row.line, () => {
      const category_id = categoryOf(categories, row);
      const standing = standingOf(tournament, places, staff, category_id ?? null);
      counts[standing === 'approved' ? 'approved' : 'waitlisted'] += 1;
      placed.push({ ...row, category_id });
    });
    if (found !== undefined) faults.push(found);
  }
  const ordered = faults.toSorted((a, b) => a.line - b.line);
  return { rows: rows.length, ...counts, faults: ordered.slice(0, shownFaults), fault_count: faults.length, placed };
}

/** Imports all of the list, or nothing. @throws AppError 422 with the faults of a preview */
export async function importParticipants(
  tx: Transaction,
  tournament: TournamentRow,
  { csv, callerId }: { csv: string; callerId: number },
): Promise<Awaited<ReturnType<typeof enter>>> {
  const { faults, placed } = await previewImport(tx, tournament, csv);
  if (faults.length > 0) {
    throw invalidFields(
      faults.map(({ line, column, message }) => ({
        pointer: '#/csv',
        message: `line ${line}${column === null ? '' : `, ${column}`}: ${message}`,
      })),
      422,
    );
  }
  return enter(tx, tournament, {
    actor: { id: callerId, isStaff: true },
    entries: placed.map(({ name, user_id, category_id, answers, planned_seed }) => ({
      name,
      user_id,
      answers,
      planned_seed,
      category_id,
    })),
    refuseDouble: (ids) => badRequest(`In the tournament already: user ${ids.join(', ')}.`, 'already-in'),
    pointer: () => '#/csv',
    imported: true,
  });
}

function categoryOf(categories: CategoryRow[], { category, answers }: ImportRow): number | undefined {
  const named = categories.find(({ name }) => name.toLowerCase() === category?.toLowerCase());
  if (category !== undefined && named === undefined) throw badRequest(`There is no category ${category}.`);
  return categoryFor(categories, { category_id: named?.id, answers, isComplete: false }) ?? undefined;
}

function refused(line: number, work: () => void): Fault | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { line, column: null, message: error.message };
  }
}
