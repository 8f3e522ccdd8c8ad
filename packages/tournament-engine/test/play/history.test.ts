import { begin, execute, replay, type Executed, type TournamentEvent } from '../../src/index.js';
import { names, refusal } from '../support.js';

const plan = { entrants: names(4), stages: [{ format: 'single-elimination' }] } as const;
const win = (match: number) => ({ type: 'report', match, winner: 0 }) as const;

/** The events of a tournament in which the results of both semi-finals were entered. */
function played(): { first: Executed; second: Executed; events: TournamentEvent[] } {
  const drawn = begin(plan);
  const first = execute(drawn.state, win(0));
  const second = execute(first.state, win(1));
  return { first, second, events: [...drawn.events, ...first.events, ...second.events] };
}

describe('the events of a tournament', () => {
  it('say what was undone and redone, and lead to the same state from the draw or from any state on the way', () => {
    const { first, second, events } = played();
    const undone = execute(second.state, { type: 'undo', event: events[2]! });
    expect(undone.events).toMatchObject([{ version: 4, type: 'undone', reverts: 3 }]);
    expect(undone.state.head).toEqual({ version: 4, past: 2, future: 4, lockedSeeds: [] });
    const redone = execute(undone.state, { type: 'redo', event: undone.events[0]! });
    expect(redone.events).toMatchObject([{ version: 5, type: 'redone', reverts: 4 }]);
    expect(redone.state.head).toEqual({ version: 5, past: 5, future: null, lockedSeeds: [] });
    const all = [...events, ...undone.events, ...redone.events];
    expect(replay(all)).toEqual(redone.state);
    expect(replay(all.slice(2), first.state)).toEqual(redone.state);
    expect(replay([], first.state)).toBe(first.state);
  });

  it('are replayed all of them, in their order, from one draw', () => {
    const { first, events } = played();
    const [draw, one, other] = events as [TournamentEvent, TournamentEvent, TournamentEvent];
    expect(() => replay([])).toThrow(new RangeError('there are no events'));
    expect(() => replay([one])).toThrow(new RangeError('the event before 2 is missing'));
    expect(() => replay([draw, other])).toThrow(new RangeError('the event before 3 is missing'));
    expect(() => replay([draw, one, one])).toThrow(new RangeError('the event before 2 is missing'));
    expect(() => replay([draw, draw])).toThrow(new RangeError('a tournament is drawn once'));
    expect(() => replay([draw], first.state)).toThrow(new RangeError('a tournament is drawn once'));
  });

  it('are undone from the last one on, and the draw never', () => {
    const { second, events } = played();
    for (const event of events.slice(0, 2)) {
      expect(refusal(() => execute(second.state, { type: 'undo', event }))?.code).toBe('not-the-last-event');
    }
    expect(refusal(() => execute(second.state, { type: 'redo', event: events[2]! }))?.code).toBe('not-the-last-event');
    const {
      state,
      events: [draw],
    } = begin(plan);
    expect(refusal(() => execute(state, { type: 'undo', event: draw! }))?.code).toBe('not-the-last-event');
  });
});
