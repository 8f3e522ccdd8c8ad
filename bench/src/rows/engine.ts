import { begin, execute, getAt, statusOf, type Command, type Executed, type State } from '@gym/tournament-engine';
import bracketsManager from 'brackets-manager';
import memoryDatabase from 'brackets-memory-db';
import { childMeasurement } from '../harness/child.js';
import type { Line } from '../harness/report.js';
import { interleave, spreadOf } from '../harness/rounds.js';
import { engineSchedule } from './engine-schedule.js';
import { swissLines } from './engine-swiss.js';

const entrants = 1024;
const results = 1000;
/** Of the last results, on which nobody has played on, each back and forth so often that no pause decides. */
const corrected = 8;
const turns = 25;
const rounds = 3;
/** Tournaments in each round and for each of the two; a server has compiled its code long before. */
const repeats = 10;
const large = 100_000;

/** Milliseconds for each step of the same tournament, on average. */
interface Times {
  generate: number;
  report: number;
  correct: number;
}

const ids = (count: number): number[] => Array.from({ length: count }, (_id, index) => index + 1);

/** Single elimination of 1,024 in memory: drawing it, the first 1,000 results in order, and one correction. */
export async function engine(): Promise<Line[]> {
  const pairs = await interleave<Times>(
    rounds,
    () => averaged(async () => own()),
    () => averaged(other),
  );
  const line = (what: string, step: keyof Times): Line => ({
    what: `${what}, single elimination of ${entrants}`,
    against: 'brackets-manager in memory',
    unit: 'x',
    value: spreadOf(pairs.map(({ a, b }) => b[step] / a[step])),
    goal: { atLeast: 20 },
    detail: { ownMs: pairs.map(({ a }) => a[step]), otherMs: pairs.map(({ b }) => b[step]) },
  });
  const drawn = [];
  for (let round = 0; round < rounds; round += 1) drawn.push(await childMeasurement('draw-large.js', [String(large)]));
  return [
    line('generation', 'generate'),
    line(`${results} results`, 'report'),
    line('one correction', 'correct'),
    {
      what: `single elimination of ${large} drawn in a new process`,
      against: 'one second',
      unit: 's',
      value: spreadOf(drawn.map(([seconds = Number.NaN]) => seconds)),
      goal: { atMost: 1 },
      detail: { drawn },
    },
    {
      what: `memory of that process at its peak`,
      against: '400 MB',
      unit: 'MB',
      value: spreadOf(drawn.map(([, megabytes = Number.NaN]) => megabytes)),
      goal: { atMost: 400 },
      detail: { drawn },
    },
    costLine(),
    ...swissLines(),
    ...engineSchedule(),
  ];
}

function own(): Times {
  const start = performance.now();
  const { state } = begin({ entrants: ids(entrants), stages: [{ format: 'single-elimination' }] });
  const generated = performance.now();
  let now = state;
  for (let match = 0; match < results; match += 1) now = execute(now, { type: 'report', match, winner: 0 }).state;
  const reported = performance.now();
  for (let turn = 0; turn < turns; turn += 1) {
    const winner = turn % 2 === 0 ? 1 : 0;
    for (let match = results - corrected; match < results; match += 1) {
      now = execute(now, { type: 'report', match, winner, correct: true }).state;
    }
  }
  const correct = (performance.now() - reported) / (corrected * turns);
  return { generate: generated - start, report: reported - generated, correct };
}

async function other(): Promise<Times> {
  const manager = new bracketsManager.BracketsManager(new memoryDatabase.InMemoryDatabase());
  const start = performance.now();
  await manager.create.stage({
    tournamentId: 0,
    name: 'bench',
    type: 'single_elimination',
    seeding: ids(entrants).map((id) => `Entrant ${id}`),
    settings: { seedOrdering: ['inner_outer'] },
  });
  const generated = performance.now();
  for (let id = 0; id < results; id += 1)
    await manager.update.match({ id, opponent1: { score: 1, result: 'win' }, opponent2: { score: 0 } });
  const reported = performance.now();
  const [won, lost] = [{ score: 1, result: 'win' } as const, { score: 0 }];
  for (let turn = 0; turn < turns; turn += 1) {
    const [opponent1, opponent2] = turn % 2 === 0 ? [lost, won] : [won, lost];
    for (let id = results - corrected; id < results; id += 1) await manager.update.match({ id, opponent1, opponent2 });
  }
  const correct = (performance.now() - reported) / (corrected * turns);
  return { generate: generated - start, report: reported - generated, correct };
}

async function averaged(measure: () => Promise<Times>): Promise<Times> {
  const sum: Times = { generate: 0, report: 0, correct: 0 };
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    const times = await measure();
    sum.generate += times.generate / repeats;
    sum.report += times.report / repeats;
    sum.correct += times.correct / repeats;
  }
  return sum;
}

/** A result in a large tournament against one in a small one: O(log N) allows a few levels more, not a hundred times. */
function costLine(): Line {
  const [small, big] = [1024, large].map((count) => {
    const { state } = begin({ entrants: ids(count), stages: [{ format: 'single-elimination' }] });
    return state;
  });
  if (small === undefined || big === undefined) throw new Error('two tournaments');
  const values = [];
  for (let round = 0; round <= rounds; round += 1) {
    // In turns and often, so that no pause decides.
    let [ofBig, ofSmall] = [0, 0];
    for (let turn = 0; turn < turns; turn += 1) {
      ofBig += perResult(big);
      ofSmall += perResult(small);
    }
    values.push(ofBig / ofSmall);
  }
  return {
    what: `a result among ${large} entrants`,
    against: 'one among 1024',
    unit: 'x',
    value: spreadOf(values.slice(1)),
    goal: { atMost: 4 },
    detail: { values },
  };
}

/** Every match of the first round that can be played, up to 500 of them, over the whole width. */
function perResult(state: State): number {
  const commands: Command[] = [];
  for (let match = 0; commands.length < 500 && match < state.matches.size; match += 1) {
    if (statusOf(getAt(state.matches, match)) === 'ready') commands.push({ type: 'report', match, winner: 0 });
  }
  const start = performance.now();
  let done: Executed | undefined;
  for (const command of commands) done = execute(done?.state ?? state, command);
  return (performance.now() - start) / commands.length;
}
