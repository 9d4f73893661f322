// @ts-check
import { readFile, stat } from 'node:fs/promises';
import { afterEach, beforeEach, expect, onTestFailed, test, vi } from 'vitest';
import { tinyModel } from '../runInWindow.mjs';
import { ModelServer } from '../../support/modelServer';
import { Typist } from './support/typist.mjs';

const patience = { timeout: 60_000, interval: 200 };

/** Of a model whose checksum the catalogue takes from the server, so that another file may stand in for it. */
const modelName = /^Qwen2\.5-Coder 0\.5B\s*Q8_0/;

/** What is typed to leave only that one: its size. */
const modelFilter = '531 MB';

/** @type {ModelServer} */
let server;
/** @type {Typist} */
let typist;

// For each run of the test: a second one, too, begins where nothing has been chosen.
beforeEach(async () => {
  server = await new ModelServer(await readFile(tinyModel), { anyPath: true }).start();
  typist = await Typist.sitDown({ 'hearth.models.source': server.base.href, 'hearth.timeBudgetMs': 10_000 });
});
afterEach(async () => {
  await typist?.leave();
  await server?.stop();
});

/** Opens the list as a user does, and waits until it is there. */
async function openList() {
  const { page } = typist.window;
  await typist.window.press('F1');
  const input = page.locator('.quick-input-widget input[type=text]');
  await input.waitFor();
  await input.fill('>Hearth: Choose Model');
  await rows().filter({ hasText: 'Hearth: Choose Model' }).first().waitFor();
  await typist.window.press('Enter');
  await rows().filter({ hasText: 'comes with Hearth' }).waitFor({ timeout: 60_000 });
}

function rows() {
  return typist.window.page.locator('.quick-input-list .monaco-list-row');
}

/**
 * Waits for a notification in their list; the toasts of a headless window were not seen. The list is opened again where
 * the window has closed it, as it does when its last notification goes.
 * @param {string | RegExp} text
 */
async function notification(text) {
  const found = typist.window.page
    .locator('.notifications-center .notification-list-item', { hasText: text })
    .first();
  await vi.waitFor(
    async () => {
      await typist.window.runCommand('Notifications: Show Notifications');
      await found.waitFor({ timeout: 3000 });
    },
    { timeout: 60_000, interval: 0 },
  );
}

/** Has the server send the file's first half only, until it is told to go on. */
async function heldHalfWay() {
  const { size } = await stat(tinyModel);
  /** @type {() => void} */
  let goOn = () => {};
  const told = new Promise((resolve) => {
    goOn = () => resolve(undefined);
  });
  server.onSend = async (at) => {
    if (at > size / 2) await told;
  };
  return { goOn };
}

/**
 * @param {string} filter What is typed into the list.
 * @param {string | RegExp} row The one that is left then.
 */
async function choose(filter, row) {
  const input = typist.window.page.locator('.quick-input-widget input[type=text]');
  await input.fill(filter);
  await vi.waitFor(async () => expect(await rows().count()).toBe(1), patience);
  await rows().and(typist.window.page.locator('.focused')).filter({ hasText: row }).waitFor();
  await typist.window.press('Enter');
  await input.waitFor({ state: 'hidden' });
}

test('a model is chosen, downloaded, and completes; the next one fails and leaves it in place', async () => {
  onTestFailed(() => typist.screenshot('failed'));
  const { window } = typist;

  await openList();
  await rows().filter({ hasText: modelName }).waitFor();
  await typist.screenshot('choose-model');
  expect(server.seen, 'nothing is asked of the network before something is chosen').toEqual([]);
  const half = await heldHalfWay();
  await choose(modelFilter, modelName);
  await vi.waitFor(() => expect(server.seen.length).toBeGreaterThan(0), patience);
  await notification(/Downloading Qwen2\.5-Coder 0\.5B/);
  await typist.screenshot('downloading-model');
  half.goOn();

  await vi.waitFor(async () => {
    await openList();
    const inUse = rows().filter({ hasText: '(in use)' });
    const text = (await inUse.first().textContent()) ?? '';
    await window.press('Escape');
    expect(text).toMatch(/^qwen2\.5-coder-0\.5b-q8_0 \(in use\).*found by way of Hearth/);
  }, patience);

  await window.focusEditor();
  await window.newLine();
  await window.type('const total = ');
  await window.runCommand('Hearth: Trigger Completion');
  await vi.waitFor(async () => {
    const { calls } = await typist.witness.wire();
    const answered = calls.filter(({ text }) => text !== undefined).map(({ before }) => before);
    expect(answered).toContainEqual(expect.stringMatching(/\n\s*const( total( = ?)?)?$/));
  }, patience);

  const engineCalls = await typist.witness.modelCalls();
  server.fail({ kind: 'status', status: 404 });
  await openList();
  await choose('StarCoder2 3B', 'StarCoder2 3B');
  await notification(/does not have StarCoder2 3B \(status 404\)/);
  await typist.screenshot('model-not-found');
  await window.focusEditor();
  await window.newLine();
  await window.type('let other = ');
  await window.runCommand('Hearth: Trigger Completion');
  await vi.waitFor(
    async () => expect(await typist.witness.modelCalls()).toBeGreaterThan(engineCalls),
    patience,
  );
});
