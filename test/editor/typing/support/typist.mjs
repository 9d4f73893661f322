// @ts-check
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { root } from '../../../../scripts/vscode/paths.mjs';
import { EditorWindow } from '../editorWindow.mjs';
import { becomes } from './becomes.mjs';
import { Screen } from './screen.mjs';
import { Witness } from './witness.mjs';

/** The file that is typed in, relative to samples/. */
export const file = 'todo/store.ts';

/** The line of it that says "Type here". */
const typeHere = 34;

/** How far the body of a method is indented there. */
const bodyIndentation = '    ';

/** What the typist finds on the way that is not the matter of a test. */
const quietEditor = {
  // The suggest widget hides grey text that does not begin with what it has selected.
  'editor.quickSuggestions': { other: 'off', comments: 'off', strings: 'off' },
  'editor.suggestOnTriggerCharacters': false,
  'editor.parameterHints.enabled': false,
};

/**
 * @param {string[]} lines Without their indentation, which VS Code gives them.
 * @returns {string[]} The keys that type them.
 */
export function keysOf(lines) {
  return lines.flatMap((line, index) => {
    const keys = [...line].map((character) => (character === ' ' ? 'Space' : character));
    return index === 0 ? keys : ['Enter', ...keys];
  });
}

/** Somebody at the keyboard of a window in which Hearth runs, with a witness beside it. */
export class Typist {
  /**
   * Opens a window on the line that says "Type here".
   * @param {Record<string, unknown>} [settings] Stronger than those that keep the editor quiet.
   */
  static async sitDown(settings = {}) {
    const witness = new Witness();
    const window = await EditorWindow.open({
      file: { path: file, line: typeHere, column: 100 },
      extensionDevelopmentPath: root,
      settings: { ...quietEditor, ...settings },
      prepare: (folders) => witness.install(folders),
    });
    try {
      const screen = new Screen(window.page);
      await screen.install();
      await window.waitForStatus('Hearth');
      const typist = new Typist(window, screen, witness, await window.read(file));
      await typist.waitForLanguage();
      return typist;
    } catch (error) {
      await window.close();
      throw error;
    }
  }

  /**
   * @private
   * @param {EditorWindow} window
   * @param {Screen} screen
   * @param {Witness} witness
   * @param {string} textAtFirst
   */
  constructor(window, screen, witness, textAtFirst) {
    this.window = window;
    this.screen = screen;
    this.witness = witness;
    this.textAtFirst = textAtFirst;
  }

  /**
   * Waits until the editor closes brackets by itself: a window that has just opened takes keys before it has read what
   * the file's language closes and indents.
   */
  async waitForLanguage() {
    for (let round = 0; round < 60; round++) {
      await this.window.newLine();
      await this.window.type('(');
      await this.window.idle();
      const { typed } = await this.screen.read();
      await this.startOver();
      if (typed.endsWith('()')) return;
      await delay(500);
    }
    throw new Error('The editor does not close a bracket in a TypeScript file.');
  }

  /** Takes back all that was typed and goes back to the line that says "Type here". */
  async startOver() {
    await this.witness.offer({});
    await this.window.press('Escape');
    await this.window.revert();
    await this.waitForText(this.textAtFirst);
    await this.window.focusEditor();
    await this.window.goToLine(typeHere);
  }

  /**
   * Types the head of a method, with its body's first line left blank, and waits for what is offered there.
   * @param {string} head Up to and with the opening brace, which VS Code closes.
   * @returns {Promise<string[]>} The lines that the model has answered, the first one without its indentation.
   */
  async beginMethod(head) {
    const { window } = this;
    await window.openMethod(head, 10);
    await this.settle();
    const { typed } = await this.screen.read();
    if (typed !== bodyIndentation) throw new Error(`The editor indented below ${head} by "${typed}".`);
    return this.whatIsOffered(head);
  }

  /**
   * Waits for what is offered on the blank line that the cursor is in, below a method's head.
   * @param {string} head
   * @returns {Promise<string[]>} The lines shown, which the model has answered; the first one without its indentation.
   */
  async whatIsOffered(head) {
    const { screen, window, witness } = this;
    await this.settle();
    // Asked for by hand where the model is not sure of what comes here.
    if (!(await screen.read()).isGrey) await window.runCommand('Hearth: Trigger Completion');
    await window.waitForGhostText(60_000);
    await this.settle();
    const { drawn, below } = await screen.read();
    const shown = [drawn.trimStart(), ...below].join('\n');
    const { calls } = await witness.wire();
    const texts = calls.flatMap(({ before, text }) =>
      // What was asked for before the editor had indented the line brings its indentation along.
      text && before.trimEnd().endsWith(head) ? [text.trim()] : [],
    );
    if (!texts.includes(shown)) {
      throw new Error(`Shown after ${head}\n${shown}\nwhere the model has answered\n${texts.join('\nor\n')}`);
    }
    return shown.split('\n');
  }

  /**
   * Presses keys at a steady pace, also where the editor has not done with the key before.
   * @param {string[]} keys
   * @param {number} msPerKey
   */
  async hammer(keys, msPerKey) {
    const started = performance.now();
    /** @type {Promise<void>[]} */
    const pressed = [];
    for (const [index, key] of keys.entries()) {
      await delay(Math.max(0, started + index * msPerKey - performance.now()));
      pressed.push(this.window.press(key));
    }
    await Promise.all(pressed);
  }

  /**
   * Waits until what extensions see in the file is this.
   * @param {string} text
   */
  async waitForText(text) {
    await becomes(text, () => this.witness.text(), 'The document');
  }

  /** Waits until the engine has nothing to do and the screen no longer changes. */
  async settle() {
    let before = '';
    for (let round = 0; round < 100; round++) {
      await delay(150);
      const now = JSON.stringify(await this.screen.read());
      if (now === before && (await this.witness.runningCalls()) === 0) return;
      before = now;
    }
    throw new Error('The editor does not come to rest.');
  }

  /** @param {string} name */
  async screenshot(name) {
    const folder = path.join(root, 'artifacts');
    await mkdir(folder, { recursive: true });
    await this.window.page.screenshot({ path: path.join(folder, `${name}.png`) });
  }

  async leave() {
    await this.window.close();
  }
}
