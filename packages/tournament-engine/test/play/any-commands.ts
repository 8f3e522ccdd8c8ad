import * as fc from 'fast-check';
import {
  begin,
  EngineError,
  execute,
  getAt,
  itemsOf,
  statusOf,
  type Changed,
  type Command,
  type Score,
  type StagePlan,
  type State,
  type TournamentEvent,
} from '../../src/index.js';
import { matchesOf, names } from '../support.js';

const wins = { bestOf: 1 } as const;
const fran = { id: 'fran', measure: 'time' } as const;
const lift = { id: 'lift', measure: 'load' } as const;
export const formats: fc.Arbitrary<StagePlan[]> = fc.oneof(
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
      { format: 'round-robin', groups: 3, draws: true, lotSeed: 4 },
      { format: 'single-elimination', placement: 'all', qualify: { top: 1, best: 1, seeding: 'record' } },
    ],
    [
      { format: 'round-robin', groups: 2 },
      { format: 'double-elimination', qualify: { top: 2, seeding: 'record' } },
    ],
    [
      { format: 'round-robin', groups: 2, lotSeed: 3 },
      { format: 'round-robin', qualify: { top: 1, best: 1 } },
      { format: 'stepladder', qualify: { top: 2 } },
    ],
  ),
);

/** What somebody tries to do; `pick` chooses the match or entrant, `forced` comes in one of four tries. */
export interface Try {
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

export const tries = fc.array(
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

export interface Step {
  before: State;
  state: State;
  command: Command;
  events: TournamentEvent[];
  changed: Changed | undefined;
  refused: EngineError | undefined;
}

export function run(
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
    let changed: Changed | undefined;
    let refused: EngineError | undefined;
    try {
      ({ state, events, changed } = execute(before, command));
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      refused = error;
    }
    log.push(...events);
    check({ before, state, command, events, changed, refused });
  }
  return { state, log };
}
