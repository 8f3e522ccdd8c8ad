import { join } from 'node:path';
import { paint } from '../cli/colour.js';
import { parseOptions, UsageError } from '../cli/options.js';
import { suggest } from '../cli/suggest.js';
import { messageOf } from '../errors.js';
import { defaultHome } from '../paths.js';
import { runBinary } from '../test-run/run-binary.js';
import { ONE_FAILED, sum, summaryLine, type Counts, type Suite, type SuiteContext } from '../test-run/suite.js';
import { suites } from '../test-run/suites.js';
import type { Command } from './command.js';

const EXIT_INTERRUPTED = 130;

export const test: Command = {
  name: 'test',
  usage: 'test [suite ...] [-- <jest options>]',
  summary: 'set up and run tests; no name = all suites',
  details:
    suites.map(({ name, description }) => `${name.padEnd(16)} ${description}`).join('\n') +
    '\n\nfor faults: --minutes <n> (3) of breaking things, --seed <n> for the same ones in the same order,\n' +
    '--only <kind>,... for some kinds of faults',
  async run(args) {
    const divider = args.indexOf('--');
    const own = divider === -1 ? args : args.slice(0, divider);
    const { positionals, values } = parseOptions(
      own,
      { minutes: { type: 'string' }, seed: { type: 'string' }, only: { type: 'string' } },
      { positionals: Number.MAX_SAFE_INTEGER },
    );
    const chosen = chooseSuites(positionals);
    const interrupted = catchInterrupts();
    let built: Promise<boolean> | undefined;
    const context: SuiteContext = {
      testHome: join(defaultHome(), 'test'),
      jestArguments: divider === -1 ? [] : args.slice(divider + 1),
      faults: Object.fromEntries(Object.entries(values).filter((entry) => typeof entry[1] === 'string')),
      build: () => (built ??= runBinary('tsc', ['-b'])),
    };
    const results: Counts[] = [];
    for (const suite of chosen) {
      if (interrupted.aborted) break;
      results.push(await runSuite(suite, context));
    }
    const total = sum(results);
    console.log(summaryLine(total));
    if (interrupted.aborted) return EXIT_INTERRUPTED;
    return total.failed > 0 ? 1 : 0;
  },
};

function chooseSuites(names: readonly string[]): readonly Suite[] {
  const unknown = names.find((name) => !suites.some((suite) => suite.name === name));
  if (unknown !== undefined) {
    const known = suites.map(({ name }) => name);
    throw new UsageError(`There is no suite ${unknown}.${suggest(unknown, known)} Suites: ${known.join(', ')}`);
  }
  return suites.filter(({ name, onlyByName }) => (names.length === 0 ? onlyByName !== true : names.includes(name)));
}

async function runSuite(suite: Suite, context: SuiteContext): Promise<Counts> {
  console.log(paint('bold', `\n=== ${suite.name}: ${suite.description}`));
  const started = Date.now();
  const counts = await suite.run(context).catch((error: unknown) => {
    console.error(`${suite.name}: ${messageOf(error)}`);
    return ONE_FAILED;
  });
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  const verdict = counts.failed === 0 ? paint('green', 'ok') : paint('red', 'FAILED');
  console.log(`--- ${suite.name} ${verdict} after ${seconds} s: ${summaryLine(counts)}`);
  return counts;
}

/** An interrupt ends the running tests, which get it too; the stack is then taken down in order. */
function catchInterrupts(): AbortSignal {
  const end = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end.abort());
  return end.signal;
}
