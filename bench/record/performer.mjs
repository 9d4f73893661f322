// @ts-check
import { setTimeout as delay } from 'node:timers/promises';
import { SeededRhythm } from './rhythm.mjs';

/** @typedef {import('./sessions.mjs').Deed} Deed */

const slipShare = 0.02;
const letters = 'abcdefghijklmnopqrstuvwxyz';

/** Does in a real window what a session says, key by key, at a person's pace and with a person's slips. */
export class Performer {
  /**
   * @param {import('../../test/editor/typing/editorWindow.mjs').EditorWindow} window
   * @param {number} seed
   */
  constructor(window, seed) {
    this.window = window;
    this.rhythm = new SeededRhythm(seed);
  }

  /** @param {readonly Deed[]} deeds */
  async perform(deeds) {
    for (const deed of deeds) {
      await delay(this.rhythm.thoughtMs());
      await this.#do(deed);
    }
  }

  /** @param {Deed} deed */
  async #do(deed) {
    const { window } = this;
    if ('open' in deed) {
      await window.press('Control+p');
      const input = window.page.locator('.quick-input-widget input[type=text]');
      await input.waitFor();
      await input.fill(deed.open);
      await window.page
        .locator('.quick-input-list .monaco-list-row', { hasText: deed.open })
        .first()
        .waitFor();
      // The list of what was open last has it, too, before what is asked for is looked up.
      await delay(700);
      await window.press('Enter');
      await window.page.locator('.tab.active', { hasText: deed.open }).waitFor();
      await window.page.locator('.monaco-editor.focused').waitFor();
    } else if ('line' in deed) await window.goToLine(deed.line);
    else if ('press' in deed) await this.#press(deed.press, deed.times ?? 1);
    else if ('acceptWord' in deed) await this.#acceptWord(deed.acceptWord);
    else await this.#typeLines(deed.type, deed.takes ?? false);
  }

  /**
   * @param {string} key
   * @param {number} times
   */
  async #press(key, times) {
    for (let pressed = 0; pressed < times; pressed++) {
      await this.window.press(key);
      await delay(Math.round(this.rhythm.keyMs() / 2));
    }
  }

  /**
   * Takes the word that the suggest widget has selected.
   * @param {string} beginning What is typed before.
   */
  async #acceptWord(beginning) {
    await this.#typeLine(beginning, false);
    await this.window.press('Control+Space');
    await this.window.page.locator('.suggest-widget.visible .monaco-list-row.focused').waitFor();
    await delay(this.rhythm.keyMs());
    await this.window.press('Tab');
  }

  /**
   * @param {readonly string[]} lines Without their indentation, which VS Code gives them.
   * @param {boolean} takes
   */
  async #typeLines(lines, takes) {
    for (const [index, line] of lines.entries()) {
      if (index > 0) {
        await delay(this.rhythm.thoughtMs() / 2);
        await this.window.press('Enter');
      }
      await this.#typeLine(line, takes);
    }
  }

  /**
   * @param {string} line
   * @param {boolean} takes Whether grey text is taken that is the rest of the line.
   */
  async #typeLine(line, takes) {
    let rest = line;
    while (rest !== '') {
      await delay(this.rhythm.keyMs());
      const grey = takes ? (await this.window.ghostText()).trimEnd() : '';
      if (grey.length > 2 && grey === rest) {
        await this.window.press('Tab');
        return;
      }
      const [key = ''] = rest;
      if (/[a-z]/.test(key) && this.rhythm.next() < slipShare) await this.#slip();
      await this.window.page.keyboard.type(key);
      rest = rest.slice(key.length);
    }
  }

  async #slip() {
    const wrong = letters[Math.floor(this.rhythm.next() * letters.length)] ?? 'e';
    await this.window.page.keyboard.type(wrong);
    await delay(this.rhythm.keyMs() + 200);
    await this.window.press('Backspace');
    await delay(this.rhythm.keyMs());
  }
}
