import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openStack } from '@gym/dev';
import { startLoad, type Load } from '../faults/src/load/load.js';
import type { World } from '../faults/src/load/world.js';
import { createAvailability } from '../faults/src/measure/availability.js';
import { createApi } from '../faults/src/run/api.js';
import { openDatabases, type Databases } from '../faults/src/run/databases.js';
import { openJournal, type Entry } from '../faults/src/run/journal.js';
import { createRandom } from '../faults/src/run/random.js';
import { createViolations, type Violation } from '../faults/src/run/violations.js';
import { streams, views } from '../faults/src/verify/live.js';
import { becomeQuiet, checks } from '../faults/src/verify/verify.js';

export const home = process.env['GYM_TEST_HOME'] ?? '';
export const offset = Number(process.env['GYM_TEST_OFFSET']);

/** What was written, and when that was acknowledged. */
export interface Timed {
  readonly entry: Entry;
  readonly at: number;
}

export interface LoadedSystem {
  readonly world: World;
  readonly load: Load;
  readonly written: Timed[];
}

/** The load of the fault checker, on the stack of this suite. */
export function loadSystem(name: string): LoadedSystem {
  const written: Timed[] = [];
  const journal = openJournal(join(home, `${name}.jsonl`));
  const { secrets } = openStack(home);
  const world: World = {
    api: createApi(`http://127.0.0.1:${8000 + offset}`),
    journal: {
      ...journal,
      write(entry) {
        written.push({ entry, at: Date.now() });
        journal.write(entry);
      },
    },
    availability: createAvailability(),
    violations: createViolations((line) => console.log(line)),
    random: createRandom(20_261_125),
    admin: { ...secrets.admin },
    people: [],
    open: new Set(),
    known: [],
    isStopping: false,
  };
  return { world, load: startLoad(world), written };
}

/** Longer than a client waits for an answer. */
const underWayMs = 10_000;

/**
 * What a backup must hold of that: what was acknowledged before its cut. What was acknowledged soon after may have
 * happened before, all at once or up to any point, and what came later was begun later.
 */
export function certainAt(written: readonly Timed[], cut: { from: string; to: string }): Entry[] {
  const [from, to] = [Date.parse(cut.from), Date.parse(cut.to) + underWayMs];
  return written
    .filter(({ at }) => at < to)
    .map(({ entry, at }) => (at < from ? entry : Object.assign({}, entry, { outcome: 'maybe' as const })));
}

/** Checks of the fault checker but those of its screens, which were watching another time. */
export const backupChecks = checks.filter((check) => check !== streams && check !== views);

/** Looks for everything in what is there. @returns what is wrong, by check */
export async function findViolations(
  { world }: Pick<LoadedSystem, 'world'>,
  entries: readonly Entry[],
): Promise<Map<string, Violation[]>> {
  const databases = openDatabases(openStack(home).secrets);
  try {
    await becomeQuiet({ databases });
    const there = await existing(databases, entries);
    const violations = createViolations((line) => console.log(line));
    for (const check of backupChecks) {
      await check.run({ world, databases, entries: there, watchers: [] }, (category, detail) =>
        violations.add(category, check.name, detail),
      );
    }
    return new Map(backupChecks.map(({ name }) => [name, violations.of(name)]));
  } finally {
    await databases.close();
  }
}

/** A draw that only may have happened cannot be read when its tournament did not. */
async function existing(databases: Databases, entries: readonly Entry[]): Promise<Entry[]> {
  const rows = await databases.rows<{ id: number }>('tournament-db', 'select id from tournaments');
  const known = new Set(rows.map(({ id }) => id));
  return entries.filter((item) => item.op !== 'draw' || item.outcome === 'ack' || known.has(item.tournament));
}

/** Waits until so much was acknowledged. */
export async function untilWritten({ written }: LoadedSystem, count: number): Promise<void> {
  while (written.length < count) await delay(50);
}
