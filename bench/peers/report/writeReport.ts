import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { everywhere, formatReport, type MeasuredModel, summariesAt } from './markdown';
import { plotContexts, plotCosts } from './plots';

/** Writes REPORT.md, REPORT.json and the plots into a folder; resolves to the files. */
export async function writeReport(folder: string, measured: readonly MeasuredModel[]): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const plots = measured
    .filter(({ model, runs }) => model.depth === 'whole' && runs.length > 0)
    .flatMap(({ model: { name }, runs }): [string, string][] => [
      [`${name}-costs.svg`, plotCosts(name, summariesAt(runs, '2000', everywhere))],
      [`${name}-contexts.svg`, plotContexts(name, runs, everywhere)],
    ]);
  const json = measured.map(({ model: { name }, runs }) => ({
    model: name,
    at2000: summariesAt(runs, '2000', everywhere),
    runs,
  }));
  const files: readonly [string, string][] = [
    ['REPORT.md', formatReport(measured)],
    ['REPORT.json', `${JSON.stringify(json, undefined, 1)}\n`],
    ...plots,
  ];
  await Promise.all(files.map(([name, content]) => writeFile(join(folder, name), content)));
  return files.map(([name]) => join(folder, name));
}
