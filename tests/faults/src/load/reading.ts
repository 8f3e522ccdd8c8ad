import { notificationsApi, tournamentsApi, usersApi } from '@gym/contracts';
import { read } from './request.js';
import type { World } from './world.js';

/** Somebody looks at tournaments. */
export async function lookAround(world: World): Promise<void> {
  const { admin, random } = world;
  await read(world, 'read a tournament', tournamentsApi.tournamentPage, '/api/tournaments?limit=20', admin);
  const id = random.pick(world.known.slice(-50));
  if (id !== undefined) {
    const path = `/api/tournaments/${id}/bracket`;
    await read(world, 'read a tournament', tournamentsApi.bracketView, path, admin);
  }
  await read(world, 'read people', usersApi.user, '/api/users/me', admin);
}

/** Somebody wants to watch live. */
export async function askForTicket(world: World): Promise<void> {
  await read(world, 'ticket', notificationsApi.ticket, '/api/notifications/ticket', world.admin, 'POST');
}
