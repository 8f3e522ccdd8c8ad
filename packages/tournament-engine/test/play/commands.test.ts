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
  statusOf,
  type Command,
  type Score,
  type StagePlan,
  type State,
  type TournamentEvent,
} from '../../src/index.js';
import { naive } from '../oracles/naive.js';
import { matchesOf, names } from '../support.js';
import { runs } from '../runs.js';

const wins = { bestOf: 1 } as const;
const fran = { id: 'fran', measure: 'time' } as const;
const lift = { id: 'lift', measure: 'load' } as const;
const formats: fc.Arbitrary<StagePlan[]> = fc.oneof(
  fc
    .record({
      format: fc.constant('single-elimination' as const),
      placement: fc.constantFrom('none' as const, 'third' as const, 'all' as const),
    })
    .map((plan) => [plan]),
  fc
    .record({
      format: fc.constant('double-elimination' as const),
      grandFinal: fc.constantFrom('none' as const, 'single' as const, 'reset' as const),
      bestOf: fc.constantFrom(1, 3),
    })
    .map((plan) => [plan]),
  fc.constant<StagePlan[]>([{ format: 'stepladder' }]),
  fc
    .record({ meetings: fc.constantFrom(1 as const, 2 as const), draws: fc.boolean() })
    .map((options): StagePlan[] => [{ format: 'round-robin', ...options }]),
  fc
    .record({ rounds: fc.integer({ min: 1, max: 4 }), draws: fc.boolean() })
    .map((options): StagePlan[] => [{ format: 'swiss', ...options }]),
  fc.constantFrom<StagePlan[]>(
    [
      { format: 'leaderboard', workouts: [fran, lift], scoring: { by: 'places' } },
      { format: 'single-elimination', placement: 'third', qualify: { top: 4 } },
    ],
    [
      {
        format: 'leaderboard',
        workouts: [fran],
        scoring: { by: 'table', points: [9, 5, 2] },
        divisions: ['Rx', null, null, 'Rx', 'Rx'],
      },
      { format: 'leaderboard', workouts: [lift, fran], scoring: { by: 'places' }, qualify: { top: 3 } },
      { format: 'stepladder', qualify: { top: 2 } },
    ],
    [
      { format: 'round-robin', groups: 2, lotSeed: 5 },
      { format: 'leaderboard', workouts: [fran], scoring: { by: 'places' }, qualify: { top: 2 } },
    ],
    [
      { format: 'swiss', rounds: 2, lotSeed: 'a' },
      { format: 'single-elimination', qualify: { top: 4 } },
    ],
    [
      { format: 'round-robin', groups: 2, lotSeed: 2 },
      { format: 'swiss', rounds: 2, qualify: { top: 2 } },
    ],
    [
      { format: 'round-robin', groups: 2, draws: true, lotSeed: 7 },
      { format: 'single-elimination', placement: 'third', qualify: { top: 2 }, ...wins },
    ],
    [
      { format: 'round-robin', groups: 3, lotSeed: 1 },
      { format: 'double-elimination', qualify: { top: 1, best: 1 } },
    ],
    [
      { format: 'round-robin', groups: 2, lotSeed: 3 },
      { format: 'round-robin', qualify: { top: 1, best: 1 } },
      { format: 'stepladder', qualify: { top: 2 } },
    ],
  ),
);

/** What somebody tries to do; `pick` chooses the match or entrant, `forced` comes in one of four tries. */
interface Try {
  kind:
    | 'report'
    | 'score'
    | 'rescore'
    | 'unscore'
    | 'correct'
    | 'games'
    | 'walkover'
    | 'no-show'
    | 'start'
    | 'clear'
    | 'leave'
    | 'reinstate'
    | 'undo'
    | 'redo'
    | 'enter'
    | 'substitute'
    | 'lots'
    | 'round';
  pick: number;
  winner: 0 | 1 | 'draw';
  force: boolean;
}

const tries = fc.array(
  fc.record<Try>({
    kind: fc.oneof(
      { weight: 12, arbitrary: fc.constantFrom('report' as const, 'score' as const) },
      { weight: 3, arbitrary: fc.constantFrom('correct' as const, 'round' as const) },
      {
        weight: 6,
        arbitrary: fc.constantFrom(
          'games' as const,
          'rescore' as const,
          'unscore' as const,
          'walkover' as const,
          'no-show' as const,
          'start' as const,
          'clear' as const,
          'undo' as const,
          'redo' as const,
          'leave' as const,
          'reinstate' as const,
          'enter' as const,
          'substitute' as const,
          'lots' as const,
        ),
      },
    ),
    pick: fc.nat(),
    winner: fc.constantFrom(0 as const, 1 as const, 0 as const, 1 as const, 'draw' as const),
    force: fc.boolean(),
  }),
  { maxLength: 60 },
);

