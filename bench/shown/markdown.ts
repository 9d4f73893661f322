import type { Estimate } from '../quality/statistics';

/** A Markdown table, its first column to the left and all others to the right. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, column) => (column === 0 ? '---' : '--:'))), ...rows.map(line)].join(
    '\n',
  );
}

/** A share in percent; a dash for a share of nothing. */
export function percentOf(part: number, whole: number): string {
  return whole === 0 ? '–' : ((part / whole) * 100).toFixed(1);
}

/** A mean in percent with its interval, where it has one. */
export function percentEstimate({ mean, halfWidth }: Estimate): string {
  if (Number.isNaN(mean)) return '–';
  const value = (mean * 100).toFixed(1);
  return Number.isNaN(halfWidth) ? value : `${value} ± ${(halfWidth * 100).toFixed(1)}`;
}
