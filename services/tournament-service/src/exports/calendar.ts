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
  const { id, name, created_at } = tournament;
  const filter = { day: undefined, courtId: undefined, participantId, timeZone: 'UTC', after: undefined };
  const planned = await listPlanned(db, id, { ...filter, limit: maxMatches });
  // The same text as long as nothing changes.
  return writeCalendar({ name, stamp: created_at.getTime(), events: eventsOf(tournament, planned) });
}

type Shown = Pick<TournamentRow, 'id' | 'name' | 'start_date' | 'version' | 'phase'>;
interface PlannedMatch extends Pick<PlannedRow, 'match_id' | 'starts_at' | 'ends_at'> {
  participant1: { name: string } | null;
  participant2: { name: string } | null;
  court: { name: string };
}

/** Matches of a tournament that have a time; where there are none, the tournament by itself. */
export function eventsOf(tournament: Shown, matches: readonly PlannedMatch[]): CalendarEvent[] {
  const { version, phase } = tournament;
  const events = matches.length === 0 ? [whole(tournament)] : matches.map(matchEvent);
  return events.map((event) =>
    Object.assign(event, { sequence: version }, phase === 'cancelled' && { status: 'cancelled' as const }),
  );
}

function whole({ id, name, start_date }: Shown): CalendarEvent {
  const start = start_date.getTime();
  return { uid: `tournament-${id}@gym-platform`, start, end: start + hourMs, summary: name };
}

function matchEvent({ match_id, participant1, participant2, court, starts_at, ends_at }: PlannedMatch): CalendarEvent {
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
