import { scheduleApi, tournamentsApi } from '@gym/contracts';
import { operation, type Operation, type Transaction } from '@gym/service-kit';
import { conflict, notFound } from '@gym/service-kit/errors';
import { requireManager } from '../domain/permissions.js';
import { logged } from '../log.js';
import { withoutGaps } from '../settings.js';
import { standingIn } from '../standing.js';
import {
  deleteCourt as remove,
  insertCourt,
  isCourtUsed,
  listCourts as selectCourts,
  maxCourts,
  updateCourt as update,
  type CourtRow,
} from '../store/courts.js';
import { changeTournament, readTournament, type Deps } from '../tournaments.js';
import { courtParams, tournamentParams } from './params.js';

export function listCourts(deps: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/tournaments/:id/courts',
    summary: 'List the courts, platforms or lanes of a tournament with their hours',
    params: tournamentParams,
    answer: { status: 200, schema: scheduleApi.courtList },
    refusals: [404],
    async handle(input) {
      const { id } = await readTournament(deps, input);
      return { items: await selectCourts(deps.database, id) };
    },
  });
}

export function createCourt(deps: Deps): Operation {
  return operation({
    method: 'post',
    path: '/api/tournaments/:id/courts',
    summary: 'Add a court with the hours in which it can be played on',
    params: tournamentParams,
    body: scheduleApi.courtInput,
    answer: { status: 201, schema: scheduleApi.court },
    refusals: [404, 409, 412],
    handle: (input) =>
      changeTournament(deps, input, async (tx, tournament) => {
        requireManager(tournament, await standingIn(tx, tournament.id, input.caller));
        const present = await selectCourts(tx, tournament.id);
        if (present.length >= maxCourts) throw conflict(`${maxCourts} courts are enough.`, 'too-many-courts');
        requireName(present, input.body.name);
        const row = await insertCourt(tx, tournament.id, input.body);
        return { events: [], log: [saved(row)], answer: () => row };
      }),
  });
}

export function updateCourt(deps: Deps): Operation {
  return operation({
    method: 'patch',
    path: '/api/tournaments/:id/courts/:court_id',
    summary: 'Change the name or the hours of a court; what is planned there stays until it is planned again',
    params: courtParams,
    body: scheduleApi.courtPatch,
    answer: { status: 200, schema: scheduleApi.court },
    refusals: [404, 409, 412],
    handle: (input) =>
      changeTournament(deps, input, async (tx, tournament) => {
        requireManager(tournament, await standingIn(tx, tournament.id, input.caller));
        const present = await selectCourts(tx, tournament.id);
        const before = courtOf(present, input.params.court_id);
        const { id, ...after } = { ...before, ...withoutGaps(input.body) };
        requireName(
          present.filter((court) => court !== before),
          after.name,
        );
        const row = await update(tx, id, after);
        return { events: [], log: [saved(row)], answer: () => row };
      }),
  });
}

export function deleteCourt(deps: Deps): Operation {
  return operation({
    method: 'delete',
    path: '/api/tournaments/:id/courts/:court_id',
    summary: 'Delete a court on which nothing is planned and nothing was played',
    params: courtParams,
    answer: { status: 200, schema: tournamentsApi.message },
    refusals: [404, 409, 412],
    handle: (input) =>
      changeTournament(deps, input, async (tx, tournament) => {
        requireManager(tournament, await standingIn(tx, tournament.id, input.caller));
        const { id } = courtOf(await selectCourts(tx, tournament.id), input.params.court_id);
        await requireUnused(tx, tournament.id, id);
        await remove(tx, id);
        return {
          events: [],
          log: [logged('court.deleted', { court_id: id })],
          answer: () => ({ message: 'The court was deleted.' }),
        };
      }),
  });
}

function saved({ id, ...court }: CourtRow): ReturnType<typeof logged> {
  return logged('court.saved', { court_id: id, court });
}

/** @throws AppError 404 */
function courtOf(courts: CourtRow[], id: number): CourtRow {
  const found = courts.find((court) => court.id === id);
  if (found === undefined) throw notFound('There is no such court.', 'court-not-found');
  return found;
}

function requireName(present: CourtRow[], name: string): void {
  if (!present.some((court) => court.name.toLowerCase() === name.toLowerCase())) return;
  throw conflict('There is a court of this name.', 'court-exists');
}

async function requireUnused(tx: Transaction, tournamentId: number, id: number): Promise<void> {
  if (!(await isCourtUsed(tx, tournamentId, id))) return;
  throw conflict('Matches are on this court: plan again without it first.', 'court-used');
}
