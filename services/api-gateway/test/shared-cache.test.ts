import * as fc from 'fast-check';
import { SharedAnswer } from '../src/shared/shared-answer.js';
import { SharedCache, type Found } from '../src/shared/shared-cache.js';
import { TagClock } from '../src/shared/tag-clock.js';

const answerOf = (text: string, tags: string[] | undefined, status = 200): SharedAnswer =>
  new SharedAnswer({ status, headers: [], body: Buffer.from(text), etag: `"${text}"`, tags });
const textOf = ({ answer }: Found): string => answer.body.toString();
const settled = async (): Promise<void> => void (await new Promise((resolve) => setImmediate(resolve)));

/** A cache whose time and trust the test decides. */
function cacheOf(maxBytes = 1e6) {
  const world = { now: 0, trusted: true };
  const cache = new SharedCache({ maxBytes, now: () => world.now, isTrusted: () => world.trusted });
  return { world, cache };
}

/** A service whose answers the test lets go, with what it is at that moment. */
function service(tags: string[] = ['t:1']) {
  const waiting: { resolve(answer: SharedAnswer): void; reject(error: Error): void }[] = [];
  return {
    reads: 0,
    waiting,
    read(this: { reads: number }): Promise<SharedAnswer> {
      this.reads += 1;
      return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
    },
    async answer(text: string, status = 200) {
      waiting.shift()?.resolve(answerOf(text, status === 200 ? tags : undefined, status));
      await settled();
    },
    async fail() {
      waiting.shift()?.reject(new Error('away'));
      await settled();
    },
  };
}

describe('answers that are the same for everybody', () => {
  test('are read once for all who ask at the same time, and then not at all', async () => {
    const { cache } = cacheOf();
    const { answer, ...upstream } = service();
    const read = () => upstream.read();
    const asked = [1, 2, 3].map(() => cache.get('/a', read));
    await answer('one');
    expect((await Promise.all(asked)).map(({ origin }) => origin)).toEqual(['miss', 'collapsed', 'collapsed']);
    expect(await cache.get('/a', read)).toMatchObject({ origin: 'hit' });
    expect(upstream.reads).toBe(1);
  });

  test('are read anew after an event of theirs, and not after one of others', async () => {
    const { cache } = cacheOf();
    await cache.get('/a', () => Promise.resolve(answerOf('one', ['t', 't:1'])));
    cache.empty(['t:2']);
    expect(textOf(await cache.get('/a', () => Promise.resolve(answerOf('two', ['t', 't:1']))))).toBe('one');
    cache.empty(['t:1']);
    expect(textOf(await cache.get('/a', () => Promise.resolve(answerOf('three', ['t', 't:1']))))).toBe('three');
    cache.emptyAll();
    expect(textOf(await cache.get('/a', () => Promise.resolve(answerOf('four', ['t', 't:1']))))).toBe('four');
  });

  test('that an event overtakes reach those who asked before it, and nobody later', async () => {
    const { cache } = cacheOf();
    const upstream = service();
    const before = cache.get('/a', () => upstream.read());
    cache.empty(['t:1']);
    const after = cache.get('/a', () => upstream.read());
    await upstream.answer('old');
    expect(textOf(await before)).toBe('old');
    await upstream.answer('new');
    expect(textOf(await after)).toBe('new');
    expect(await cache.get('/a', () => upstream.read())).toMatchObject({ origin: 'hit' });
    expect(upstream.reads).toBe(2);
  });

  test('that say nothing is there are overtaken by any event: it may have been published', async () => {
    const { cache } = cacheOf();
    const upstream = service();
    const before = cache.get('/a', () => upstream.read());
    cache.empty(['t:9']);
    const after = cache.get('/a', () => upstream.read());
    await upstream.answer('missing', 404);
    await upstream.answer('there');
    expect([textOf(await before), textOf(await after)]).toEqual(['missing', 'there']);
  });

  test('are not fresh half a minute later, nor while changes cannot be heard', async () => {
    const { cache, world } = cacheOf();
    const ask = async (text: string) => textOf(await cache.get('/a', () => Promise.resolve(answerOf(text, ['t:1']))));
    expect([await ask('one'), await ask('two')]).toEqual(['one', 'one']);
    world.now += 30_000;
    expect([await ask('three'), await ask('four')]).toEqual(['three', 'three']);
    world.trusted = false;
    expect([await ask('five'), await ask('six')]).toEqual(['five', 'six']);
  });
});

