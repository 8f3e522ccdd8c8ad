import * as fc from 'fast-check';
import { jsonPieces } from '../src/streamed-json.js';

async function* each<T>(items: T[]): AsyncGenerator<T, void> {
  yield* items;
}

async function textOf(value: unknown): Promise<string> {
  let text = '';
  for await (const piece of jsonPieces(value)) text += piece;
  return text;
}

test('what comes piece by piece reads as if it had come at once', async () => {
  const rows = fc.array(fc.jsonValue(), { maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(rows, rows, fc.jsonValue(), async (some, others, rest) => {
      const whole = { some, rest, nested: { others, gone: undefined }, empty: {} };
      const streamed = { ...whole, some: each(some), nested: { ...whole.nested, others: each(others) } };
      expect(await textOf(streamed)).toBe(JSON.stringify(whole));
    }),
  );
});

test('no piece is longer than one item more than it has to be', async () => {
  const item = 'x'.repeat(1000);
  const pieces: string[] = [];
  for await (const piece of jsonPieces(each(Array.from({ length: 100 }, () => item)))) pieces.push(piece);
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(18_000);
  expect(JSON.parse(pieces.join(''))).toHaveLength(100);
});
