import type { Queryable } from '@gym/service-kit';
import { writeCalendar, type CalendarEvent } from '@gym/tournament-engine';
import { listPersonal, type PersonalTournament } from '../store/personal-calendar.js';
import { eventsOf } from './calendar.js';

const dayMs = 86_400_000;
/** What is over for longer is no business of a calendar that is read several times a day. */
const kept = 90 * dayMs;

/** The matches of a person in all their tournaments; one that is not planned yet is shown by itself. */
export async function personalCalendar(db: Queryable, userId: number): Promise<string> {
  const tournaments = await listPersonal(db, userId, new Date(Date.now() - kept));
  return writeCalendar({ name: 'My tournaments', stamp: 0, events: tournaments.flatMap(named) });
}

/** Matches of several tournaments say which one they are of. */
function named({ matches, ...tournament }: PersonalTournament): CalendarEvent[] {
  const events = eventsOf(tournament, matches);
  return matches.length === 0 ? events : events.map((event) => Object.assign(event, { description: tournament.name }));
}