function commandFor(state: State, events: TournamentEvent[], { kind, pick, winner, force }: Try): Command {
  const all = matchesOf(state);
  const ready = all.filter((match) => ['ready', 'running'].includes(statusOf(match)));
  const decided = all.filter(({ result }) => result !== null);
  const choose = (from: { id: number }[]): number => from[pick % Math.max(from.length, 1)]?.id ?? 0;
  const side = winner === 'draw' ? 0 : winner;
  const entrant = 1 + (pick % state.entrants.size);
  const eventOf = (version: number | null): TournamentEvent =>
    events.find((event) => event.version === version) ??
    events[pick % events.length] ?? { version: 1, type: 'drawn', plan: { entrants: [], stages: [] } };
  const scores = [...itemsOf(state.scores)];
  const stageScore = (from: Score[]) => {
    const { stage = 0, workout = 0, entrant: who = 1 } = from[pick % Math.max(from.length, 1)] ?? {};
    const { plan } = getAt(state.stages, stage);
    const name = plan.format === 'leaderboard' ? plan.workouts[workout]?.id : undefined;
    return { stage, entrant: typeof who === 'number' ? who : 1, workout: name ?? 'none' };
  };
  const mark = pick % 7 === 0 ? ({ status: 'dnf' } as const) : ({ status: 'finished', value: pick % 97 } as const);
  switch (kind) {
    case 'score':
      return { type: 'score', ...stageScore(scores.filter(({ isOpen }) => isOpen)), ...mark };
    case 'rescore':
      return {
        type: 'score',
        ...stageScore(scores.filter((score) => score.mark !== null)),
        ...mark,
        correct: true,
        force,
      };
    case 'unscore':
      return { type: 'clear-score', ...stageScore(scores.filter((score) => score.mark !== null)), force };
    case 'report':
      return { type: 'report', match: choose(ready), winner };
    case 'correct':
      return { type: 'report', match: choose(decided), winner, correct: true, force };
    case 'games':
      return {
        type: 'report',
        match: choose(ready),
        games:
          pick % 2 === 0
            ? [[11, 5]]
            : [
                [11, 5],
                [3, 11],
                [11, 9],
              ],
      };
    case 'walkover':
      return { type: 'walkover', match: choose(ready), winner: side };
    case 'no-show':
      return { type: 'no-show', match: choose(ready), force };
    case 'start':
      return { type: 'start', match: choose(ready) };
    case 'clear':
      return { type: 'clear', match: choose(decided), force };
    case 'leave':
      return { type: force ? 'withdraw' : 'disqualify', entrant, earlier: winner === 0 ? 'annul' : 'keep' };
    case 'reinstate':
      return { type: 'reinstate', entrant, force };
    case 'undo':
      return { type: 'undo', event: eventOf(state.head.past) };
    case 'redo':
      return { type: 'redo', event: eventOf(state.head.future) };
    case 'enter':
      return { type: 'enter', id: `late ${pick}` };
    case 'substitute':
      return { type: 'substitute', entrant, id: `substitute ${pick}` };
    case 'round':
      return { type: 'next-round', stage: pick % state.stages.size };
    case 'lots':
    default: {
      const table = [...itemsOf(state.tables)][pick % Math.max(state.tables.size, 1)];
      return {
        type: 'draw-lots',
        table: table?.id ?? 0,
        order: table?.members.filter((member) => typeof member === 'number') ?? [],
      };
    }
  }
}

/** Nothing of a state may ever be written to again. */
function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) freeze(part);
  }
  return value;
}

interface Step {
  before: State;
  state: State;
  command: Command;
  events: TournamentEvent[];
  refused: EngineError | undefined;
}

function run(
  entrants: number,
  stages: StagePlan[],
  attempts: Try[],
  check: (step: Step) => void,
): { state: State; log: TournamentEvent[] } {
  const begun = begin({ entrants: names(entrants), stages });
  let { state } = begun;
  const log = [...begun.events];
  for (const attempt of attempts) {
    const before = freeze(state);
    const command = commandFor(before, log, attempt);
    let events: TournamentEvent[] = [];
    let refused: EngineError | undefined;
    try {
      ({ state, events } = execute(before, command));
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      refused = error;
    }
    log.push(...events);
    check({ before, state, command, events, refused });
  }
  return { state, log };
}

const size = fc.integer({ min: 6, max: 20 });
const many = runs(100);

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

  it('I5: hold for up to 300 entrants', () => {
    const bracket = fc.constantFrom<StagePlan[]>(
      [{ format: 'single-elimination', placement: 'third' }],
      [{ format: 'double-elimination' }],
      [
        { format: 'round-robin', groups: 32, lotSeed: 5 },
        { format: 'double-elimination', qualify: { top: 1, best: 5 } },
      ],
    );
    fc.assert(
      fc.property(fc.integer({ min: 64, max: 300 }), bracket, tries, (entrants, stages, attempts) => {
        const { state } = run(entrants, stages, attempts, () => undefined);
        const expected = naive(state);
        const all = matchesOf(state);
        expect(all.map(({ sides }) => sides)).toEqual(expected.sides);
        expect(all.map(({ decision }) => decision)).toEqual(expected.decisions);
      }),
      runs(20),
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
        run(entrants, stages, attempts, ({ before, state, events }) => {
          const [event] = events;
          if (event?.type !== 'changed') return;
          const undone = execute(state, { type: 'undo', event });
          expect({ ...undone.state, head: null }).toEqual({ ...before, head: null });
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