describe('when the service cannot be reached', () => {
  const away = () => Promise.reject<SharedAnswer>(new Error('away'));

  test('everybody who waits hears the same, and the next one asks again', async () => {
    const { cache } = cacheOf();
    const upstream = service();
    const asked = Promise.allSettled([1, 2].map(() => cache.get('/a', () => upstream.read())));
    await upstream.fail();
    expect((await asked).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(cache.get('/a', away)).rejects.toThrow('away');
  });

  test('the last answer goes on for ten minutes, with its age, and the service is not asked by everybody', async () => {
    const { cache, world } = cacheOf();
    await cache.get('/a', () => Promise.resolve(answerOf('one', ['t:1'])));
    cache.empty(['t:1']);
    world.now += 599_000;
    const read = jest.fn(away);
    expect(await cache.get('/a', read)).toMatchObject({ origin: 'stale', ageMs: 599_000 });
    expect(await cache.get('/a', read)).toMatchObject({ origin: 'stale' });
    expect(read.mock.calls).toEqual([[false]]);
    expect(await cache.get('/b', () => Promise.resolve(answerOf('b', ['t:1'])))).toMatchObject({ origin: 'miss' });
    world.now += 1000;
    await expect(cache.get('/a', read)).rejects.toThrow('away');
  });

  test('an answer that it has trouble counts like none', async () => {
    const { cache } = cacheOf();
    expect((await cache.get('/a', () => Promise.resolve(answerOf('trouble', undefined, 503)))).answer.status).toBe(503);
    await cache.get('/a', () => Promise.resolve(answerOf('one', ['t:1'])));
    cache.empty(['t:1']);
    const found = await cache.get('/a', () => Promise.resolve(answerOf('trouble', undefined, 503)));
    expect([found.origin, textOf(found)]).toEqual(['stale', 'one']);
  });

  test('what was taken away before does not come back', async () => {
    const { cache } = cacheOf();
    await cache.get('/a', () => Promise.resolve(answerOf('one', ['t:1'])));
    cache.empty(['t:1']);
    expect((await cache.get('/a', () => Promise.resolve(answerOf('gone', undefined, 404)))).answer.status).toBe(404);
    await expect(cache.get('/a', away)).rejects.toThrow('away');
  });
});

test('what is kept stays within its limit of bytes, and what was not asked for longest goes first', async () => {
  const { cache } = cacheOf(100_000);
  const read = (key: string) => cache.get(key, () => Promise.resolve(answerOf('x'.repeat(4000), ['t:1'])));
  for (let index = 0; index < 9; index += 1) await read(`/${index}`);
  await read('/0');
  await read('/9');
  expect((await read('/0')).origin).toBe('hit');
  expect((await read('/1')).origin).toBe('miss');
  const huge = () => cache.get('/huge', () => Promise.resolve(answerOf('x'.repeat(60_000), ['t:1'])));
  expect([(await huge()).origin, (await huge()).origin]).toEqual(['miss', 'miss']);
});

test('a tag counts as emptied after its emptying, also when too many are known to remember', () => {
  const tag = fc.integer({ min: 0, max: 5 }).map(String);
  fc.assert(
    fc.property(fc.array(fc.record({ tag, all: fc.boolean(), flood: fc.boolean() }), { maxLength: 20 }), (steps) => {
      const clock = new TagClock();
      const history: (string | undefined)[] = [];
      for (const { tag: emptied, all, flood } of steps) {
        const moment = clock.now;
        if (all) clock.emptyAll();
        else clock.empty(flood ? Array.from({ length: 20_001 }, (_item, index) => `flood ${index}`) : [emptied]);
        history.push(all || flood ? undefined : emptied);
        expect(clock.isEmptiedSince(moment, [emptied])).toBe(true);
        expect(clock.isEmptiedSince(clock.now, [emptied])).toBe(false);
      }
      for (const [moment] of [...history, ''].entries()) {
        for (const asked of ['0', '1', '2']) {
          const expected = history.slice(moment).some((emptied) => emptied === undefined || emptied === asked);
          expect(clock.isEmptiedSince(moment, [asked])).toBe(expected);
        }
        expect(clock.isEmptiedSince(moment, undefined)).toBe(moment < history.length);
      }
    }),
  );
});

/** Steps of a run: commits become known by events later, in order; reads see the state of one moment and land later. */
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('ask' as const), of: fc.nat(1) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('commit' as const), of: fc.nat(1) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('hear', 'see', 'land', 'fail' as const), of: fc.nat(1) }) },
);

test('nobody who asks after an event gets what was before it, whatever overtakes what', async () => {
  const origins = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 30, maxLength: 60 }), async (steps) => {
      const { cache } = cacheOf();
      const committed = [0, 0];
      const known = [0, 0];
      const events: number[] = [];
      const reads: { of: number; seen: number | undefined; end(failure?: Error): void }[] = [];
      const asked: Promise<void>[] = [];
      let failures = 0;

      function read(of: number): Promise<SharedAnswer> {
        expect(reads.filter((item) => item.of === of)).toEqual([]);
        return new Promise((resolve, reject) => {
          const item = {
            of,
            seen: undefined as number | undefined,
            end(failure?: Error) {
              reads.splice(reads.indexOf(item), 1);
              if (failure) reject(failure);
              else resolve(answerOf(String(item.seen ?? committed[of]), ['t', `t:${of}`]));
            },
          };
          reads.push(item);
        });
      }
      async function ask(of: number): Promise<void> {
        const atLeast = known[of] ?? 0;
        const result = await cache.get(`/${of}`, () => read(of)).catch(() => undefined);
        if (result === undefined) return;
        origins.add(result.origin);
        const isRight = result.origin === 'stale' ? failures > 0 : Number(textOf(result)) >= atLeast;
        expect({ ...result, isRight }).toMatchObject({ isRight: true });
      }

      const act = {
        ask: (of: number) => void asked.push(ask(of)),
        commit(of: number) {
          committed[of] = (committed[of] ?? 0) + 1;
          events.push(of);
        },
        hear() {
          const of = events.shift();
          if (of === undefined) return;
          known[of] = (known[of] ?? 0) + 1;
          cache.empty([`t:${of}`]);
        },
        see(of: number) {
          for (const item of reads) if (item.of === of) item.seen ??= committed[of];
        },
        land: (of: number) => reads.find((item) => item.of === of)?.end(),
        fail(of: number) {
          failures += 1;
          reads.find((item) => item.of === of)?.end(new Error('away'));
        },
      };
      for (const { kind, of } of steps) {
        act[kind](of);
        await settled();
      }
      while (reads.length > 0) {
        reads[0]?.end();
        await settled();
      }
      await Promise.all(asked);
    }),
    { numRuns: 300 },
  );
  expect([...origins].toSorted()).toEqual(['collapsed', 'hit', 'miss', 'stale']);
});
