import type { EntrantNumber } from '../model/match.js';
import type { State } from '../model/state.js';
import { getAt } from '../model/vector.js';
import { matchView, type MatchView } from '../model/view.js';
import { jobsOf } from '../play/jobs.js';
import type { CourtId } from '../schedule/job.js';
import type { Placement } from '../schedule/placement.js';
import type { EntrantId } from '../standings/game.js';
import { writeCalendar, type CalendarEvent } from './icalendar.js';

export interface MatchCalendarOptions {
  name: string;
  /** Where and when the matches are; jobs are the numbers of the matches. */
  placements: readonly Placement[];
  /** When the calendar is written, epoch milliseconds. */
  stamp: number;
  /** Makes the ids unique in the world: those of matches are `match-7@` and this, and stay as long as it does. */
  domain: string;
  /** Only what this entrant plays, and, as tentative, what they play if they get that far. */
  entrant?: EntrantNumber;
  /** How often each match was moved; 0 when missing. */
  sequenceOf?: (match: number) => number;
  nameOf?: (entrant: EntrantId) => string;
  courtName?: (court: CourtId) => string;
}

/**
 * The calendar of a tournament or of one entrant. A match whose opponents are not known yet is tentative.
 * @throws RangeError for a match that there is not; EngineError `invalid-calendar`
 */
export function matchCalendar(state: State, options: MatchCalendarOptions): string {
  const { name, placements, stamp, entrant } = options;
  const mayPlay = entrant === undefined ? undefined : matchesOf(state, entrant);
  const events = placements
    .filter(({ job }) => mayPlay === undefined || mayPlay.has(Number(job)))
    .toSorted((a, b) => a.start - b.start || Number(a.job) - Number(b.job))
    .map((placement) => eventOf(matchView(state, Number(placement.job)), placement, options));
  return writeCalendar({ name, stamp, events });
}

function eventOf(match: MatchView, { court, start, end }: Placement, options: MatchCalendarOptions): CalendarEvent {
  const { domain, entrant, sequenceOf = () => 0, nameOf = String, courtName = String } = options;
  const isKnown = match.entrants.every((side) => side !== null);
  const isCertain = isKnown && (entrant === undefined || match.sides.includes(entrant));
  const [one, other] = match.entrants.map((side) => (side === null ? '?' : nameOf(side)));
  return {
    uid: `match-${match.id}@${domain}`,
    start,
    end,
    summary: `${one} – ${other}`,
    ...(court !== null && { location: courtName(court) }),
    description: `${match.section} ${match.round}.${match.number}`,
    sequence: sequenceOf(match.id),
    status: isCertain ? 'confirmed' : 'tentative',
  };
}

/** Matches that an entrant plays, has played or may play. */
function matchesOf(state: State, entrant: EntrantNumber): Set<number> {
  const { id } = getAt(state.entrants, entrant - 1);
  const found = new Set<number>();
  for (const { id: match, people, potential = [] } of jobsOf(state, () => 0)) {
    if (people.includes(id) || potential.includes(id)) found.add(Number(match));
  }
  for (let match = 0; match < state.matches.size; match++) {
    if (getAt(state.matches, match).sides.includes(entrant)) found.add(match);
  }
  return found;
}
