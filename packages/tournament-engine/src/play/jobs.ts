import { statusOf, type Feed, type Match, type Side } from '../model/match.js';
import type { State } from '../model/state.js';
import { getAt, itemsOf } from '../model/vector.js';
import type { Job, JobId, PersonId } from '../schedule/job.js';
import { readerOf } from './reader.js';
import { idsIn } from './store.js';

/** Who may come to a side, and what has to be played before that is known. */
interface Coming {
  after: Set<JobId>;
  potential: Set<PersonId>;
}

const nobody: Coming = { after: new Set(), potential: new Set() };

/**
 * The matches that are still to be played, as a schedule sees them; people by their `Entrant.id`, jobs by the number of
 * the match. A member of a group who is not known yet is `table 2, member 3`.
 * O(matches * rounds) in brackets.
 * @param durationOf milliseconds
 */
export function jobsOf(state: State, durationOf: (match: Match) => number): Job[] {
  const store = readerOf(state);
  const known = new Map<number, Coming>();

  const addSide = (coming: Coming, { sides, feeds }: Match, side: Side): void => {
    const occupant = sides[side];
    if (typeof occupant === 'number') coming.potential.add(store.entrant(occupant).id);
    else if (occupant === null) addFeed(coming, feeds[side]);
  };
  const addFeed = (coming: Coming, feed: Feed): void => {
    if (feed.from === 'winner' || feed.from === 'loser') {
      const feeder = known.get(feed.match) ?? nobody;
      for (const person of feeder.potential) coming.potential.add(person);
      // Nothing is played in a bye, so what comes before it counts.
      if (!isToPlay(store.match(feed.match))) for (const job of feeder.after) coming.after.add(job);
      else coming.after.add(feed.match);
    } else if (feed.from === 'place') addTable(coming, feed.table);
    else if (feed.from === 'member') {
      const of = store.table(feed.table).feeds[feed.member];
      if (of !== undefined) addFeed(coming, of);
    }
  };
  const addTable = (coming: Coming, id: number): void => {
    const { members, feeds, ranges } = store.table(id);
    for (const [at, member] of members.entries()) {
      const feed = feeds[at];
      if (typeof member === 'number') coming.potential.add(store.entrant(member).id);
      else if (member === null && feed !== undefined) addFeed(coming, feed);
    }
    for (const match of idsIn(ranges)) if (isToPlay(store.match(match))) coming.after.add(match);
  };

  const jobs: Job[] = [];
  // A match comes after all that feed it, so what is asked of them is known.
  for (const match of itemsOf(state.matches)) {
    if (match.decision !== null) continue;
    const coming: Coming = { after: new Set(), potential: new Set() };
    known.set(match.id, coming);
    for (const side of [0, 1] as const) addSide(coming, match, side);
    if (!isToPlay(match)) continue;
    const { after, potential } = coming;
    const people = peopleOf(state, match);
    jobs.push({
      id: match.id,
      duration: durationOf(match),
      after: [...after],
      people,
      potential: [...potential].filter((person) => !people.includes(person)),
      draw: match.table === null ? `stage ${match.stage}` : `table ${match.table}`,
      stage: match.stage + 1,
      round: match.round,
    });
  }
  return jobs;
}

function isToPlay(match: Match): boolean {
  const status = statusOf(match);
  return match.decision === null && status !== 'void' && status !== 'bye';
}

/** Who plays for certain. */
function peopleOf({ entrants }: State, { sides, feeds }: Match): PersonId[] {
  return sides.flatMap((occupant, side): PersonId[] => {
    if (typeof occupant === 'number') return [getAt(entrants, occupant - 1).id];
    const feed = feeds[side];
    return feed?.from === 'member' ? [`table ${feed.table}, member ${feed.member + 1}`] : [];
  });
}
