import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { CHECKOUT } from '../src/paths.js';

interface Finding {
  code: string;
  filename: string;
}

/** Rules about what may be used that the linter finds broken, by file of the engine. */
function brokenIn(files: Record<string, string>): Map<string, string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'gym-lint-'));
  try {
    cpSync(join(CHECKOUT, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));
    for (const [file, code] of Object.entries(files)) {
      const path = join(folder, 'packages/tournament-engine', file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, code);
    }
    const oxlint = join(CHECKOUT, 'node_modules/.bin/oxlint');
    const { stdout } = spawnSync(oxlint, ['--format', 'json'], { cwd: folder, encoding: 'utf8' });
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: Finding[] };
    const rulesOf = (file: string): string[] =>
      diagnostics
        .filter(({ code, filename }) => filename.endsWith(file) && /no-restricted|no-dynamic-require/.test(code))
        .map(({ code }) => code);
    return new Map(Object.keys(files).map((file) => [file, rulesOf(file)]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const imports = ['eslint(no-restricted-imports)'];
const globals = ['eslint(no-restricted-globals)'];

const refused: [what: string, code: string, rules: string[]][] = [
  ['a package', "import { z } from 'zod'; export const x = z;", imports],
  ['a package of ours', "import { x } from '@gym/service-kit'; export const y = x;", imports],
  ['a module of Node', "import { readFileSync } from 'node:fs'; export const x = readFileSync;", imports],
  ['a module of Node without its prefix', "import fs from 'fs'; export const x = fs;", imports],
  ['a type of another package', "import type { Pool } from 'pg'; export type X = Pool;", imports],
  ['what another package exports', "export { z } from 'zod';", imports],
  ['a file outside of the package', "import { x } from '../../../service-kit/src/x.js'; export const y = x;", imports],
  ['a package that is loaded later', "export const x = import('zod');", imports],
  [
    'a package whose name comes later',
    'export const x = (name: string): Promise<unknown> => import(name);',
    ['import(no-dynamic-require)'],
  ],
  ['the present time', 'export const x = Date.now();', globals],
  ['a date of now', 'export const x = new Date();', globals],
  ['a clock', 'export const x = performance.now();', globals],
  ['chance', 'export const x = Math.random();', ['eslint(no-restricted-properties)']],
  ['chance by another name', 'export const { random } = Math;', ['eslint(no-restricted-properties)']],
  ['chance of the system', 'export const x = crypto.randomUUID();', globals],
  ['the environment', "export const x = process.env['X'];", globals],
  ['a timer', 'setTimeout(() => undefined, 1);', globals],
  ['output', "console.log('x');", globals],
];

const allowed = {
  'src/play/usual.ts': "import type { A } from './a.js'; import { b } from '../b/b.js'; export const x: A = b;",
  'src/swiss/matching/deep.ts': "import { b } from '../../b/b.js'; export const x = b;",
};

describe('the linter keeps the tournament engine pure', () => {
  const fileOf = (at: number): string => `src/play/new-${at}-.ts`;
  const found = brokenIn({ ...allowed, ...Object.fromEntries(refused.map(([, code], at) => [fileOf(at), code])) });

  it.each(refused.map(([what, , rules], at) => [what, rules, fileOf(at)] as const))(
    'and refuses %s',
    (_what, rules, file) => expect(found.get(file)).toEqual(rules),
  );

  it('and lets it use its own files', () => {
    expect(Object.keys(allowed).map((file) => found.get(file))).toEqual([[], []]);
  });
});
