import { latencies, quantile } from '../events/latency.js';
import { passWeek, sizes, type Sizes } from '../events/tables.js';
import { totalOf, usageOf, type Usage } from '../events/usage.js';
import { openEventWorld, type EventWorld } from '../events/world.js';
import type { Line } from '../harness/report.js';
import { spreadOf } from '../harness/rounds.js';

const rounds = 3;
const burst = 10_000;
const backlog = 100_000;
const perSecond = 100;
const seconds = 15;
const weeks = 4;

/** From the outbox of user-service to its effect in auth-service, with all five services and their sidecars. */
export async function events(): Promise<Line[]> {
  const world = await openEventWorld();
  try {
    await drain(world, burst); // programs that have just started are still being compiled
    const latency = await measureLatency(world);
    const bursts = [];
    for (let round = 0; round < rounds; round += 1) bursts.push(await drain(world, burst));
    const large = await drain(world, backlog);
    const growth = await measureTables(world);
    return [...latency, ...measuredDrains(bursts, large), ...growth];
  } finally {
    await world.close();
  }
}

interface Drain extends Usage {
  perSecond: number;
}

/** Many events at once, in transactions of a thousand, until all consumers have applied all of them. */
async function drain(world: EventWorld, count: number): Promise<Drain> {
  let ms = 0;
  const usage = await usageOf(async () => {
    const begin = performance.now();
    await world.reached(await world.append(count));
    ms = performance.now() - begin;
  });
  return { perSecond: (count / ms) * 1000, ...usage };
}

function measuredDrains(bursts: Drain[], large: Drain): Line[] {
  const usual = Math.max(...bursts.map(({ peaks }) => totalOf(peaks)));
  return [
    {
      what: `events: ${burst} from the outbox until handled`,
      against: '',
      unit: '/s',
      value: spreadOf(bursts.map((item) => item.perSecond)),
      goal: { atLeast: 3000 },
      detail: { bursts },
    },
    {
      what: `events: ${backlog} from the outbox until handled`,
      against: '',
      unit: '/s',
      value: spreadOf([large.perSecond]),
      goal: { atLeast: 3000 },
      detail: { large, cpuMsPerEvent: (totalOf(large.cpuSeconds) / backlog) * 1000 },
    },
    {
      what: `events: peak memory of services and sidecars, ${backlog}`,
      against: `${burst} events`,
      unit: 'x',
      value: spreadOf([totalOf(large.peaks) / usual]),
      goal: { atMost: 1.2 },
      detail: { mebibytes: { [burst]: usual, [backlog]: totalOf(large.peaks) }, peaks: large.peaks },
    },
  ];
}

async function measureLatency(world: EventWorld): Promise<Line[]> {
  const all: number[][] = [];
  for (let round = 0; round < rounds; round += 1) all.push(await latencies(world, perSecond, seconds));
  const line = (name: string, share: number, atMost: number): Line => ({
    what: `events: ${name} from commit to handled, ${perSecond}/s`,
    against: '',
    unit: 'ms',
    value: spreadOf(all.map((round) => quantile(round, share))),
    goal: { atMost },
    detail: { perSecond, seconds, rounds },
  });
  return [line('p50', 0.5, 30), line('p99', 0.99, 150)];
}

/** Week after week with the same number of events: the tables may not grow. */
async function measureTables(world: EventWorld): Promise<Line[]> {
  const measured: Sizes[] = [];
  for (let week = 0; week < weeks; week += 1) {
    await world.reached(await world.append(burst * 2));
    measured.push(await sizes(world));
    await passWeek(world);
  }
  const [, first = { outbox: Number.NaN, inbox: Number.NaN }] = measured; // the first had the backlog before it
  const last = measured.at(-1) ?? first;
  const line = (table: keyof Sizes): Line => ({
    what: `events: size of the ${table} tables in week ${weeks}`,
    against: 'week 2',
    unit: 'x',
    value: spreadOf([last[table] / first[table]]),
    goal: { atMost: 1.1 },
    detail: { eventsPerWeek: burst * 2, kibibytes: measured },
  });
  return [line('outbox'), line('inbox')];
}
