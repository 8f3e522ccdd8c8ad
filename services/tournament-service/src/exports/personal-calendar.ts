import type { Queryable } from '@gym/service-kit';
import { writeCalendar, type CalendarEvent } from '@gym/tournament-engine';
import { listPersonal, type PersonalTournament } from '../store/personal-calendar.js';
import { whole } from './calendar.js';

const dayMs = 86_400_000;
/** What is over for longer is no business of a calendar that is read several times a day. */
const kept = 90 * dayMs;

/** The matches of a person in all their tournaments; one that is not planned yet is shown by itself. */
export async function personalCalendar(db: Queryable, userId: number): Promise<string> {
  const tournaments = await listPersonal(db, userId, new Date(Date.now() - kept));
  return writeCalendar({ name: 'My tournaments', stamp: 0, events: tournaments.flatMap(eventsOf) });
}

function eventsOf(tournament: PersonalTournament): CalendarEvent[] {
  const { name, version, phase, matches } = tournament;
  const events = matches.map((match): CalendarEvent => ({
    uid: `match-${match.id}@gym-platform`,
    start: match.starts_at.getTime(),
    end: match.ends_at.getTime(),
    summary: `${match.first ?? '?'} – ${match.second ?? '?'}`,
    description: name,
    location: match.court,
    status: match.first !== null && match.second !== null ? 'confirmed' : 'tentative',
  }));
  return (events.length === 0 ? [whole(tournament)] : events).map((event) =>
    Object.assign(event, { sequence: version }, phase === 'cancelled' && { status: 'cancelled' as const }),
  );
}
