import { strict as assert } from 'node:assert';
import { writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { commands, type TextEditor, window, workspace } from 'vscode';
import { Samples } from '../../src/completion/samples';
import type { HearthApi } from '../../src/editor/api';
import { seededRandom } from '../../test/support/random';
import { hearth } from '../../test/editor/suite/support';

/** Turns of each kind. The two take turns in changing order, so that a slow moment is no one's disadvantage. */
const rounds = 8;

/** After the view is shown or hidden, and before the next turn, in ms. */
const pauseMs = 1_000;

type Kind = 'open' | 'closed';

/**
 * Runs inside VS Code: types lines into a document, asks at every key, and writes the times to text with the
 * statistics open and closed, in ms.
 */
export async function run(): Promise<void> {
  const report = process.env['HEARTH_TEST_REPORT'];
  assert(report, 'HEARTH_TEST_REPORT is not set; start the benchmark with `npm run bench:view`.');
  const api = await hearth();
  const document = await workspace.openTextDocument({ language: 'typescript', content: '// Areas\n' });
  const editor = await window.showTextDocument(document);
  const times = { open: new Samples(10_000), closed: new Samples(10_000) };
  const random = seededRandom(1);
  await typeLine(api, editor, random, new Samples(1));
  let isOpen = false;
  for (let round = 0; round < rounds; round++) {
    const kinds: readonly Kind[] = round % 2 === 0 ? ['open', 'closed'] : ['closed', 'open'];
    for (const kind of kinds) {
      if (isOpen !== (kind === 'open')) await commands.executeCommand('hearth.toggleStatistics');
      isOpen = kind === 'open';
      await delay(pauseMs);
      await typeLine(api, editor, random, times[kind]);
    }
  }
  const figures = { open: figuresOf(times.open), closed: figuresOf(times.closed) };
  const p95Ratio = Math.round((1000 * figures.open.p95) / figures.closed.p95) / 1000;
  writeFileSync(report, JSON.stringify({ rounds, timeToTextMs: figures, p95Ratio }));
}

/** Types a line of words that no model foresees, so that the model is asked at each key. */
async function typeLine(
  api: HearthApi,
  editor: TextEditor,
  random: () => number,
  times: Samples,
): Promise<void> {
  const { document } = editor;
  const word = (): string =>
    Array.from({ length: 5 }, () => String.fromCharCode(97 + random() * 26)).join('');
  for (const character of `const ${word()} = ${word()}(${word()}, ${word()});\n`) {
    const end = document.lineAt(document.lineCount - 1).range.end;
    await editor.edit((edit) => edit.insert(end, character), { undoStopBefore: false, undoStopAfter: false });
    const outcome = await api.complete(document, document.lineAt(document.lineCount - 1).range.end);
    if (outcome.kind === 'answer' && outcome.cost !== undefined) times.add(outcome.timeToTextMs);
    await delay(20);
  }
}

function figuresOf(times: Samples): { readonly count: number; readonly p50: number; readonly p95: number } {
  const { count, p50, p95 } = times.distribution();
  assert(count >= 100, `Only ${count} answers came from the model; too few for a percentile.`);
  return { count, p50: Math.round(p50 * 10) / 10, p95: Math.round(p95 * 10) / 10 };
}
