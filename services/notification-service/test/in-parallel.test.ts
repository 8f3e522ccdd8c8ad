import { inParallel } from '../src/store/in-parallel.js';

test('all is done once, and never more at once than is allowed', async () => {
  const done: number[] = [];
  let now = 0;
  let most = 0;
  await inParallel(Array.from({ length: 50 }).keys(), 4, async (item) => {
    now += 1;
    most = Math.max(most, now);
    await new Promise(setImmediate);
    now -= 1;
    done.push(item);
  });
  expect(done.toSorted((a, b) => a - b)).toEqual([...Array.from({ length: 50 }).keys()]);
  expect(most).toBe(4);
});

test('a failure is told, after all that was under way', async () => {
  let under = 0;
  const work = async (item: number): Promise<void> => {
    under += 1;
    await new Promise(setImmediate);
    under -= 1;
    if (item === 1) throw new Error('one failed');
  };
  await expect(inParallel([0, 1, 2, 3], 2, work)).rejects.toThrow('one failed');
  expect(under).toBe(0);
});
