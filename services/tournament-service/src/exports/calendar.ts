import type { Queryable } from '@gym/service-kit';
import { writeCalendar, type CalendarEvent } from '@gym/tournament-engine';
import { listPlanned, type PlannedRow } from '../store/planned-matches.js';
import type { TournamentRow } from '../store/tournaments.js';

const hourMs = 3_600_000;
/** As many as one plan has at most. */
const maxMatches = 5000;

/**
 * The planned matches of a tournament, or of one participant, and without a plan the tournament itself, which is shown
 * as one hour. Programs that subscribe see a new time as a change of the same event: the version of the tournament is
 * the sequence of all.
 */
export async function calendarOf(
  db: Queryable,
  tournament: TournamentRow,
  participantId: number | undefined,
): Promise<string> {
  const { id, name, created_at, version, phase } = tournament;
  const filter = { day: undefined, courtId: undefined, participantId, timeZone: 'UTC', after: undefined };
  const planned = await listPlanned(db, id, { ...filter, limit: maxMatches });
  const events = planned.length === 0 ? [whole(tournament)] : planned.map(matchEvent);
  return writeCalendar({
    name,
    // The same text as long as nothing changes.
    stamp: created_at.getTime(),
    events: events.map((event) =>
      Object.assign(event, { sequence: version }, phase === 'cancelled' && { status: 'cancelled' as const }),
    ),
  });
}

/** A tournament by itself, as one hour. */
export function whole({ id, name, start_date }: Pick<TournamentRow, 'id' | 'name' | 'start_date'>): CalendarEvent {
  const start = start_date.getTime();
  return { uid: `tournament-${id}@gym-platform`, start, end: start + hourMs, summary: name };
}

function matchEvent({ match_id, participant1, participant2, court, starts_at, ends_at }: PlannedRow): CalendarEvent {
  const isKnown = participant1 !== null && participant2 !== null;
  return {
    uid: `match-${match_id}@gym-platform`,
    start: starts_at.getTime(),
    end: ends_at.getTime(),
    summary: `${participant1?.name ?? '?'} – ${participant2?.name ?? '?'}`,
    location: court.name,
    status: isKnown ? 'confirmed' : 'tentative',
  };
}
