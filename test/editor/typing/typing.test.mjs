// @ts-check
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFailed, test, vi } from 'vitest';
import { root } from '../../../scripts/vscode/paths.mjs';
import { EditorWindow } from './editorWindow.mjs';
import { StatisticsView } from './statisticsView.mjs';

const file = 'todo/store.ts';
/** The line of it that says "Type here". */
const typeHere = 34;
const patience = { timeout: 20_000, interval: 100 };

/** @type {EditorWindow} */
let window;
/** @type {StatisticsView} */
let statistics;

beforeAll(async () => {
  window = await EditorWindow.open({
    file: { path: file, line: typeHere, column: 100 },
    extensionDevelopmentPath: root,
    settings: {
      'hearth.timeBudgetMs': 10_000,
      // The suggest widget hides grey text that does not begin with what it has selected.
      'editor.quickSuggestions': { other: 'off', comments: 'off', strings: 'off' },
      'editor.suggestOnTriggerCharacters': false,
      'editor.parameterHints.enabled': false,
      // A method that is not written yet is no mistake to be marked in a picture.
      'typescript.validate.enabled': false,
      'js/ts.validate.enabled': false,
    },
  });
  statistics = new StatisticsView(window);
  await window.waitForStatus('Hearth');
});
afterAll(() => window?.close());

beforeEach(async () => {
  onTestFailed(() => screenshot('failed'));
  await window.press('Escape');
  if (await statistics.isShown()) await statistics.close();
  await window.revert();
  await window.focusEditor();
  await window.goToLine(typeHere);
});

/** @param {string} name */
async function screenshot(name) {
  const folder = path.join(root, 'artifacts');
  await mkdir(folder, { recursive: true });
  await window.page.screenshot({ path: path.join(folder, `${name}.png`) });
}

/** Begins a method and waits for what is offered in it. */
async function beginMethod() {
  await window.openMethod('finish(id: number): boolean {');
  await window.waitForGhostText(60_000);
  // A multi-line answer is drawn in several steps.
  let text = '';
  await vi.waitFor(async () => {
    const before = text;
    text = await window.ghostText();
    expect(text).toBe(before);
  }, patience);
  expect(text).toMatch(/^\w/);
  return text;
}

/**
 * The view is brought up to date a moment after what it shows has changed.
 * @param {string} path
 */
async function settledNumber(path) {
  await delay(1000);
  return statistics.number(path);
}

describe('grey text', () => {
  test('appears after typing, between brackets that VS Code has closed, and the status bar has a rate', async () => {
    await beginMethod();
    await vi.waitFor(
      async () => expect(await window.statusLabel()).toMatch(/ready, hit rate \d+%/),
      patience,
    );
    await window.waitForStatus(/\d+%/);
  });

  test('stays while what it says is typed, deleted and typed again, without work by the model', async () => {
    // First, because grey text goes when the editor loses the keyboard.
    await statistics.open();
    const ghost = await beginMethod();
    const requests = await settledNumber('engineRequests');
    expect(requests).toBeGreaterThan(0);

    /** Keys, and how much of the text is typed after each. @type {[string, number][]} */
    const keys = [...[...ghost.slice(0, 4)].entries()].map(([index, key]) => [key, index + 1]);
    keys.push(['Backspace', 3], ['Backspace', 2], ['Control+z', 4]);
    for (const [key, typed] of keys) {
      const blank = await window.longestBlank(async () => {
        await window.press(key);
        await window.waitForThisGhostText(ghost.slice(typed));
      });
      expect(blank, `frames without grey text after ${key}`).toBeLessThanOrEqual(2);
    }

    expect(await settledNumber('engineRequests')).toBe(requests);
    await vi.waitFor(
      async () => expect(await statistics.number('cache.hits')).toBeGreaterThanOrEqual(1),
      patience,
    );
    await screenshot('statistics');
    await statistics.close();
  });

  test('comes back when what contradicts it is taken back', async () => {
    const ghost = await beginMethod();
    await window.type('q');
    await vi.waitFor(async () => expect(await window.ghostText()).not.toBe(ghost), patience);
    await window.press('Backspace');
    await window.waitForThisGhostText(ghost);
  });

  test('is dismissed by Escape', async () => {
    await beginMethod();
    await window.press('Escape');
    await window.waitForNoGhostText();
    expect(await window.cursorLine()).toBe('    ');
  });

  test('is accepted word by word by Ctrl+Right', async () => {
    const ghost = await beginMethod();
    const word = /^\w+/.exec(ghost)?.[0] ?? '';
    await window.press('Control+ArrowRight');
    await window.waitForThisGhostText(ghost.slice(word.length));
    expect(await window.cursorLine()).toBe(`    ${word}`);
  });

  test('is seen in a picture', async () => {
    const ghost = await beginMethod();
    const typed = ghost.slice(0, 'const todo = '.length);
    for (const [index, key] of [...typed].entries()) {
      await window.press(key);
      await window.waitForThisGhostText(ghost.slice(index + 1));
      await delay(100);
    }
    await delay(1000);
    await screenshot('hearth');
  });

  // The last, since it leaves the file changed.
  test('is accepted by Tab', async () => {
    const ghost = await beginMethod();
    await window.press('Tab');
    await vi.waitFor(async () => expect(await window.save(file)).toContain(ghost), patience);
  });
});

describe('cache statistics', () => {
  test('are toggled from the command palette', async () => {
    await beginMethod();
    await statistics.toggle();
    await statistics.waitUntilShown();
    expect(await statistics.figure('cache.hitRate')).toMatch(/^\d+%$/);
    expect(await statistics.number('requests')).toBeGreaterThan(0);
    await statistics.toggle();
    await statistics.waitUntilHidden();
    await statistics.toggle();
    await statistics.waitUntilShown();
    await statistics.close();
  });
});

describe('an engine that is killed', () => {
  test('costs neither a key nor a notification, and completions come back', async () => {
    const ghost = await beginMethod();
    await statistics.open();
    const engine = await statistics.number('engine.processId');
    await statistics.close();

    await window.type('q = ');
    process.kill(engine, 'SIGKILL');
    await window.type('alive();');
    expect(await window.cursorLine()).toContain('q = alive();');

    await window.press('Enter');
    // Asked for by hand, because the model is not sure of what comes here.
    await window.runCommand('Hearth: Trigger Completion');
    await window.waitForGhostText(60_000);
    expect(await window.page.locator('.notification-toast').count()).toBe(0);
    await statistics.open();
    await vi.waitFor(async () => expect(await statistics.number('engine.restarts')).toBe(1), patience);
    expect(await statistics.number('engine.processId')).not.toBe(engine);
    await statistics.close();
    expect(ghost).not.toBe('');
  });
});
