import type { Transaction } from '@gym/service-kit';
import { getAt, type Changed, type State, type Vector } from '@gym/tournament-engine';
import { withoutPlan } from '../play/stored/event.js';
import { inParts } from './in-parts.js';

/** All records of a draw but its matches. */
export async function insertRecords(tx: Transaction, drawId: number, state: State): Promise<void> {
  const all = (vector: Vector<unknown>): number[] => Array.from({ length: vector.size }, (_item, index) => index);
  const { entrants, stages, tables, scores } = state;
  const changed = { entrants: all(entrants), stages: all(stages), tables: all(tables), scores: all(scores) };
  await putRecords(tx, drawId, { before: undefined, after: state }, changed);
}

/** All records are others. */
export async function replaceRecords(tx: Transaction, drawId: number, state: State): Promise<void> {
  await tx.query('delete from draw_records where draw_id = $1', [drawId]);
  await insertRecords(tx, drawId, state);
}

interface Row {
  kind: 'entrant' | 'stage' | 'table' | 'score';
  number: number;
  record: string;
  open: number | null;
}

/**
 * Writes those that have changed, by their index; of those for which only `open` has changed, this only.
 * @param before undefined when all are new
 */
export async function putRecords(
  tx: Transaction,
  drawId: number,
  { before, after }: { before: State | undefined; after: State },
  changed: Pick<Changed, 'entrants' | 'stages' | 'tables' | 'scores'>,
): Promise<void> {
  const whole: Row[] = [];
  const opened: Omit<Row, 'record'>[] = [];
  const gone: Pick<Row, 'kind' | 'number'>[] = [];
  function put<T extends object>(
    kind: Row['kind'],
    indexes: number[],
    lists: [Vector<T> | undefined, Vector<T>],
    hide: (item: T) => object,
  ): void {
    for (const number of indexes) {
      if (number >= lists[1].size) {
        gone.push({ kind, number });
        continue;
      }
      const item = getAt(lists[1], number);
      const open = 'open' in item && typeof item.open === 'number' ? item.open : null;
      const old = lists[0] !== undefined && number < lists[0].size ? getAt(lists[0], number) : undefined;
      if (old !== undefined && open !== null && differsInOpenOnly(old, item)) opened.push({ kind, number, open });
      else whole.push({ kind, number, record: JSON.stringify(hide(item)), open });
    }
  }
  put('entrant', changed.entrants, [before?.entrants, after.entrants], (entrant) => entrant);
  put('stage', changed.stages, [before?.stages, after.stages], withoutPlan);
  put('table', changed.tables, [before?.tables, after.tables], (table) => table);
  put('score', changed.scores, [before?.scores, after.scores], (score) => score);
  await writeWhole(tx, drawId, whole);
  await writeOpened(tx, drawId, opened);
  if (gone.length > 0) await deleteRecords(tx, drawId, gone);
}

function differsInOpenOnly(one: object, other: object): boolean {
  const old = new Map(Object.entries(one));
  return Object.entries(other).every(([name, value]) => name === 'open' || old.get(name) === value);
}

const perStatement = 5000;

async function writeWhole(tx: Transaction, drawId: number, rows: Row[]): Promise<void> {
  for (const part of inParts(rows, perStatement)) {
    await tx.query(
      `insert into draw_records (draw_id, kind, number, record, open)
       select $1, * from unnest($2::text[], $3::integer[], $4::jsonb[], $5::integer[])
       on conflict (draw_id, kind, number) do update set record = excluded.record, open = excluded.open`,
      [
        drawId,
        part.map(({ kind }) => kind),
        part.map(({ number }) => number),
        part.map(({ record }) => record),
        part.map(({ open }) => open),
      ],
    );
  }
}

async function writeOpened(tx: Transaction, drawId: number, rows: Omit<Row, 'record'>[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(
    `update draw_records set open = now_open from unnest($2::text[], $3::integer[], $4::integer[])
       as entry (entry_kind, entry_number, now_open)
     where draw_id = $1 and kind = entry_kind and number = entry_number`,
    [drawId, rows.map(({ kind }) => kind), rows.map(({ number }) => number), rows.map(({ open }) => open)],
  );
}

async function deleteRecords(tx: Transaction, drawId: number, rows: Pick<Row, 'kind' | 'number'>[]): Promise<void> {
  await tx.query(
    `delete from draw_records where draw_id = $1
       and (kind, number) in (select * from unnest($2::text[], $3::integer[]))`,
    [drawId, rows.map(({ kind }) => kind), rows.map(({ number }) => number)],
  );
}
