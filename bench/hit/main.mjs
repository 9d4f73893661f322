// @ts-check
// npm run -s bench:hit
//
// Measures what a hit of the completion cache costs in a real extension host, with 5,000 answers in the cache and in
// real documents of 1 MB and 20 MB, and prints it as JSON.
import { cpus } from 'node:os';
import { build } from '../../scripts/build.mjs';
import { endWithParent } from '../../scripts/vscode/shutdown.mjs';
import { runInWindow } from '../../test/editor/runInWindow.mjs';

endWithParent();
await build({ quiet: true, only: ['extension', 'engine', 'webview', 'hitBench'] });
const { succeeded, report } = await runInWindow({
  entry: 'bench/hit/run.js',
  // Small prompts and short answers: only the answers' number matters.
  settings: {
    'hearth.maxTokens': 4,
    'hearth.multiline': false,
    'hearth.model.contextTokens': 1024,
    'hearth.cache.entries': 5_000,
    'hearth.cache.megabytes': 64,
    'hearth.background.cpuPercent': 0,
  },
});
if (!succeeded || !report) {
  console.error('bench:hit: the window failed; its reason is above.');
  process.exitCode = 1;
} else {
  const machine = { cores: cpus().length, model: cpus()[0]?.model, node: process.version };
  console.log(JSON.stringify({ date: new Date().toISOString().slice(0, 10), machine, ...report }, null, 2));
}
