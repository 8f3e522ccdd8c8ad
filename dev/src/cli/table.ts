const GAP = '  ';

/** Lines up columns; the colours are applied after the widths are known. */
export function formatTable(
  rows: readonly (readonly string[])[],
  paintCell: (text: string, row: number, column: number) => string = (text) => text,
): string {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, column) => (widths[column] = Math.max(widths[column] ?? 0, cell.length)));
  return rows
    .map((row, rowIndex) =>
      row
        .map((cell, column) => {
          const padding = column === row.length - 1 ? '' : ' '.repeat((widths[column] ?? 0) - cell.length);
          return paintCell(cell, rowIndex, column) + padding;
        })
        .join(GAP)
        .trimEnd(),
    )
    .join('\n');
}
