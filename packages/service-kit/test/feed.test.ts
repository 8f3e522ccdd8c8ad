import type { CloudEvent } from '@gym/contracts';
import * as fc from 'fast-check';
import { createFeed, PlaceLostError, type Feed, type Ledger, type Pull } from '../src/events/feed.js';
import { createLogger } from '../src/logger.js';

/** The properties below take seconds of work. */
jest.setTimeout(60_000);

/** The patience with gaps passes when the scheduler of a test says so. */
let patience: () => Promise<void> = () => Promise.resolve();
jest.mock('node:timers/promises', () => ({ setTimeout: () => patience() }));

const source = 'user-service';
const log = createLogger('test', { level: 'silent', json: false });
/** What one question or one transaction does: the second kind of failure comes after its effect. */
type Outcome = 'ok' | 'fails' | 'ok, but the answer is lost';

function eventOf(seq: number): CloudEvent {
  return {
    specversion: '1.0',
    id: `00000000-0000-4000-8000-${String(seq).padStart(12, '0')}`,
    source,
    type: 'gym.user.approved.v1',
    subject: '1',
    time: '2027-01-01T00:00:00Z',
    data: { seq, payload: {} },
  };
}

const eventsUpTo = (last: number): CloudEvent[] => Array.from({ length: last }, (_item, index) => eventOf(index + 1));

/** A producer, a ledger and a feed between them; nothing moves on before the scheduler lets it. */
class World {
  committed = 0;
  readonly applied: CloudEvent[] = [];
  readonly feed: Feed;
  pulls = 0;
  applies = 0;
  pullOutcome: () => Outcome = () => 'ok';
  ledgerOutcome: () => Outcome = () => 'ok';
  readonly lostPlaces: string[] = [];
  /** How many events a page has at most, however many were asked for. */
  pageSize = Infinity;
  page: (events: CloudEvent[]) => CloudEvent[] = (events) => events;

  constructor(schedule: <Value>(work: () => Promise<Value>) => Promise<Value> = (work) => work()) {
    patience = () => schedule(() => Promise.resolve());
    const ledger: Ledger = {
      position: () => schedule(() => this.attempt(this.ledgerOutcome(), () => this.applied.length)),
      apply: (_source, events) =>
        schedule(() => {
          this.applies += 1;
          return this.attempt(this.ledgerOutcome(), () => this.apply(events));
        }),
      placeLost: async (_source, reason) => void this.lostPlaces.push(reason),
    };
    const pull: Pull = (position, limit) =>
      schedule(() => {
        this.pulls += 1;
        return this.attempt(this.pullOutcome(), () => this.read(position, limit));
      });
    this.feed = createFeed(source, ledger, pull, log);
  }

  /** As the ledger promises: what continues, in order, nothing twice. */
  apply(events: CloudEvent[]): number {
    for (const event of events) if (event.data.seq === this.applied.length + 1) this.applied.push(event);
    return this.applied.length;
  }

  read(position: number, limit: number): { events: CloudEvent[]; last_seq: number } {
    const last = Math.min(this.committed, position + Math.min(limit, this.pageSize));
    return { events: this.page(eventsUpTo(last).slice(position)), last_seq: this.committed };
  }

  private async attempt<Value>(outcome: Outcome, work: () => Value): Promise<Value> {
    if (outcome === 'fails') throw new Error('away');
    const value = work();
    if (outcome !== 'ok') throw new Error('the connection was lost');
    return value;
  }
}

/** Lets that many questions and answers arrive. */
async function move(scheduler: fc.Scheduler, steps: number): Promise<void> {
  for (let step = 0; step < steps; step += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    if (scheduler.count() > 0) await scheduler.waitOne();
  }
}

/** @returns whether the delivery was acknowledged; fails when that was too early */
async function deliver(world: World, seq: number): Promise<boolean> {
  try {
    await world.feed.deliver(eventOf(seq));
  } catch {
    return false;
  }
  if (world.applied.length < seq) throw new Error(`${seq} was acknowledged at ${world.applied.length}`);
  return true;
}

