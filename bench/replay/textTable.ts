/** Cells of one row, from the left. */
export type Row = readonly (string | number)[];

/** Columns as wide as they need to be: the first to the left; numbers, where there are several columns, to the right. */
export function layOut(rows: readonly Row[]): string {
  const widths = rows[0]?.map((_, column) =>
    Math.max(...rows.map((row) => String(row[column] ?? '').length)),
  );
  if (!widths) return '';
  const isTable = widths.length > 2;
  return rows
    .map((row) =>
      row
        .map((cell, column) => {
          const width = widths[column] ?? 0;
          return isTable && column > 0 ? String(cell).padStart(width) : String(cell).padEnd(width);
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
