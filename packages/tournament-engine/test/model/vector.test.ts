import * as fc from 'fast-check';
import { emptyVector, getAt, itemsOf, setAt, vectorOf, withoutLast, type Vector } from '../../src/index.js';
import { runs } from '../runs.js';

type Action = { do: 'set'; at: number } | { do: 'push' } | { do: 'pop' };
const actions = fc.array(
  fc.oneof(
    fc.nat(2000).map((index): Action => ({ do: 'set', at: index })),
    fc.constant<Action>({ do: 'push' }),
    fc.constant<Action>({ do: 'pop' }),
  ),
  { maxLength: 80 },
);
/** Around the sizes at which the tree grows. */
const size = fc.oneof(fc.nat(70), fc.integer({ min: 250, max: 262 }), fc.integer({ min: 4090, max: 4100 }));
const numbers = (count: number): number[] => Array.from({ length: count }, (_item, index) => index);

describe('a vector', () => {
  it('is an array whose old versions stay as they were', () => {
    fc.assert(
      fc.property(size, actions, (count, steps) => {
        let vector = vectorOf(numbers(count));
        const array = numbers(count);
        const versions: [Vector<number>, number[]][] = [];
        for (const [step, action] of steps.entries()) {
          if (action.do === 'push') {
            vector = setAt(vector, array.length, -step);
            array.push(-step);
          } else if (array.length > 0) {
            const at = action.do === 'set' ? action.at % array.length : 0;
            vector = action.do === 'set' ? setAt(vector, at, -step) : withoutLast(vector);
            if (action.do === 'set') array[at] = -step;
            else array.pop();
          }
          if (step % 20 === 0) versions.push([vector, [...array]]);
        }
        versions.push([vector, array]);
        for (const [version, expected] of versions) expect([...itemsOf(version)]).toEqual(expected);
        expect(vector).toEqual(vectorOf(array));
      }),
      runs(30),
    );
  });

  it('gives single items and parts of itself', () => {
    const vector = vectorOf(numbers(2100));
    expect([0, 15, 16, 255, 256, 2099].map((index) => getAt(vector, index))).toEqual([0, 15, 16, 255, 256, 2099]);
    expect([...itemsOf(vector, 1020, 1030)]).toEqual(numbers(1030).slice(1020));
    expect([...itemsOf(vector, 2098)]).toEqual([2098, 2099]);
    expect([...itemsOf(vector, -5, 2)]).toEqual([0, 1]);
  });

  it('shares all but a path with the version before', () => {
    const vector = vectorOf(numbers(100_000));
    const changed = setAt(vector, 99_000, -1);
    const [first] = vector.root;
    expect(changed.root[0]).toBe(first);
    expect(changed.root.filter((branch, at) => branch !== vector.root[at])).toHaveLength(1);
  });

  it.each([-1, 3, 0.5, Number.NaN])('has no item %p of three', (index) => {
    expect(() => getAt(vectorOf([1, 2, 3]), index)).toThrow(new RangeError(`there is no item ${index}`));
  });

  it('cannot be written beyond its end, nor be shorter than empty', () => {
    expect(() => setAt(vectorOf([1]), 2, 0)).toThrow(new RangeError('there is no item 2'));
    expect(() => setAt(vectorOf([1]), -1, 0)).toThrow(new RangeError('there is no item -1'));
    expect(() => setAt(vectorOf([1]), 0.5, 0)).toThrow(new RangeError('there is no item 0.5'));
    expect(() => withoutLast(emptyVector)).toThrow(new RangeError('there is no last item'));
  });

  it.each([0, 1, 15, 16, 17, 255, 256, 257, 4096])('of %p items looks the same however it came to be', (count) => {
    const fresh = vectorOf(numbers(count));
    expect(numbers(count).reduce<Vector<number>>((vector, item) => setAt(vector, item, item), emptyVector)).toEqual(
      fresh,
    );
    expect(withoutLast(vectorOf(numbers(count + 1)))).toEqual(fresh);
    expect([...itemsOf(fresh)]).toEqual(numbers(count));
  });

  it('does not change with the array it was made from', () => {
    const array = [1, 2, 3];
    const vector = vectorOf(array);
    array[0] = 9;
    expect(getAt(vector, 0)).toBe(1);
  });
});
