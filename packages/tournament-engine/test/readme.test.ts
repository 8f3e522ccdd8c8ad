import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { transformSync } from '@swc/core';
import * as engine from '../src/index.js';

const text = readFileSync(join(__dirname, '../README.md'), 'utf8');
const examples = [...text.matchAll(/```ts\n(?<code>.*?)```/gs)].map((match) => match.groups?.['code'] ?? '');
const load = createRequire(join(__dirname, '../README.md'));

/** Runs an example as if it stood in a file of another package. */
function run(code: string): void {
  const options = {
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'commonjs' },
  } as const;
  const compiled = transformSync(code, options).code;
  const require = (name: string): unknown => (name === '@gym/tournament-engine' ? engine : load(name));
  // The text is our own README.
  // oxlint-disable-next-line typescript/no-implied-eval
  new Function('require', 'exports', compiled)(require, {});
}

describe('the README', () => {
  it('has an example of each format, of a correction, a schedule, an exchange and a rating', () => {
    expect(examples).toHaveLength(13);
  });

  it.each(examples.map((code) => [/stages: \[\{? ?(?<what>[^\]}]*)/.exec(code)?.groups?.['what'] ?? code, code]))(
    'has a true example with %s',
    (_what, code) => {
      expect(() => run(code)).not.toThrow();
    },
  );
});