const outcome = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Outcome>('ok') },
  { weight: 1, arbitrary: fc.constant<Outcome>('fails') },
  { weight: 1, arbitrary: fc.constant<Outcome>('ok, but the answer is lost') },
);

/** One thing that happens, and how many steps the feed gets before the next one. */
const happening = fc.record({
  kind: fc.constantFrom('commit', 'commit', 'deliver', 'deliver', 'deliver', 'catch up', 'another replica' as const),
  number: fc.nat(30),
  steps: fc.nat(4),
});

/** A question is on its way until the scheduler says so, and so is its answer, which may be old by then. */
function travel(scheduler: fc.Scheduler) {
  return async <Value>(work: () => Promise<Value>): Promise<Value> => {
    await scheduler.schedule(Promise.resolve(), 'question');
    const [answer] = await Promise.allSettled([work()]);
    await scheduler.schedule(Promise.resolve(), 'answer');
    if (answer.status === 'rejected') throw answer.reason;
    return answer.value;
  };
}

describe('a feed', () => {
  it('applies every event once and in order, whatever is lost, late, doubled or fails on the way', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(happening, { maxLength: 40 }),
        fc.infiniteStream(outcome),
        fc.infiniteStream(outcome),
        async (scheduler, happenings, pullOutcomes, ledgerOutcomes) => {
          const world = new World(travel(scheduler));
          const next = (stream: fc.Stream<Outcome>) => (): Outcome => stream.next().value ?? 'ok';
          world.pullOutcome = next(pullOutcomes);
          world.ledgerOutcome = next(ledgerOutcomes);
          const deliveries: Promise<boolean>[] = [];
          const commits: { at: number; last: number }[] = [];
          for (const { kind, number, steps } of happenings) {
            if (kind === 'commit') commits.push({ last: (world.committed += (number % 3) + 1), at: performance.now() });
            else if (kind === 'catch up') void world.feed.catchUp();
            else if (kind === 'another replica') world.apply(eventsUpTo(Math.min(number, world.committed)));
            else if (world.committed > 0) deliveries.push(deliver(world, (number % world.committed) + 1));
            await move(scheduler, steps);
            const { caughtUpAt = 0 } = world.feed.status();
            const known = commits.findLast(({ at }) => at < caughtUpAt)?.last ?? 0;
            expect(world.applied.length).toBeGreaterThanOrEqual(known);
          }
          await scheduler.waitIdle();
          world.pullOutcome = world.ledgerOutcome = () => 'ok';
          await scheduler.waitFor(world.feed.catchUp());
          expect(world.applied).toEqual(eventsUpTo(world.committed));
          expect(world.feed.status()).toMatchObject({
            position: world.committed,
            heard: world.committed,
            error: undefined,
          });
          await Promise.all(deliveries);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('has everything that was committed before a catch-up when that ends, also when one is under way', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(fc.record({ events: fc.nat(3), steps: fc.nat(4) }), { minLength: 1, maxLength: 10 }),
        async (scheduler, rounds) => {
          const world = new World(travel(scheduler));
          const ends: Promise<void>[] = [];
          for (const { events, steps } of rounds) {
            world.committed += events;
            const { committed } = world;
            ends.push(
              world.feed.catchUp().then(() => {
                expect(world.applied.length).toBeGreaterThanOrEqual(committed);
              }),
            );
            await move(scheduler, steps);
          }
          await scheduler.waitFor(Promise.all(ends));
        },
      ),
    );
  });

  it('pulls for a delivery behind a gap without a further hint, at whatever moment it comes', async () => {
    const moment = fc.record({ catchUp: fc.boolean(), steps: fc.nat(4), ticks: fc.nat(8) });
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.array(moment, { maxLength: 10 }), async (scheduler, moments) => {
        const world = new World(travel(scheduler));
        const deliveries: Promise<boolean>[] = [];
        for (const { catchUp, steps, ticks } of moments) {
          if (catchUp) void world.feed.catchUp();
          await move(scheduler, steps);
          for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve();
          world.committed += 2; // the first of the two is lost
          deliveries.push(deliver(world, world.committed));
        }
        await scheduler.waitIdle();
        expect(world.applied).toEqual(eventsUpTo(world.committed));
        expect(await Promise.all(deliveries)).toEqual(moments.map(() => true));
      }),
      { numRuns: 300 },
    );
  });

  it('takes more than one page', async () => {
    const world = new World();
    world.committed = 1234;
    await world.feed.catchUp();
    expect(world.applied).toEqual(eventsUpTo(1234));
    expect(world.pulls).toBe(3);
  });

  it('goes on behind a page that was shorter than asked for', async () => {
    const world = new World();
    world.committed = 25;
    world.pageSize = 10;
    await world.feed.catchUp();
    expect(world.applied).toEqual(eventsUpTo(25));
  });

  it('does not ask for what was delivered in order', async () => {
    const world = new World();
    world.committed = 3;
    for (const seq of [1, 2, 3, 3, 1]) expect(await deliver(world, seq)).toBe(true);
    expect(world.pulls).toBe(0);
  });

  it('applies what waits behind an event as soon as that comes, while the producer is away', async () => {
    const world = new World();
    world.committed = 3;
    world.pullOutcome = () => 'fails';
    expect(await Promise.all([3, 2].map((seq) => deliver(world, seq)))).toEqual([false, false]);
    expect(await deliver(world, 1)).toBe(true);
    expect(world.applied).toEqual(eventsUpTo(3));
  });
});

