// @ts-check
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFailed, test, vi } from 'vitest';
import { keysOf, Typist } from './support/typist.mjs';
import { otherText, otherWord } from './support/witness/others.mjs';

const method = 'finish(id: number): boolean {';
const patience = { timeout: 15_000, interval: 100 };

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
 * Waits until the grey text on the cursor's line is this one.
 * @param {string} text
 */
async function waitForOffer(text) {
  await vi.waitFor(async () => expect(await typist.window.ghostText()).toBe(text), patience);
}

/**
 * Goes from one suggestion to the next, as VS Code's own key does, until this one is shown and stays: while others are
 * still on their way, what is grey for a moment is not what Tab takes.
 * @param {string} text
 */
async function cycleTo(text) {
  const seen = [];
  for (let round = 0; round < 12; round++) {
    await typist.settle();
    seen.push(await typist.window.ghostText());
    if (seen.at(-1) === text) return;
    await typist.window.press('Alt+]');
  }
  throw new Error(`"${text}" never came to rest; shown were ${JSON.stringify(seen)}`);
}

/** @param {string} text */
async function waitForTyped(text) {
  await vi.waitFor(async () => expect((await typist.screen.read()).typed).toBe(text), patience);
}

describe('another provider of grey text', () => {
  test('and Hearth can both be cycled to and accepted', async () => {
    const { window, witness } = typist;
    const [line = ''] = await typist.beginMethod(method);
    await witness.offer({ inline: true });
    const [first = '', ...rest] = line;
    await window.press(first);
    await cycleTo(otherText);
    await cycleTo(rest.join(''));
    await typist.screenshot('beside-another-provider');
    await window.press('Tab');
    await waitForTyped(`    ${line}`);

    await window.press('Enter');
    await cycleTo(otherText);
    await window.press('Tab');
    await waitForTyped(`    ${otherText}`);
  });

  test('does not keep Hearth from answering what is typed through without the model', async () => {
    const { window, witness } = typist;
    const [line = ''] = await typist.beginMethod(method);
    await witness.offer({ inline: true });
    const typed = line.slice(0, 8);
    for (const [index, key] of keysOf([typed]).entries()) {
      const calls = await witness.modelCalls();
      await window.press(key);
      await typist.settle();
      expect(await witness.modelCalls()).toBe(calls);
      // To ask for the next suggestion is to ask by hand, which may call the model.
      await cycleTo(line.slice(index + 1));
    }
    await waitForTyped(`    ${typed}`);
    expect(await window.page.locator('.notification-toast').count()).toBe(0);
  });
});

describe('another provider of the suggest widget', () => {
  test('has its word accepted, and the grey text stays beside what the widget has selected', async () => {
    const { window, witness } = typist;
    const [line = ''] = await typist.beginMethod(method);
    await witness.offer({ words: true });
    const widget = window.page.locator('.suggest-widget.visible');
    const selected = widget.locator('.monaco-list-row.focused');

    // A word that the suggestion begins with is selected: the grey text goes on from it.
    const [first = ''] = /^\w+/.exec(line) ?? [];
    await window.type(first.slice(0, 3));
    await window.press('Control+Space');
    await selected.waitFor();
    expect(await selected.textContent()).toContain(first);
    await waitForOffer(line.slice(3));
    await typist.screenshot('suggest-widget');
    await window.press('Escape');
    await widget.waitFor({ state: 'hidden' });
    await waitForOffer(line.slice(3));

    // The other's word is selected, and Tab takes it and nothing else.
    for (let deleted = 0; deleted < 3; deleted++) await window.press('Backspace');
    await window.press('Control+Space');
    await selected.waitFor();
    await window.type(otherWord.slice(0, 6));
    await vi.waitFor(async () => expect(await selected.textContent()).toContain(otherWord), patience);
    await window.press('Tab');
    await waitForTyped(`    ${otherWord}`);
    await widget.waitFor({ state: 'hidden' });

    // And Hearth goes on.
    for (let deleted = 0; deleted < otherWord.length; deleted++) await window.press('Backspace');
    await waitForOffer(line);
    expect(await window.page.locator('.notification-toast').count()).toBe(0);
  });
});
