import { randomBytes } from 'node:crypto';
import { calendarsApi, tournamentsApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { hashOf } from '../domain/calendar-secret.js';
import { deleteAddress, findAddress, saveAddress } from '../store/calendar-addresses.js';
import type { Deps } from '../tournaments.js';

export function getCalendarAddress({ database }: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/tournaments/calendar-address',
    summary: 'Say whether there is a secret address of one’s own calendar, and since when',
    answer: { status: 200, schema: calendarsApi.calendarAddress },
    handle: async ({ caller }) => ({ created_at: (await findAddress(database, caller.id))?.toISOString() ?? null }),
  });
}

export function renewCalendarAddress({ database }: Deps): Operation {
  return operation({
    method: 'post',
    path: '/api/tournaments/calendar-address',
    summary: 'Make a secret address of one’s own calendar, which is shown this once; the one before ends',
    answer: { status: 201, schema: calendarsApi.newCalendarAddress },
    idempotencyKey: 'ignored',
    async handle({ caller, res }) {
      const secret = randomBytes(32).toString('base64url');
      const created = await database.transaction((tx) => saveAddress(tx, caller.id, hashOf(secret)));
      res.set('cache-control', 'no-store');
      return { path: `/api/public/calendar.ics?secret=${secret}`, created_at: created.toISOString() };
    },
  });
}

export function revokeCalendarAddress({ database }: Deps): Operation {
  return operation({
    method: 'delete',
    path: '/api/tournaments/calendar-address',
    summary: 'End the secret address of one’s own calendar',
    answer: { status: 200, schema: tournamentsApi.message },
    async handle({ caller }) {
      await database.transaction((tx) => deleteAddress(tx, caller.id));
      return { message: 'The address leads nowhere from now on.' };
    },
  });
}
