import { isMet, table, writeReport, type Line } from './harness/report.js';
import { accounts } from './rows/accounts.js';
import { engine } from './rows/engine.js';
import { events } from './rows/events.js';
import { gateway } from './rows/gateway.js';
import { list } from './rows/list.js';
import { login } from './rows/login.js';
import { scale } from './rows/scale.js';
import { spectators } from './rows/spectators.js';
import { start } from './rows/start.js';
import { tournaments } from './rows/tournaments.js';
import { tracing } from './rows/tracing.js';
import { resultFolder, startStack, stopStack } from './stack.js';

const benchmarks: Record<string, () => Promise<Line[]>> = {
  accounts,
  engine,
  events,
  gateway,
  list,
  login,
  scale,
  spectators,
  start,
  tournaments,
  tracing,
};

/** Pure code, which needs no stack, and what starts its own. */
const alone = new Set(['engine', 'tracing']);

/** Runs the named benchmarks, or all, on a stack of its own where they need one. A goal that is missed is a result, not a failure. */
async function main(names: string[]): Promise<void> {
  const chosen = names.length > 0 ? names : Object.keys(benchmarks);
  const unknown = chosen.filter((name) => !(name in benchmarks));
  if (unknown.length > 0) {
    console.error(`There is no benchmark ${unknown.join(', ')}; there are ${Object.keys(benchmarks).join(', ')}.`);
    process.exitCode = 2;
    return;
  }
  const needsStack = chosen.some((name) => !alone.has(name));
  const lines: Line[] = [];
  try {
    if (needsStack) {
      console.error('starting the stack ...');
      await startStack();
    }
    for (const name of chosen) {
      console.error(`measuring ${name} ...`);
      const measured = (await benchmarks[name]?.()) ?? [];
      console.error(`  ${writeReport(resultFolder, name, measured)}`);
      lines.push(...measured);
    }
  } finally {
    if (needsStack) await stopStack();
  }
  console.log(table(lines));
  const missed = lines.filter((line) => !isMet(line)).length;
  console.log(missed === 0 ? 'Every goal is met.' : `${missed} of ${lines.length} goals missed.`);
}

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    void stopStack().finally(() => process.exit(130));
  });
}

await main(process.argv.slice(2));
