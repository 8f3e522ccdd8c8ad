import { tournamentsApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { conflict, notFound } from '@gym/service-kit/errors';
import { requireManager } from '../domain/permissions.js';
import { logged } from '../log.js';
import { presentStaff } from '../presenters.js';
import { standingIn } from '../standing.js';
import { deleteStaff, listStaff as selectStaff, maxStaff, saveStaff } from '../store/staff.js';
import { changeTournament, readTournament, type Deps } from '../tournaments.js';
import { staffParams, tournamentParams } from './params.js';

export function listStaff(deps: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/tournaments/:id/staff',
    summary: 'List who organises or referees this one tournament',
    params: tournamentParams,
    answer: { status: 200, schema: tournamentsApi.staffList },
    refusals: [404],
    async handle(input) {
      const { id } = await readTournament(deps, input);
      return { items: (await selectStaff(deps.database, id)).map(presentStaff) };
    },
  });
}

export function grantRole(deps: Deps): Operation {
  return operation({
    method: 'put',
    path: '/api/tournaments/:id/staff/:user_id',
    summary: 'Make somebody referee, or a trainer organiser, of this one tournament',
    params: staffParams,
    body: tournamentsApi.grant,
    answer: { status: 200, schema: tournamentsApi.staffMember },
    refusals: [404, 409, 412],
    handle: (input) =>
      changeTournament(deps, input, async (tx, tournament) => {
        requireManager(tournament, await standingIn(tx, tournament.id, input.caller));
        const { user_id } = input.params;
        const { role, name, courts = null } = input.body;
        const present = await selectStaff(tx, tournament.id);
        if (present.length >= maxStaff && !present.some((item) => item.user_id === user_id)) {
          throw conflict(`${maxStaff} people are enough.`, 'too-many-staff');
        }
        const row = await saveStaff(tx, tournament.id, { user_id, name, role, courts, granted_by: input.caller.id });
        return {
          answer: () => presentStaff(row),
          log: [logged('staff.granted', { user_id, role, courts }, { users: [user_id] })],
          events: [],
        };
      }),
  });
}

export function revokeRole(deps: Deps): Operation {
  return operation({
    method: 'delete',
    path: '/api/tournaments/:id/staff/:user_id',
    summary: 'Take the role of somebody in this tournament away',
    params: staffParams,
    answer: { status: 200, schema: tournamentsApi.message },
    refusals: [404, 412],
    handle: (input) =>
      changeTournament(deps, input, async (tx, tournament) => {
        requireManager(tournament, await standingIn(tx, tournament.id, input.caller));
        const { user_id } = input.params;
        if (!(await deleteStaff(tx, tournament.id, user_id))) {
          throw notFound('This person has no role here.', 'no-such-role');
        }
        return {
          answer: () => ({ message: 'The role was taken away.' }),
          log: [logged('staff.revoked', { user_id }, { users: [user_id] })],
          events: [],
        };
      }),
  });
}
