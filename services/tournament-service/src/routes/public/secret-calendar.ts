import { calendarsApi, filesApi } from '@gym/contracts';
import { operation, sendJson, type Operation, type Queryable } from '@gym/service-kit';
import { notFound } from '@gym/service-kit/errors';
import type { z } from 'zod';
import { hashOf } from '../../domain/calendar-secret.js';
import { calendarOf } from '../../exports/calendar.js';
import { personalCalendar } from '../../exports/personal-calendar.js';
import { ownerOf } from '../../store/calendar-addresses.js';
import { findTournament } from '../../store/tournaments.js';
import type { Deps } from '../../tournaments.js';

/** For programs that subscribe: what their person may see. Never shared, so that the gateway keeps nothing of it. */
export function getSecretCalendar({ database }: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/public/calendar.ics',
    summary: 'The calendar of whoever has this secret address: own matches, or those of a tournament for members',
    query: calendarsApi.calendarQuery,
    answer: { status: 200, schema: filesApi.exportedText, type: 'text/calendar' },
    refusals: [404],
    async handle({ query, res }) {
      const text = await calendarFor(database, query);
      if (text === undefined) throw notFound('There is no such calendar.', 'calendar-not-found');
      res.set({ 'cache-control': 'private, no-cache', 'content-disposition': 'attachment; filename="calendar.ics"' });
      sendJson(res, 200, text, 'text/calendar; charset=utf-8');
      return text;
    },
  });
}

async function calendarFor(
  db: Queryable,
  { secret, tournament_id: id }: z.output<typeof calendarsApi.calendarQuery>,
): Promise<string | undefined> {
  const owner = await ownerOf(db, hashOf(secret));
  if (owner === undefined) return undefined;
  if (id === undefined) return personalCalendar(db, owner);
  const tournament = await findTournament(db, id);
  return tournament === undefined || tournament.phase === 'draft' ? undefined : calendarOf(db, tournament, undefined);
}
