// @ts-check
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFailed, test, vi } from 'vitest';
import { root } from '../../../scripts/vscode/paths.mjs';
import { staleFrames } from './support/staleText.mjs';
import { file, keysOf, Typist } from './support/typist.mjs';

/** The starter answers it with a body of five lines. */
const longMethod = 'remove(id: number): boolean {';
/** The starter answers it with a line. */
const shortMethod = 'finish(id: number): boolean {';

/** @type {Typist} */
let typist;

beforeAll(async () => {
  typist = await Typist.sitDown({ 'hearth.timeBudgetMs': 10_000 });
});
afterAll(() => typist?.leave());

beforeEach(async () => {
  onTestFailed(() => typist.screenshot('failed'));
  await typist.startOver();
});

/**
 * The sample with a method in it, as it was typed.
 * @param {string} head
 * @param {string[]} body Its lines, without indentation.
 */
async function fileWithMethod(head, body) {
  const sample = await readFile(path.join(root, 'samples', file), 'utf8');
  const method = [`  ${head}`, ...body.map((line) => `    ${line}`), '  }'].join('\n');
  return sample.replace(/(Type here.*\n)/, `$1\n${method}\n`);
}

describe('a suggestion of several lines', () => {
  test('is typed through to its end without a call of the model', async () => {
    const { window, screen, witness } = typist;
    const lines = await typist.beginMethod(longMethod);
    expect(lines.length).toBeGreaterThanOrEqual(3);
    await typist.screenshot('several-lines');
    const calls = await witness.modelCalls();
    const hits = (await witness.figures()).hits;

    const body = lines.map((line) => line.trim());
    const { frames, painted, grey } = await screen.watch(async () => {
      let row = 0;
      // The last key leaves nothing of the suggestion, and a new one may be asked for.
      for (const key of keysOf(body).slice(0, -1)) {
        await window.press(key);
        if (key === 'Enter') row++;
        await screen.waitForLines(
          [`    ${body[row]}`, ...lines.slice(row + 1)],
          `After ${key} in line ${row + 1}`,
        );
      }
    });

    expect(await witness.modelCalls()).toBe(calls);
    const { calls: all } = await witness.wire();
    expect(staleFrames(frames, all)).toEqual([]);
    console.log(
      `${lines.join('\n').length} characters in ${lines.length} lines: ${painted} frames, ${painted - grey} without grey text, ` +
        `${(await witness.figures()).hits - hits} answers from the cache`,
    );
    await window.press(keysOf(body).at(-1) ?? '');
    await typist.waitForText(await fileWithMethod(longMethod, body));
  });
});

describe('fast typing', () => {
  /** Begins as the model would, and then goes other ways. */
  const ownLines = [
    'const before = this.todos.size;',
    'this.listeners.forEach((listener) => listener(this.open()));',
    'this.todos.delete(id);',
    'const after = this.todos.size;',
    'const names = this.open().map((todo) => todo.title).join(separator);',
    'console.log(names, before, after, this.nextId, Math.max(before, after));',
    'return before !== after;',
  ];

  /** What comes after a burst of keys, in turn: ms from within the editor's own wait to beyond it, and a rest. */
  const pauses = [40, 120, 'until the editor has come to rest', 300];

  /**
   * Types a method's body while every frame is watched.
   * @param {(keys: string[]) => Promise<void>} press
   */
  async function typeFast(press) {
    const { screen, witness } = typist;
    const offered = await typist.beginMethod(longMethod);
    const lines = [...offered.slice(0, 2).map((line) => line.trim()), ...ownLines];
    const before = await witness.modelCalls();

    const { frames, painted, grey, keys } = await screen.watch(() => press(keysOf(lines)));
    await vi.waitFor(async () => expect(await witness.runningCalls()).toBeLessThanOrEqual(1));
    await typist.waitForText(await fileWithMethod(longMethod, lines));
    await typist.settle();

    const { calls, mostWanted } = await witness.wire();
    const asked = (await witness.modelCalls()) - before;
    const seconds = ((keys.at(-1)?.at ?? 0) - (keys[0]?.at ?? 0)) / 1000;
    console.log(
      `${keys.length} keys in ${seconds.toFixed(1)} s: ${painted} frames, ${grey} with grey text; ` +
        `${asked} calls of the model, at most ${mostWanted} at a time`,
    );
    expect(staleFrames(frames, calls)).toEqual([]);
    expect(mostWanted).toBe(1);
    return { asked, greyLines: new Set(frames.filter(({ isGrey }) => isGrey).map(({ typed }) => typed)) };
  }

  test('shows no stale text, drops no key, and leaves at most one request running', async () => {
    await typeFast((keys) => typist.hammer(keys, 15));
  });

  test('does so too in bursts, with requests and grey text between them', async () => {
    const { asked, greyLines } = await typeFast(async (keys) => {
      for (let burst = 0; burst * 8 < keys.length; burst++) {
        await typist.hammer(keys.slice(burst * 8, burst * 8 + 8), 15);
        const pause = pauses[burst % pauses.length];
        await (typeof pause === 'number' ? delay(pause) : typist.settle());
      }
    });
    expect(asked).toBeGreaterThan(3);
    expect(greyLines.size).toBeGreaterThan(3);
  });
});

describe('Tab', () => {
  test('indents after Escape, and accepts nothing', async () => {
    const { window } = typist;
    await typist.beginMethod(shortMethod);
    await window.press('Escape');
    await window.waitForNoGhostText();
    await window.press('Tab');
    await vi.waitFor(async () => expect((await typist.screen.read()).typed).toBe('      '));
  });

  test('indents where completions are off, and accepts again when they are on', async () => {
    const { window, screen } = typist;
    await typist.beginMethod(shortMethod);
    await toggleCompletions(/^Hearth: off/);
    for (const indented of ['      ', '        ']) {
      await window.press('Tab');
      await vi.waitFor(async () => expect((await screen.read()).typed).toBe(indented));
      // As long as a suggestion would take to come, were they on.
      await delay(1500);
      expect((await screen.read()).isGrey).toBe(false);
    }

    await toggleCompletions(/^Hearth: ready/);
    await window.press('Backspace');
    await window.press('Backspace');
    const [line = ''] = await typist.whatIsOffered(shortMethod);
    await window.press('Tab');
    await vi.waitFor(async () => expect((await screen.read()).typed).toBe(`    ${line}`));
  });

  /** @param {RegExp} status What the status bar is to say then. */
  async function toggleCompletions(status) {
    const { window } = typist;
    await window.runCommand('Hearth: Toggle Completions');
    await vi.waitFor(async () => expect(await window.statusLabel()).toMatch(status), { timeout: 10_000 });
    await window.focusEditor();
  }
});
