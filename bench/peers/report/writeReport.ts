import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { shippedCache } from '../../policies/committedStudy';
import { plotMissRatios } from '../../policies/plot';
import type { WorkloadReport } from '../../policies/study';
import { everywhere, formatReport, type MeasuredModel, summariesAt } from './markdown';
import { plotContexts, plotCosts } from './plots';

/** Writes REPORT.md, REPORT.json and the plots into a folder; resolves to the files. */
export async function writeReport(
  folder: string,
  measured: readonly MeasuredModel[],
  policies: readonly WorkloadReport[],
): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const plots = measured
    .filter(({ model, runs }) => model.depth === 'whole' && runs.length > 0)
    .flatMap(({ model: { name }, runs }): [string, string][] => [
      [`${name}-costs.svg`, plotCosts(name, summariesAt(runs, '2000', everywhere))],
      [`${name}-contexts.svg`, plotContexts(name, runs, everywhere)],
    ]);
  const models = measured.map(({ model: { name }, runs }) => ({
    model: name,
    at2000: summariesAt(runs, '2000', everywhere),
    runs: runs.map((run) => ({ ...run, texts: undefined })),
  }));
  const files: readonly [string, string][] = [
    ['REPORT.md', formatReport(measured, policies)],
    ['REPORT.json', `${JSON.stringify({ models, policies }, undefined, 1)}\n`],
    ['policies.svg', plotMissRatios(policies, shippedCache.entries)],
    ...plots,
  ];
  await Promise.all(files.map(([name, content]) => writeFile(join(folder, name), content)));
  return files.map(([name]) => join(folder, name));
}
