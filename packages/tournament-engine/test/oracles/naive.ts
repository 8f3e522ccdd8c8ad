import {
  getAt,
  itemsOf,
  type Decision,
  type Feed,
  type Match,
  type Occupant,
  type Score,
  type State,
  type Table,
} from '../../src/index.js';
import type { Store } from '../../src/play/store.js';
import { orderOf, placesOf } from '../../src/play/table-order.js';
import { matchesOf } from '../support.js';

export interface NaiveState {
  sides: [Occupant, Occupant][];
  decisions: Decision[];
  orders: (readonly number[] | null)[];
  scores: [Occupant, boolean][];
}

/**
 * Everything that follows from results and absences, asked backwards: who is at a side is asked of the match before it,
 * down to the first round, and nothing is kept between commands. Only the order of a table is the engine's own.
 */
export function naive(state: State): NaiveState {
  const decisions = new Map<number, Decision>();
  const orders = new Map<number, readonly number[] | null>();

  const occupantOf = (feed: Feed): Occupant => {
    if (feed.from === 'entrant') return feed.entrant;
    if (feed.from === 'bye') return 'bye';
    if (feed.from === 'member') return memberOf(feed.table, feed.member);
    if (feed.from === 'place') {
      const target = tableOf(feed.table).targets[feed.place - 1];
      return placesOf(store, tableOf(feed.table)).find(([to]) => to === target)?.[1] ?? null;
    }
    const decision = decisionOf(feed.match);
    const sides = sidesOf(feed.match);
    if (feed.onlyIf !== undefined && decision !== null && decision !== feed.onlyIf) return 'bye';
    if (decision === null) return feed.from === 'loser' && sides.includes('bye') ? 'bye' : null;
    if (decision === 'none' || decision === 'draw') return 'bye';
    return sides[feed.from === 'winner' ? decision : decision === 0 ? 1 : 0] ?? null;
  };
  const memberOf = (table: number, member: number): Occupant => {
    const feed = getAt(state.tables, table).feeds[member];
    return feed === undefined ? null : occupantOf(feed);
  };
  const sidesOf = (id: number): [Occupant, Occupant] => {
    const [first, second] = getAt(state.matches, id).feeds;
    return [occupantOf(first), occupantOf(second)];
  };
  const decisionOf = (id: number): Decision => {
    const known = decisions.get(id);
    if (known !== undefined) return known;
    const decision = decide(id);
    decisions.set(id, decision);
    return decision;
  };
  const decide = (id: number): Decision => {
    const { result, table } = getAt(state.matches, id);
    const sides = sidesOf(id);
    if (sides.includes(null)) return null;
    const there = sides.map((side) => side !== 'bye');
    if (!there[0] || !there[1]) return there[0] ? 0 : there[1] ? 1 : 'none';
    const gone = sides.map((side) => getAt(state.entrants, Number(side) - 1).absence);
    if (gone.some((absence) => absence?.earlier === 'annul' && absence.tables.some((open) => open === table)))
      return 'none';
    if (result?.kind === 'walkover') return result.winner;
    if (result?.kind === 'no-show') return 'none';
    if (result?.kind === 'played' && result.decision !== null) return result.decision;
    if (gone[0] && gone[1]) return 'none';
    return gone[0] ? 1 : gone[1] ? 0 : null;
  };
  /** Asks for its sides only when somebody wants to know. */
  const matchOf = (id: number): Match => ({
    ...getAt(state.matches, id),
    sides: lazySides(getAt(state.matches, id).feeds),
    get decision() {
      return decisionOf(id);
    },
  });
  /** Each side by itself: who is at one may depend on who is at the other. */
  const lazySides = ([first, second]: [Feed, Feed]): [Occupant, Occupant] => {
    const sides: [Occupant, Occupant] = [null, null];
    Object.defineProperty(sides, 0, { get: () => occupantOf(first), enumerable: true });
    Object.defineProperty(sides, 1, { get: () => occupantOf(second), enumerable: true });
    return sides;
  };
  const tableOf = (id: number): Table => {
    const table = getAt(state.tables, id);
    const { plan } = getAt(state.stages, table.stage);
    const scores = [...itemsOf(state.scores)].filter((score) => score.table === id);
    const undrawn = plan.format === 'swiss' ? plan.rounds - table.ranges.length : 0;
    const ids = table.ranges.flatMap(([first, count]) => Array.from({ length: count }, (_id, index) => first + index));
    const unscored = scores.filter((score) => scoreOf(score.id).isOpen).length;
    const open = undrawn + unscored + ids.filter((match) => decisionOf(match) === null).length;
    const members = table.feeds.map((_feed, member) => memberOf(id, member));
    if (!orders.has(id)) orders.set(id, orderOf(store, { ...table, open, members, order: null }));
    return { ...table, open, members, order: orders.get(id) ?? null };
  };
  const scoreOf = (id: number): Score => {
    const score = getAt(state.scores, id);
    const entrant = memberOf(score.table, score.member);
    const gone = typeof entrant === 'number' && getAt(state.entrants, entrant - 1).absence !== null;
    return { ...score, entrant, isOpen: score.mark === null && entrant !== 'bye' && !gone };
  };
  const store: Store = {
    entrant: (number) => getAt(state.entrants, number - 1),
    stage: (id) => getAt(state.stages, id),
    table: tableOf,
    match: matchOf,
    score: scoreOf,
    putStage: () => undefined,
    putTable: () => undefined,
    putMatch: () => undefined,
    putScore: () => undefined,
  };

  const all = matchesOf(state).map(({ id }) => matchOf(id));
  return {
    sides: all.map(({ sides: [first, second] }): [Occupant, Occupant] => [first, second]),
    decisions: all.map(({ decision }) => decision),
    orders: Array.from({ length: state.tables.size }, (_table, id) => tableOf(id).order),
    scores: Array.from({ length: state.scores.size }, (_score, id) => [scoreOf(id).entrant, scoreOf(id).isOpen]),
  };
}
