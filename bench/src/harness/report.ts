import { mkdirSync, writeFileSync } from 'node:fs';
import { arch, availableParallelism, cpus, loadavg, platform } from 'node:os';
import { join } from 'node:path';
import type { Spread } from './rounds.js';

/** One line of the table: a measured value and what it should be. */
export interface Line {
  what: string;
  against: string;
  unit: string;
  value: Spread;
  goal: { atLeast: number } | { atMost: number };
  /** The absolute numbers behind the value; not comparable between machines. */
  detail: Record<string, unknown>;
}

export function isMet({ value, goal }: Line): boolean {
  return 'atLeast' in goal ? value.median >= goal.atLeast : value.median <= goal.atMost;
}

const columns = ['what', 'against', 'median', 'min..max', 'goal', ''] as const;

/** The table for the terminal. */
export function table(lines: readonly Line[]): string {
  const rows = lines.map((line) => [
    line.what,
    line.against,
    `${short(line.value.median)} ${line.unit}`.trim(),
    `${short(line.value.min)}..${short(line.value.max)}`,
    'atLeast' in line.goal ? `>= ${line.goal.atLeast}` : `<= ${line.goal.atMost}`,
    isMet(line) ? 'pass' : 'MISS',
  ]);
  const all = [[...columns], ...rows];
  const widths = columns.map((_, at) => Math.max(...all.map((row) => row[at]?.length ?? 0)));
  return all
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function short(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(2);
}

/** Writes the result of one benchmark with what is needed to judge it later. @returns the file */
export function writeReport(folder: string, name: string, lines: readonly Line[]): string {
  mkdirSync(folder, { recursive: true });
  const time = new Date().toISOString();
  const file = join(folder, `${name}-${time.replaceAll(/[:.]/g, '-')}.json`);
  const machine = {
    cpu: cpus()[0]?.model,
    cores: availableParallelism(),
    platform: `${platform()} ${arch()}`,
    node: process.version,
    load: loadavg(),
  };
  const results = lines.map((line) => ({ ...line, met: isMet(line) }));
  writeFileSync(file, `${JSON.stringify({ name, time, machine, results }, null, 2)}\n`);
  return file;
}
