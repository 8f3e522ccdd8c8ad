/** Tables of the old system. */
export const tables = ['accounts', 'profiles', 'tournaments', 'participants', 'matches'] as const;
export type Table = (typeof tables)[number];

export interface Counts {
  /** Rows of the old table. */
  read: number;
  imported: number;
  /** Imported by an earlier run. */
  present: number;
  refused: number;
  /** Imported, but not exactly as they were. */
  changed: number;
}

export interface Remark {
  table: Table;
  id: number | null;
  reason: string;
}

/** What an import has done so far. */
export class Report {
  readonly counts: Record<Table, Counts> = {
    accounts: noRows(),
    profiles: noRows(),
    tournaments: noRows(),
    participants: noRows(),
    matches: noRows(),
  };
  readonly refused: Remark[] = [];
  readonly changed: Remark[] = [];

  count(table: Table, what: 'read' | 'imported' | 'present', rows = 1): void {
    this.counts[table][what] += rows;
  }

  refuse(table: Table, id: number | null, reason: string): void {
    this.counts[table].refused += 1;
    this.refused.push({ table, id, reason });
  }

  /** @param reasons none: the row was imported as it was */
  change(table: Table, id: number, reasons: string[]): void {
    if (reasons.length === 0) return;
    this.counts[table].changed += 1;
    this.changed.push(...reasons.map((reason) => ({ table, id, reason })));
  }
}

function noRows(): Counts {
  return { read: 0, imported: 0, present: 0, refused: 0, changed: 0 };
}

/** The end of the output: a line per table, and every row that was not taken as it was. */
export function reportText({ counts, refused, changed }: Report): string {
  const columns = ['read', 'imported', 'present', 'refused', 'changed'] as const;
  const line = (cells: readonly string[]): string =>
    cells.map((cell, at) => (at === 0 ? cell.padEnd(14) : cell.padStart(10))).join('');
  const remarks = (title: string, items: Remark[]): string[] =>
    items.length === 0 ? [] : ['', `${title}:`, ...items.map(remarkText)];
  return [
    line(['', ...columns]),
    ...tables.map((table) => line([table, ...columns.map((column) => String(counts[table][column]))])),
    ...remarks('Changed', changed),
    ...remarks('Refused', refused),
  ].join('\n');
}

function remarkText({ table, id, reason }: Remark): string {
  return `  ${table} ${id ?? '?'}: ${reason}`;
}
