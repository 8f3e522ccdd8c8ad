import { tournamentsApi } from '@gym/contracts';
import { operation, type Operation, type Transaction } from '@gym/service-kit';
import { conflict, invalidFields, notFound } from '@gym/service-kit/errors';
import { ruleFaults } from '../domain/categories.js';
import { requireSetup } from '../domain/entries.js';
import { requireManager } from '../domain/permissions.js';
import { moveUpList } from '../entries/move-up.js';
import { updatedEvent } from '../events/tournaments.js';
import { logged } from '../log.js';
import { presentCategory } from '../presenters.js';
import { withoutGaps } from '../settings.js';
import { standingIn } from '../standing.js';
import {
  deleteCategory as remove,
  insertCategory,
  isCategoryUsed,
  listCategories,
  updateCategory as update,
  type CategoryRow,
} from '../store/categories.js';
import { findDetails } from '../store/details.js';
import { changeTournament, type Deps } from '../tournaments.js';
import { categoryParams, tournamentParams } from './params.js';

const maxCategories = 100;
const message = 'The categories were changed.';

export function createCategory(deps: Deps): Operation {
  return operation({
    method: 'post',
    path: '/api/tournaments/:id/categories',
    summary: 'Add a category, with its own places and its own draw',
    params: tournamentParams,
    body: tournamentsApi.categoryInput,
    answer: { status: 201, schema: tournamentsApi.category },
    refusals: [404, 409, 412],
    handle: (input) =>
      changeTournament(deps, input, async (tx, tournament) => {
        requireManager(tournament, await standingIn(tx, tournament.id, input.caller));
        requireSetup(tournament);
        const present = await listCategories(tx, tournament.id);
        if (present.length >= maxCategories)
          throw conflict(`${maxCategories} categories are enough.`, 'too-many-categories');
        await requireRules(tx, tournament.id, input.body.rules);
        requireName(present, input.body.name);
        const row = await insertCategory(tx, tournament.id, input.body);
        return {
          answer: () => presentCategory(row),
          log: [logged('category.created', { category_id: row.id, category: input.body }, { categories: [row.id] })],
          events: [updatedEvent(tournament, ['categories'])],
        };
      }),
  });
}

export function updateCategory(deps: Deps): Operation {
  return operation({
    method: 'patch',
    path: '/api/tournaments/:id/categories/:category_id',
    summary: 'Change a category; its new places go to those who wait',
    params: categoryParams,
    body: tournamentsApi.categoryPatch,
    answer: { status: 200, schema: tournamentsApi.category },
    refusals: [404, 409, 412],
    handle: (input) =>
      changeTournament(deps, input, async (tx, tournament) => {
        requireManager(tournament, await standingIn(tx, tournament.id, input.caller));
        requireSetup(tournament);
        const present = await listCategories(tx, tournament.id);
        const before = categoryOf(present, input.params.category_id);
        const after = { ...before, ...withoutGaps(input.body) };
        await requireRules(tx, tournament.id, after.rules);
        requireName(
          present.filter((item) => item !== before),
          after.name,
        );
        if (after.max_participants !== null && after.max_participants < before.participant_count) {
          throw conflict(`${before.participant_count} take part already.`, 'too-many-participants');
        }
        await update(tx, before.id, after);
        const moved = await moveUpList(tx, tournament);
        const payload = { category_id: before.id, changes: input.body, moved_up: moved.ids };
        const latest = categoryOf(await listCategories(tx, tournament.id), before.id);
        return {
          answer: () => presentCategory(latest),
          log: [logged('category.updated', payload, { categories: [before.id], participants: moved.ids })],
          events: [updatedEvent(tournament, ['categories']), ...moved.events],
        };
      }),
  });
}

export function deleteCategory(deps: Deps): Operation {
  return operation({
    method: 'delete',
    path: '/api/tournaments/:id/categories/:category_id',
    summary: 'Delete a category that nobody has entered',
    params: categoryParams,
    answer: { status: 200, schema: tournamentsApi.message },
    refusals: [404, 409, 412],
    handle: (input) =>
      changeTournament(deps, input, async (tx, tournament) => {
        requireManager(tournament, await standingIn(tx, tournament.id, input.caller));
        const { id } = categoryOf(await listCategories(tx, tournament.id), input.params.category_id);
        if (await isCategoryUsed(tx, tournament.id, id)) {
          throw conflict('Somebody has entered this category.', 'category-used');
        }
        await remove(tx, id);
        return {
          answer: () => ({ message }),
          log: [logged('category.deleted', { category_id: id }, { categories: [id] })],
          events: [updatedEvent(tournament, ['categories'])],
        };
      }),
  });
}

function categoryOf(categories: CategoryRow[], id: number): CategoryRow {
  const found = categories.find((category) => category.id === id);
  if (found === undefined) throw notFound('There is no such category.', 'category-not-found');
  return found;
}

async function requireRules(
  tx: Transaction,
  tournamentId: number,
  rules: tournamentsApi.CategoryRule[],
): Promise<void> {
  const faults = ruleFaults(rules, (await findDetails(tx, tournamentId)).questions);
  if (faults.length > 0) throw invalidFields(faults, 422);
}

function requireName(present: CategoryRow[], name: string): void {
  if (!present.some((item) => item.name.toLowerCase() === name.toLowerCase())) return;
  throw conflict('There is a category of this name.', 'category-exists');
}
