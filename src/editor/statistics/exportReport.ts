import { Uri, window, workspace } from 'vscode';
import type { StatisticsReport } from './report';

/** Asks where to, and writes the report as JSON. */
export async function exportReport(report: StatisticsReport): Promise<void> {
  const folder = workspace.workspaceFolders?.[0]?.uri ?? Uri.file('/');
  const file = await window.showSaveDialog({
    defaultUri: Uri.joinPath(folder, 'hearth-statistics.json'),
    filters: { JSON: ['json'] },
  });
  if (file === undefined) return;
  await workspace.fs.writeFile(file, new TextEncoder().encode(`${JSON.stringify(report, null, 2)}\n`));
}
