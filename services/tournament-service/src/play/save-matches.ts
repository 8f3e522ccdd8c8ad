import type { Transaction } from '@gym/service-kit';
import { getAt, type Changed, type State } from '@gym/tournament-engine';
import type { TextChange } from '../store/draw-events.js';
import { findByNumbers, type MatchRow } from '../store/matches.js';
import {
  deleteMatches,
  disconnectMatches,
  putMatches,
  updateMatches,
  type WrittenMatch,
} from '../store/write-matches.js';
import type { MatchChange, Texts } from './execute.js';
import { columnsOf, scoreText } from './match-columns.js';
import type { OpenDraw } from './states.js';

interface Step {
  before: OpenDraw;
  after: OpenDraw;
}

/** Matches that change with a step. */
export interface Found {
  numbers: number[];
  /** As they are before it, by number. */
  rows: ReadonlyMap<number | null, MatchRow>;
  /** Those that are there afterwards, with their texts. */
  matches: WrittenMatch[];
}

export async function readMatches(tx: Transaction, step: Step, changed: Changed, texts: Texts): Promise<Found> {
  const size = step.after.state.matches.size;
  const numbers = changed.redrawn ? countTo(Math.max(size, step.before.state.matches.size)) : changed.matches;
  const before = numbers.length === 0 ? [] : await findByNumbers(tx, step.after.row.id, numbers);
  const rows = new Map(before.map((row) => [row.number, row]));
  const there = numbers.filter((number) => number < size);
  const matches = there.map((number) => ({ number, score: scoreOf(step, number, rows.get(number), texts) }));
  return { numbers, rows, matches };
}

const countTo = (count: number): number[] => Array.from({ length: count }, (_item, index) => index);

/** What people read as their results, where that is something else now. */
export function textChanges({ numbers, rows, matches }: Found): TextChange[] {
  const scores = new Map(matches.map(({ number, score }) => [number, score]));
  return numbers.flatMap((number) => {
    const [before, after] = [rows.get(number)?.score ?? null, scores.get(number) ?? null];
    return before === after ? [] : [{ number, before, after }];
  });
}

/** Writes the matches that have changed. @returns them before and after */
export async function saveMatches(
  tx: Transaction,
  step: Step,
  { redrawn }: Changed,
  { numbers, rows, matches }: Found,
): Promise<MatchChange[]> {
  const fresh = numbers.length === 0 ? [] : await write(tx, step, { redrawn, matches, rows });
  // Last, because winners of a draw that was made anew go elsewhere than before.
  const after = new Map([
    ...updated(step.after.state, matches, rows),
    ...fresh.map((row) => [row.number, row] as const),
  ]);
  return numbers.map((number) => ({ before: rows.get(number), after: after.get(number) }));
}

/** The text that comes with the command, or stays as long as the result does, or follows from its numbers. */
function scoreOf({ before, after }: Step, number: number, row: MatchRow | undefined, texts: Texts): string | null {
  const { result, bestOf } = getAt(after.state.matches, number);
  const given = texts(number);
  if (given !== undefined) return given.text ?? scoreText(result, bestOf);
  const old = number < before.state.matches.size ? getAt(before.state.matches, number).result : null;
  return old === result ? (row?.score ?? null) : scoreText(result, bestOf);
}

/** @returns those that are new, or all of a draw that was made anew, as they are now */
async function write(
  tx: Transaction,
  { before, after }: Step,
  { redrawn, matches, rows }: { redrawn: boolean; matches: WrittenMatch[]; rows: ReadonlyMap<number | null, MatchRow> },
): Promise<MatchRow[]> {
  const { row: draw, state } = after;
  const isSmaller = state.matches.size < before.state.matches.size;
  if (redrawn) {
    await disconnectMatches(tx, draw.id);
    await deleteMatches(tx, draw.id, state.matches.size);
    const ids = matches.flatMap(({ number }): [number, number][] => {
      const row = rows.get(number);
      return row === undefined ? [] : [[number, row.id]];
    });
    await putMatches(tx, draw, state, matches, new Map(ids));
    return findByNumbers(
      tx,
      draw.id,
      matches.map(({ number }) => number),
    );
  }
  if (isSmaller) await deleteMatches(tx, draw.id, state.matches.size);
  await updateMatches(
    tx,
    draw.id,
    state,
    matches.filter(({ number }) => rows.has(number)),
  );
  const fresh = matches.filter(({ number }) => !rows.has(number));
  if (fresh.length === 0) return [];
  await putMatches(tx, draw, state, fresh, new Map());
  return findByNumbers(
    tx,
    draw.id,
    fresh.map(({ number }) => number),
  );
}

function updated(
  state: State,
  matches: readonly WrittenMatch[],
  rows: ReadonlyMap<number | null, MatchRow>,
): [number, MatchRow][] {
  return matches.flatMap(({ number, score }): [number, MatchRow][] => {
    const row = rows.get(number);
    if (row === undefined) return [];
    const match = getAt(state.matches, number);
    return [[number, { ...row, ...columnsOf(state, match), score, result: match.result }]];
  });
}
