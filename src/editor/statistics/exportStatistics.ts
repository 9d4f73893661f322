import { Uri, window, workspace } from 'vscode';
import { dayOf } from './days/days';
import type { StatisticsReport } from './report';

/** The report as a file. */
export function formatReport(report: StatisticsReport): string {
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

/**
 * Writes the report to a file that the user chooses, or to `target`.
 * @returns Where it was written; undefined where the user chose nothing.
 */
export async function exportStatistics(
  report: () => Promise<StatisticsReport>,
  target?: Uri,
): Promise<Uri | undefined> {
  const file = target ?? (await chooseTarget());
  if (file === undefined) return undefined;
  await workspace.fs.writeFile(file, Buffer.from(formatReport(await report()), 'utf8'));
  return file;
}

function chooseTarget(): Thenable<Uri | undefined> {
  const name = `hearth-statistics-${dayOf(Date.now())}.json`;
  const folder = workspace.workspaceFolders?.[0]?.uri;
  return window.showSaveDialog({
    title: 'Export Statistics',
    defaultUri: folder === undefined ? Uri.file(name) : Uri.joinPath(folder, name),
    filters: { JSON: ['json'] },
  });
}
