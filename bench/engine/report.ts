import { availableParallelism, cpus, loadavg } from 'node:os';
import type { ModelInfo } from '../../src/engine/port';

/** What every report begins with: figures mean little without the machine that they are of. */
export interface ReportHeader {
  readonly bench: string;
  /** ISO 8601. */
  readonly date: string;
  readonly machine: {
    readonly cores: number;
    readonly cpu: string;
    readonly node: string;
    readonly platform: string;
    /** Of the minute before; another job on the machine shows in it. */
    readonly loadAverage: number;
  };
  readonly model: ModelInfo;
}

export function reportHeader(bench: string, model: ModelInfo): ReportHeader {
  return {
    bench,
    date: new Date().toISOString(),
    machine: {
      cores: availableParallelism(),
      cpu: cpus()[0]?.model.trim() ?? 'unknown',
      node: process.version,
      platform: `${process.platform}-${process.arch}`,
      loadAverage: rounded(loadavg()[0] ?? 0, 2),
    },
    model,
  };
}

/** To `digits` digits behind the point, which is more than a measurement is good for. */
export function rounded(value: number, digits = 1): number {
  return Number(value.toFixed(digits));
}

export type Row = readonly (string | number)[];

/** The whole report as JSON on standard output, and what matters of it as a table on standard error. */
export function writeReport(report: ReportHeader, table: readonly Row[]): void {
  process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
  process.stderr.write(`${formatTable(table)}\n`);
}

/** Columns of text to the left, of numbers to the right. A row of one cell is a remark, and widens no column. */
export function formatTable(rows: readonly Row[]): string {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => (row.length === 1 ? 0 : String(row[column] ?? '').length))),
  );
  const cell = (value: string | number, width: number): string =>
    typeof value === 'number' ? String(value).padStart(width) : value.padEnd(width);
  return rows
    .map((row) =>
      row
        .map((value, column) => cell(value, widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
