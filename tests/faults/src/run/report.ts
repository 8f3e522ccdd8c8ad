import { writeFileSync } from 'node:fs';
import type { Fault } from '../faults/fault.js';
import { faultKinds } from '../faults/fault.js';
import type { Recovery } from '../measure/recovery.js';
import type { Category, Violations } from './violations.js';

export interface Injection extends Fault, Recovery {
  isFine: boolean;
}

export interface Result {
  seed: number;
  minutes: number;
  injections: readonly Injection[];
  acknowledged: number;
  maybe: number;
  /** Pairs of reports of the same match at once. */
  races: number;
  connections: number;
  frames: number;
  checks: readonly string[];
  violations: Violations;
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
const longest = (values: number[]): number => Math.max(0, ...values);
const timesOf = ({ twice }: Fault): number => (twice ? 2 : 1);

/** One that was broken twice in a row counts twice. */
export function countInjected(injections: readonly Fault[]): number {
  return injections.reduce((sum, injection) => sum + timesOf(injection), 0);
}

export function table(result: Result): string {
  const { injections, acknowledged, maybe, races, connections, frames, violations, seed } = result;
  const rows = faultKinds.map((kind) => {
    const own = injections.filter((injection) => injection.kind === kind);
    return [
      kind,
      String(countInjected(own)),
      seconds(longest(own.map(({ outageMs }) => outageMs))),
      seconds(longest(own.map(({ recoveryMs }) => recoveryMs))),
      seconds(longest(own.map(({ catchUpMs }) => catchUpMs))),
      own.every(({ isFine }) => isFine) ? '' : 'FAILED',
    ];
  });
  const all = [
    'all',
    String(countInjected(injections)),
    seconds(longest(injections.map(({ outageMs }) => outageMs))),
    seconds(longest(injections.map(({ recoveryMs }) => recoveryMs))),
    seconds(longest(injections.map(({ catchUpMs }) => catchUpMs))),
    '',
  ];
  const lines = [['fault', 'injected', 'longest outage', 'longest recovery', 'longest catch-up', ''], ...rows, all];
  const widths = lines[0]?.map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0))) ?? [];
  const count = (category: Category): number => violations.all.filter((item) => item.category === category).length;
  return [
    ...lines.map((line) =>
      line
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    ),
    '',
    `writes acknowledged ${acknowledged}, maybe ${maybe}, lost ${count('lost')}, doubled ${count('doubled')}, ` +
      `out of order ${count('order')}`,
    `refused ${count('refused')}, contradictions ${count('mismatch')}, too slow ${count('slow')}; ` +
      `${races} times two reports of a match at once, ${frames} live frames on ${connections} connections; seed ${seed}`,
  ].join('\n');
}

/** What passed and failed: every check and every kind of fault is one. */
export function verdicts({ injections, checks, violations }: Result): { name: string; ok: boolean }[] {
  return [
    ...checks.map((name) => ({ name, ok: violations.of(name).length === 0 })),
    ...faultKinds
      .filter((kind) => injections.some((injection) => injection.kind === kind))
      .map((kind) => ({
        name: kind,
        ok: injections.every((injection) => injection.kind !== kind || injection.isFine),
      })),
  ];
}

export function writeReport(file: string, result: Result): void {
  const { violations, ...rest } = result;
  const summary = verdicts(result);
  const passed = summary.filter(({ ok }) => ok).length;
  const report = { passed, failed: summary.length - passed, injected: countInjected(result.injections), ...rest };
  writeFileSync(file, `${JSON.stringify({ ...report, verdicts: summary, violations: violations.all }, null, 2)}\n`);
}
