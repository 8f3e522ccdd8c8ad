import { join } from 'node:path';
import type { Fault, Scene } from './faults/fault.js';
import { injectors } from './faults/injectors.js';
import { planFaults } from './faults/plan.js';
import { dropPoison } from './faults/poison.js';
import { startWatcher } from './live/watcher.js';
import { startLoad } from './load/load.js';
import type { World } from './load/world.js';
import { createAvailability, kinds } from './measure/availability.js';
import { watchPositions } from './measure/positions.js';
import { awaitRecovery } from './measure/recovery.js';
import { createApi } from './run/api.js';
import { openDatabases } from './run/databases.js';
import { openJournal } from './run/journal.js';
import { readOptions, type Options } from './run/options.js';
import { createRandom } from './run/random.js';
import { table, verdicts, writeReport, type Injection, type Result } from './run/report.js';
import { openStackUnderTest } from './run/stack-under-test.js';
import { createViolations } from './run/violations.js';
import { becomesTrue, delay } from './run/wait.js';
import { entriesOf } from './verify/check.js';
import { becomeQuiet, checks, verify } from './verify/verify.js';

const watchers = 3;
const firstStepsMs = 30_000;
/** What was begun comes to its end and everything is read back. */
const closingMinutes = (minutes: number): number => Math.min(1, minutes / 5);
/** Checks beside those of the end: they watch all the time. */
const watched = ['answers', 'positions', 'recovery'];

/** Loads the stack, breaks it, and looks for everything it had acknowledged. @returns true when all is well */
async function main({ home, offset, minutes, seed, only }: Options): Promise<boolean> {
  const startedAt = Date.now();
  const say = (line: string): void => {
    const time = ((Date.now() - startedAt) / 1000).toFixed(0).padStart(5);
    console.log(`${time} s  ${line}`);
  };
  say(`seed ${seed}: ./dev.sh test faults --minutes ${minutes} --seed ${seed}`);
  const stack = openStackUnderTest(home, offset);
  const databases = openDatabases(stack.secrets);
  const violations = createViolations(say);
  const world: World = {
    api: createApi(stack.gatewayUrl),
    journal: openJournal(join(home, 'journal.jsonl')),
    availability: createAvailability(),
    violations,
    random: createRandom(seed ^ 0x5eed),
    admin: { ...stack.secrets.admin },
    people: [],
    open: new Set(),
    known: [],
    isStopping: false,
  };
  let harmedAt = startedAt;
  const scene: Scene = { stack, databases, world, harm: () => void (harmedAt = Date.now()) };
  const load = startLoad(world);
  const screens = Array.from({ length: watchers }, () => startWatcher(world));
  const positions = watchPositions(databases, violations);
  if (!(await becomesTrue(() => world.availability.missing(startedAt).length === 0, firstStepsMs))) {
    throw new Error(`these do not work even without a fault: ${world.availability.missing(startedAt).join(', ')}`);
  }
  say(`all ${kinds.length} kinds of requests work`);

  const injections: Injection[] = [];
  const plan = planFaults(createRandom(seed), only, (await stack.view()).processes);
  const isOver = (): boolean =>
    injections.length >= only.length && Date.now() - startedAt > (minutes - closingMinutes(minutes)) * 60_000;
  for (let fault = plan.next().value; !isOver(); fault = plan.next().value) {
    injections.push(await breakOnce(scene, fault, say, () => harmedAt));
  }

  say('no more faults; everything that was begun comes to its end');
  await load.stop();
  await dropPoison(scene);
  await becomeQuiet({ databases });
  await delay(1500); // the last frames
  await positions.stop();
  say('comparing');
  const entries = world.journal.read();
  await verify({ world, databases, entries, watchers: screens }, violations);
  await Promise.all(screens.map((screen) => screen.stop()));
  await databases.close();

  const result: Result = {
    seed,
    minutes,
    injections,
    acknowledged: world.journal.count('ack'),
    maybe: world.journal.count('maybe'),
    races: new Set(entriesOf(entries, 'result').flatMap(({ race }) => race ?? [])).size,
    connections: screens.reduce((sum, screen) => sum + screen.connections, 0),
    frames: screens.flatMap((screen) => screen.streams).reduce((sum, stream) => sum + stream.frames.length, 0),
    checks: [...checks.map(({ name }) => name), ...watched],
    violations,
  };
  writeReport(join(home, 'report.json'), result);
  console.log(`\n${table(result)}\n`);
  for (const { name } of verdicts(result).filter(({ ok }) => !ok)) console.log(`FAILED ${name}`);
  return violations.all.length === 0;
}

async function breakOnce(
  scene: Scene,
  fault: Fault,
  say: (line: string) => void,
  harmedAt: () => number,
): Promise<Injection> {
  const { violations, availability } = scene.world;
  await delay(fault.pauseMs);
  const before = violations.all.length;
  const name = `${fault.kind} (${fault.target}${fault.twice ? ', twice' : ''})`;
  const startedAt = Date.now();
  scene.harm();
  try {
    await injectors[fault.kind](scene, fault);
  } catch (error) {
    violations.add('mismatch', 'recovery', `${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const times = { startedAt, harmedAt: harmedAt(), endedAt: Date.now() };
  const recovery = await awaitRecovery({ ...scene, availability, violations }, name, times);
  const { outageMs, worst, catchUpMs } = recovery;
  say(`${name}: outage ${outageMs} ms${worst === undefined ? '' : ` (${worst})`}, caught up after ${catchUpMs} ms`);
  return { ...fault, ...recovery, isFine: violations.all.length === before };
}

try {
  const isWell = await main(readOptions(process.argv.slice(2), process.env));
  process.exit(isWell ? 0 : 1);
} catch (error) {
  console.error(error);
  process.exit(1);
}
