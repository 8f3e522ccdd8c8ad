import * as fc from 'fast-check';
import {
  begin,
  EngineError,
  execute,
  getAt,
  isCompleted,
  itemsOf,
  preview,
  replay,
  type State,
  type TournamentEvent,
} from '../../src/index.js';
import { naive } from '../oracles/naive.js';
import { runs } from '../runs.js';
import { judge, matchesOf, names, picker, playAll, type Judge } from '../support.js';
import { formats, run, tries } from './any-commands.js';

const size = fc.integer({ min: 6, max: 20 });
const many = runs(100);

/** All records and the number of events; or that a Swiss stage of few people came to a round that nobody can pair. */
function endOf(state: State, decide: Judge, pick: (count: number) => number): object {
  try {
    const { head, ...records } = playAll(state, decide, pick).state;
    return { ...records, version: head.version };
  } catch (error) {
    if (error instanceof EngineError && error.code === 'no-complete-pairing') return { refused: error.message };
    throw error;
  }
}

describe('any commands in any order', () => {
  it('I5: leave what a recomputation from all results gives, after corrections, withdrawals and undoing too', () => {
    fc.assert(
      fc.property(size, formats, tries, (entrants, stages, attempts) => {
        run(entrants, stages, attempts, ({ state }) => {
          const expected = naive(state);
          const all = matchesOf(state);
          expect(all.map(({ sides }) => sides)).toEqual(expected.sides);
          expect(all.map(({ decision }) => decision)).toEqual(expected.decisions);
          expect([...itemsOf(state.tables)].map(({ order }) => order)).toEqual(expected.orders);
          expect([...itemsOf(state.scores)].map(({ entrant, isOpen }) => [entrant, isOpen])).toEqual(expected.scores);
        });
      }),
      many,
    );
  });

  it('I4: leave events that replay to the same state, and I8: states and events that are plain JSON', () => {
    fc.assert(
      fc.property(size, formats, tries, (entrants, stages, attempts) => {
        const { state, log } = run(entrants, stages, attempts, () => undefined);
        const stored: TournamentEvent[] = JSON.parse(JSON.stringify(log));
        expect(stored).toEqual(log);
        expect(replay(stored)).toEqual(state);
        expect(JSON.parse(JSON.stringify(state))).toEqual(state);
        expect(log.map(({ version }) => version)).toEqual(log.map((_event, index) => index + 1));
        for (const event of log) {
          if (event.type === 'drawn') continue;
          const { entrants: people, stages: parts, tables, matches, scores } = event.patch;
          for (const changes of [people, parts, tables, matches, scores]) {
            const indexes = changes.map(({ index }) => index);
            expect(indexes).toEqual([...new Set(indexes)].toSorted((a, b) => a - b));
          }
        }
      }),
      many,
    );
  });

  it('I3, I1: let only those win who are there, and nobody vanish or appear', () => {
    fc.assert(
      fc.property(size, formats, tries, (entrants, stages, attempts) => {
        const { state } = run(entrants, stages, attempts, () => undefined);
        for (const { sides, decision } of matchesOf(state)) {
          const winner = decision === 0 || decision === 1 ? sides[decision] : 1;
          expect(typeof winner).toBe('number');
          expect(sides[0] === sides[1] && typeof sides[0] === 'number').toBe(false);
        }
        const ofFirst = <T extends { stage: number }>(records: Iterable<T>): T[] =>
          [...records].filter(({ stage }) => stage === 0);
        const seen = new Set([
          ...ofFirst(itemsOf(state.tables)).flatMap(({ members }) =>
            members.filter((member) => typeof member === 'number'),
          ),
          ...ofFirst(itemsOf(state.matches)).flatMap(({ sides }) => sides.filter((side) => typeof side === 'number')),
        ]);
        expect(seen.size).toBe(state.entrants.size);
      }),
      many,
    );
  });

  it('I2: never leave anybody in two open matches of one bracket', () => {
    fc.assert(
      fc.property(size, formats, tries, (entrants, stages, attempts) => {
        run(entrants, stages, attempts, ({ state }) => {
          const open = matchesOf(state).filter(({ table, decision }) => table === null && decision === null);
          const places = open.flatMap(({ stage, sides }) =>
            sides.flatMap((side) => (typeof side === 'number' ? [`${stage}:${side}`] : [])),
          );
          expect(new Set(places).size).toBe(places.length);
        });
      }),
      many,
    );
  });

  it('I7: change nothing when they are given again, and no state ever changes in place', () => {
    fc.assert(
      fc.property(size, formats, tries, (entrants, stages, attempts) => {
        run(entrants, stages, attempts, ({ state, command, events }) => {
          if (events.length === 0 || !['report', 'walkover', 'no-show', 'start', 'clear'].includes(command.type))
            return;
          const again = execute(state, command);
          expect(again.state).toBe(state);
          expect(again.events).toEqual([]);
        });
      }),
      many,
    );
  });

  it('I6: leave the same state in whatever order results come that do not depend on each other', () => {
    fc.assert(
      fc.property(size, formats, judge, picker, picker, (entrants, stages, decide, one, other) => {
        const { state } = begin({ entrants: names(entrants), stages });
        expect(endOf(state, decide, one)).toEqual(endOf(state, decide, other));
      }),
      many,
    );
  });

  it('are refused without a trace, and a preview names the matches that stand in the way', () => {
    fc.assert(
      fc.property(size, formats, tries, (entrants, stages, attempts) => {
        run(entrants, stages, attempts, ({ before, state, command, refused }) => {
          if (refused === undefined) return;
          expect(state).toBe(before);
          if (refused.code !== 'next-match-played') return;
          const { reset, state: after } = preview(before, command);
          expect(reset).toEqual(refused.affected);
          expect(reset.map((id) => getAt(after.matches, id).result)).toEqual(reset.map(() => null));
        });
      }),
      many,
    );
  });

  it('count what is open, so that a tournament is completed when everything is decided', () => {
    fc.assert(
      fc.property(size, formats, tries, (entrants, stages, attempts) => {
        run(entrants, stages, attempts, ({ state }) => {
          const open = matchesOf(state).filter(({ decision }) => decision === null).length;
          const orderless = [...itemsOf(state.tables)].filter(({ order }) => order === null).length;
          const undrawn = [...itemsOf(state.stages)].reduce(
            (sum, { plan, ranges }) => sum + (plan.format === 'swiss' ? plan.rounds - ranges.length : 0),
            0,
          );
          const unscored = [...itemsOf(state.scores)].filter(({ isOpen }) => isOpen).length;
          const left = open + orderless + undrawn + unscored;
          expect([...itemsOf(state.stages)].reduce((sum, stage) => sum + stage.open, 0)).toBe(left);
          expect(isCompleted(state)).toBe(left === 0);
        });
      }),
      many,
    );
  });

  it('undo to the very state before, and redo to the one after', () => {
    fc.assert(
      fc.property(size, formats, tries, (entrants, stages, attempts) => {
        run(entrants, stages, attempts, ({ before, state, events, changed }) => {
          const [event] = events;
          if (event?.type !== 'changed') return;
          const undone = execute(state, { type: 'undo', event });
          expect({ ...undone.state, head: null }).toEqual({ ...before, head: null });
          expect(undone.changed).toEqual(changed);
          const [undoing] = undone.events;
          if (undoing === undefined) throw new Error('undoing is an event');
          const redone = execute(undone.state, { type: 'redo', event: undoing });
          expect({ ...redone.state, head: null }).toEqual({ ...state, head: null });
        });
      }),
      many,
    );
  });
});
