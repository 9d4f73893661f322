import { layOut, percent, type Row } from '../replay/textTable';
import { policyNames, sizes, type WorkloadReport } from './study';

/** Two tables for each workload: the miss ratio, and what is computed again, by policy and size. */
export function formatStudy(reports: readonly WorkloadReport[]): string {
  return reports.map(formatWorkload).join('\n\n');
}

function formatWorkload(report: WorkloadReport): string {
  const { workload, lookups, entries, bytes, leastMissRatio } = report;
  const mean = Math.round(bytes / entries);
  return [
    `${workload}: ${lookups} lookups, ${entries} entries of ${mean} bytes; ${percent(leastMissRatio)} of the lookups no cache can answer`,
    '',
    'Miss ratio by the most entries',
    table(report, ({ missRatio }) => percent(missRatio)),
    '',
    'Lookups lost by evictions, and seconds that computing them again takes',
    table(report, ({ lost, lostMs }) => `${lost} (${(lostMs / 1000).toFixed(0)})`),
  ].join('\n');
}

function table({ rows }: WorkloadReport, cell: (row: WorkloadReport['rows'][number]) => string): string {
  const heads: Row = ['policy', ...sizes];
  const lines = policyNames.map((policy): Row => {
    const own = rows.filter((row) => row.policy === policy);
    return [policy, ...own.map(cell)];
  });
  return layOut([heads, ...lines]);
}
