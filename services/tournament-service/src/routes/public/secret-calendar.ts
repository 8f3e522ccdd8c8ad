import { calendarsApi, filesApi } from '@gym/contracts';
import { operation, sendJson, type Operation } from '@gym/service-kit';
import { notFound } from '@gym/service-kit/errors';
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
    async handle({ query: { secret, tournament_id: id }, res }) {
      const owner = await ownerOf(database, hashOf(secret));
      const tournament = id === undefined || owner === undefined ? undefined : await findTournament(database, id);
      const isHidden = id !== undefined && (tournament === undefined || tournament.phase === 'draft');
      if (owner === undefined || isHidden) throw notFound('There is no such calendar.', 'calendar-not-found');
      const text =
        tournament === undefined
          ? await personalCalendar(database, owner)
          : await calendarOf(database, tournament, undefined);
      res.set({ 'cache-control': 'private, no-cache', 'content-disposition': 'attachment; filename="calendar.ics"' });
      sendJson(res, 200, text, 'text/calendar; charset=utf-8');
      return text;
    },
  });
}
