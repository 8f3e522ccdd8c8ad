/** Null is an empty cell. Numbers are written as they are, with a point. */
export type CsvCell = string | number | null;

/** What spreadsheets take for a formula, behind blanks too; full-width signs included. */
const formula = /^(?:\s*[=+\-@＝＋－＠]|[\t\r])/u;
const special = /[",\r\n]|^\s|\s$/u;

/**
 * Rows as comma-separated values (RFC 4180): CRLF after every row, quotes where they are needed. A text that a
 * spreadsheet would run as a formula gets an apostrophe in front, so that it stays a text; numbers never do.
 */
export function writeCsv(rows: readonly (readonly CsvCell[])[]): string {
  return rows.map((row) => `${row.map(cellOf).join(',')}\r\n`).join('');
}

function cellOf(cell: CsvCell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : '';
  const text = formula.test(cell) ? `'${cell}` : cell;
  return special.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
