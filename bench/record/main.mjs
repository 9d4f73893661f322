// @ts-check
// npm run bench:record [-- NAME...]
//
// Performs sessions with real keys in a real VS Code in which Hearth runs, and writes what the editor made of them to
// bench/traces/recorded/: a trace each, and the sums of the texts that they end in.
import { createHash } from 'node:crypto';
import { cp, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from '../../scripts/build.mjs';
import { root } from '../../scripts/vscode/paths.mjs';
import { endWithParent } from '../../scripts/vscode/shutdown.mjs';
import { EditorWindow } from '../../test/editor/typing/editorWindow.mjs';
import { Performer } from './performer.mjs';
import { sessions } from './sessions.mjs';

/** @typedef {import('./sessions.mjs').Session} Session */
/** @typedef {import('./toTrace').Recording} Recording */

const target = path.join(root, 'bench/traces/recorded');
const recorder = fileURLToPath(new URL('recorder', import.meta.url));

/** Longer than the recorder waits before it writes. */
const writtenMs = 1_500;

/**
 * @param {Session} session
 * @returns {Promise<Recording>}
 */
async function record({ file, seed, deeds }) {
  let installed = '';
  const window = await EditorWindow.open({
    file,
    extensionDevelopmentPath: root,
    settings: { 'hearth.timeBudgetMs': 5_000 },
    prepare: async ({ extensions }) => {
      installed = path.join(extensions, 'hearth-tests.recorder-0.0.1');
      await cp(recorder, installed, { recursive: true });
    },
  });
  try {
    await window.waitForStatus('Hearth');
    await new Performer(window, seed).perform(deeds);
    await delay(writtenMs);
    return JSON.parse(await readFile(path.join(installed, 'recording.json'), 'utf8'));
  } finally {
    await window.close();
  }
}

/**
 * @param {Session} session
 * @param {Recording} recording
 */
async function write({ name }, recording) {
  const { formatRecording } = await import(path.join(root, 'dist/tools/toTrace.mjs'));
  const trace = formatRecording(recording);
  await writeFile(path.join(target, `${name}.jsonl`), trace);
  const index = path.join(target, 'finals.json');
  const finals = JSON.parse(await readFile(index, 'utf8').catch(() => '{}'));
  const ofFiles = new Set(recording.events.map(({ file }) => file));
  finals[name] = Object.fromEntries(
    [...ofFiles].map((file) => [
      file,
      createHash('sha256')
        .update(recording.finals[file] ?? '')
        .digest('hex'),
    ]),
  );
  await writeFile(index, `${JSON.stringify(finals, undefined, 2)}\n`);
  console.log(`${name}: ${trace.split('"edit"').length - 1} edits`);
}

endWithParent();
const names = process.argv.slice(2);
const unknown = names.find((name) => !sessions.some((session) => session.name === name));
if (unknown !== undefined) {
  console.error(`No session is called ${unknown}. Expected: ${sessions.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}
await build({ quiet: true, only: ['extension', 'engine', 'webview', 'toTrace'] });
for (const session of sessions) {
  if (names.length === 0 || names.includes(session.name)) await write(session, await record(session));
}
