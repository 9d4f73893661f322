// @ts-check
// npm run -s bench:view
//
// Measures in a real VS Code, with the bundled model, how much the open statistics view delays an answer: the same keys
// are asked about with the view open and closed, in turns, and the times to text of both are printed as JSON.
import { cpus } from 'node:os';
import { build } from '../../scripts/build.mjs';
import { endWithParent } from '../../scripts/vscode/shutdown.mjs';
import { runInWindow } from '../../test/editor/runInWindow.mjs';

endWithParent();
await build({ quiet: true, only: ['extension', 'engine', 'webview', 'viewBench'] });
const { succeeded, report } = await runInWindow({
  entry: 'bench/view/run.js',
  settings: {
    'hearth.model.path': '',
    // Only the benchmark asks, and nothing is computed that it does not ask for.
    'editor.inlineSuggest.enabled': false,
    'hearth.background.cpuPercent': 0,
    'hearth.multiline': false,
    'hearth.maxTokens': 8,
  },
});
if (!succeeded || !report) {
  console.error('bench:view: the window failed; its reason is above.');
  process.exitCode = 1;
} else {
  const machine = { cores: cpus().length, model: cpus()[0]?.model, node: process.version };
  console.log(JSON.stringify({ date: new Date().toISOString().slice(0, 10), machine, ...report }, null, 2));
}
