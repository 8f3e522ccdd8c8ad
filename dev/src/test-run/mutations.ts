import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { CHECKOUT } from '../paths.js';
import type { Stack } from '../stack.js';
import { integrationEnvironment } from './environment.js';
import { runJest } from './jest.js';
import { ONE_FAILED, ONE_PASSED, sum, type Counts, type SuiteContext } from './suite.js';

interface Mutation {
  readonly without: string;
  readonly file: string;
  readonly code: string;
  readonly instead: string;
  /** The test file, the test in it that has to fail, and one that does not mind: the changed code does run. */
  readonly tests: string;
  readonly noticed: string;
  readonly unaware: string;
}

const kit = 'packages/service-kit';

const mutations: readonly Mutation[] = [
  {
    without: 'the pull',
    file: `${kit}/src/events/consumer.ts`,
    code: 'const page = expectOk(answer, eventLogPage);',
    instead: 'const page = { ...expectOk(answer, eventLogPage), events: [], last_seq: position };',
    tests: `${kit}/test/events.integration.test.ts`,
    noticed: 'take effect although the broker lost them',
    unaware: 'take effect once and in order, whatever the broker makes of them',
  },
  {
    without: 'the mark of the inbox',
    file: `${kit}/src/events/database-ledger.ts`,
    code: "await tx.query('update inbox_positions set seq = $2 where source = $1', [source, last.data.seq]);",
    instead: '',
    tests: `${kit}/test/events.integration.test.ts`,
    noticed: 'have no second effect when they are delivered again',
    unaware: 'that are no events, or come from a stranger, are refused',
  },
  {
    without: 'the transaction of the outbox',
    file: `${kit}/src/transaction.ts`,
    code: 'await client.query(begins);',
    instead: "await client.query('select');",
    tests: `${kit}/test/service.integration.test.ts`,
    noticed: 'publishes nothing of a transaction that failed, and leaves no hole in the sequence',
    unaware: 'points at every wrong field',
  },
];

/** What the tests need beside the packages; the rest of a checkout is left behind. */
const copied = ['packages', 'services', 'dev', 'tests', 'components', 'dapr', 'jest.config.mjs', 'package.json'];
const leftBehind = new Set(['node_modules', 'dist']);

/**
 * Takes one protection away at a time, in a copy of the sources outside of the checkout, and runs the smallest test that
 * has to notice. Each protection is one test here: it passes when that test fails, and passes with the code as it is.
 */
export async function runMutations(stack: Stack, context: SuiteContext): Promise<Counts> {
  const folder = mkdtempSync(join(tmpdir(), 'gym-mutations-'));
  try {
    for (const name of copied) {
      cpSync(join(CHECKOUT, name), join(folder, name), {
        recursive: true,
        filter: (path) => !leftBehind.has(basename(path)),
      });
    }
    symlinkSync(join(CHECKOUT, 'node_modules'), join(folder, 'node_modules'));
    const results: Counts[] = [];
    for (const mutation of mutations) {
      const isNoticed = await isGuarded(mutation, folder, stack, context);
      console.log(`  without ${mutation.without}: ${isNoticed ? 'noticed' : 'NOT NOTICED'}`);
      results.push(isNoticed ? ONE_PASSED : ONE_FAILED);
    }
    return sum(results);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function isGuarded(mutation: Mutation, folder: string, stack: Stack, context: SuiteContext): Promise<boolean> {
  const { file, code, instead, tests, noticed, unaware } = mutation;
  const path = join(folder, file);
  const original = readFileSync(path, 'utf8');
  if (original.split(code).length !== 2) throw new Error(`${file} does not have exactly one: ${code}`);
  const run = (...names: string[]): Promise<Counts> =>
    runJest('integration', context, {
      args: ['--testNamePattern', `(${names.join('|')})$`, '--runTestsByPath', join(folder, tests)],
      env: integrationEnvironment(stack),
      folder,
    });
  const whole = await run(noticed, unaware);
  if (whole.passed !== 2 || whole.failed !== 0) return false;
  writeFileSync(path, original.replace(code, instead));
  try {
    const [broken, other] = [await run(noticed), await run(unaware)];
    return broken.failed === 1 && broken.passed === 0 && other.passed === 1 && other.failed === 0;
  } finally {
    writeFileSync(path, original);
  }
}
