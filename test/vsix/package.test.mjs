// @ts-check
import fs from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { hostTarget, nativeFolders } from '../../scripts/packaging/targets.mjs';
import { runNode } from '../../scripts/testing/runProcess.mjs';
import { root } from '../../scripts/vscode/paths.mjs';
import { installExtension } from '../../scripts/vscode/server.mjs';
import { EditorWindow } from '../editor/typing/editorWindow.mjs';

const minute = 60_000;

/** Everything that a user is to get, and nothing else. */
const allowed = [
  /^package\.json$/,
  /^(readme|changelog|THIRD_PARTY_NOTICES)\.md$/i,
  /^license(\.txt)?$/i,
  // Written by VS Code when it installs.
  /^\.vsixmanifest$/,
  /^dist\/(extension\.js|engine\.mjs|webview\/statistics\.(js|css))$/,
  /^dist\/node_modules\//,
  /^(media|docs\/(images|grafana))\//,
  /^models\/starter\/(hearth-starter-135m\.gguf|readme\.md|license|notice)$/i,
];

/** Sources and what is built from them for other machines, which a package may bring along unnoticed. */
const unwanted = /\.(c|cc|cpp|cu|h|hpp|map|ts|gitbundle|vsix)$/;

/** People download this; most of it is the model. */
const sizeLimitMb = 120;

/** The end of the line that says "Type here". */
const file = { path: 'todo/store.ts', line: 34, column: 100 };

/** @type {EditorWindow} */
let window;
/** Paths of the installed files, with `/` between folders. @type {string[]} */
let installed = [];
/** @type {string} */
let installedIn;
/** @type {Record<string, unknown>} */
let manifest;

const vsix = path.join(root, 'artifacts', 'tested.vsix');

beforeAll(async () => {
  const exitCode = await runNode(['scripts/package.mjs', `--out=${vsix}`], { timeoutMs: 5 * minute });
  expect(exitCode, 'npm run package').toBe(0);
  window = await EditorWindow.open({
    file,
    prepare: async ({ userData, extensions }) => {
      await installExtension({ vsix, userDataFolder: userData, extensionsFolder: extensions });
      installedIn = await folderOfExtension(extensions);
      installed = await filesIn(installedIn);
      manifest = JSON.parse(await fs.readFile(path.join(installedIn, 'package.json'), 'utf8'));
    },
  });
});
afterAll(() => window?.close());

/** @param {string} extensions The folder of installed extensions. */
async function folderOfExtension(extensions) {
  const name = (await fs.readdir(extensions)).find((entry) => entry.startsWith('hearth.'));
  if (!name) throw new Error(`No folder of Hearth's in ${extensions}: the package was not installed.`);
  return path.join(extensions, name);
}

/** @param {string} folder */
async function filesIn(folder) {
  const entries = await fs.readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .map((entry) => entry.split(path.sep).join('/'));
}

describe('the packaged extension', () => {
  test('is small', async () => {
    const megabytes = (await fs.stat(vsix)).size / 1e6;
    console.log(`${megabytes.toFixed(1)} MB`);
    expect(megabytes).toBeLessThan(sizeLimitMb);
  });

  test('holds what it needs and nothing else', () => {
    expect(installed.filter((entry) => unwanted.test(entry))).toEqual([]);
    for (const key of ['scripts', 'dependencies', 'devDependencies', 'overrides']) {
      expect(manifest).not.toHaveProperty(key);
    }
    expect(installed.filter((entry) => !allowed.some((pattern) => pattern.test(entry)))).toEqual([]);
    expect(installed).toContain('models/starter/hearth-starter-135m.gguf');
  });

  test("has the model's licence, its notice and its card beside the model, as they are in the repository", async () => {
    for (const name of ['LICENSE', 'NOTICE', 'README.md']) {
      const entry = `models/starter/${name}`;
      const shipped = await fs.readFile(path.join(installedIn, entry), 'utf8');
      expect(shipped, entry).toBe(await fs.readFile(path.join(root, entry), 'utf8'));
    }
    expect(await fs.readdir(path.join(installedIn, 'models/starter'))).toHaveLength(4);
  });

  test('has the binaries of this platform, and none for a GPU that it does not need', () => {
    const names = installed.flatMap((entry) => /\/@node-llama-cpp\/([^/]+)\//.exec(entry)?.[1] ?? []);
    expect([...new Set(names)].sort()).toEqual(
      nativeFolders(hostTarget()).map((name) => path.basename(name)),
    );
    if (hostTarget().startsWith('linux')) {
      expect(installed.filter((entry) => /cuda|vulkan/i.test(entry) && /\.(node|so)/.test(entry))).toEqual(
        [],
      );
    }
  });

  test('completes code in a clean VS Code', async () => {
    await window.waitForStatus('Hearth');
    await window.openMethod('finish(id: number): boolean {');
    expect(await window.waitForGhostText(2 * minute)).toMatch(/\w/);
    await window.press('Tab');
    await vi.waitFor(async () => expect(await window.cursorLine()).toMatch(/\w/), 20_000);
  });
});