describe('a feed whose place moves back', () => {
  it('applies again what comes behind it', async () => {
    const world = new World();
    world.committed = 5;
    await world.feed.catchUp();
    world.applied.length = 2; // as a rebuild does
    await world.feed.catchUp();
    expect(world.applied).toEqual(eventsUpTo(5));
  });

  it('because the producer cannot continue it: says so once per try, and acknowledges nothing by the old place', async () => {
    const world = new World();
    world.committed = 5;
    await world.feed.catchUp();
    world.page = () => {
      throw new PlaceLostError('expired');
    };
    expect(await deliver(world, 8)).toBe(false);
    expect(world.lostPlaces).toEqual(['expired']);
    expect(world.feed.status()).toMatchObject({ position: 5, error: 'expired' });
    world.page = (events) => events;
    world.applied.length = 0;
    expect(await deliver(world, 3)).toBe(true);
    expect(world.applied).toEqual(eventsUpTo(5));
    expect(world.feed.status()).toMatchObject({ position: 5, heard: 5, error: undefined });
  });
});

describe('a feed whose producer answers nonsense', () => {
  const turn = 10_000;
  beforeEach(() => jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] }));
  afterEach(() => jest.useRealTimers());
  const rest = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it('asks once for an event that the producer does not have, and refuses it in the end', async () => {
    const world = new World();
    const delivery = deliver(world, 5);
    await rest();
    expect([world.pulls, world.applies]).toEqual([1, 0]);
    jest.advanceTimersByTime(turn);
    expect(await delivery).toBe(false);
  });

  it.each([
    ['with a gap at its beginning', (events: CloudEvent[]) => events.slice(1), 0],
    ['with a gap in the middle', (events: CloudEvent[]) => events.filter(({ data }) => data.seq !== 3), 2],
    ['that repeats older events only', () => eventsUpTo(0), 0],
  ])('applies nothing behind the gap of a page %s, and stops asking', async (_name, page, reached) => {
    const world = new World();
    world.committed = 6;
    world.page = page;
    const delivery = deliver(world, 6);
    await world.feed.catchUp();
    await rest();
    expect(world.applied).toEqual(eventsUpTo(reached));
    expect(world.pulls).toBeLessThanOrEqual(3);
    jest.advanceTimersByTime(turn);
    expect(await delivery).toBe(false);

    world.page = (events) => events;
    await world.feed.catchUp();
    expect(world.applied).toEqual(eventsUpTo(6));
  });
});
