// @ts-check
/* global document, requestAnimationFrame, requestIdleCallback -- in functions that are run in the window’s page */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startServer } from '../../../scripts/vscode/server.mjs';
import { launchBrowser, workbenchUrl } from '../../../scripts/vscode/workbench.mjs';
import { createWindowFolders } from '../windowFolders.mjs';

/**
 * Has the editor close brackets and indent on a busy machine as on an idle one. It does so only for lines that it has
 * tokenized up to, which a worker may still have to do when the next key comes; the page does it when it is idle next.
 */
const steadyKeys = {
  'editor.autoClosingBrackets': 'always',
  'editor.autoIndent': 'full',
  'editor.experimental.asyncTokenization': false,
};

/** Grey text may be cut into several elements, by line and by bracket colour. */
const ghostText = '.ghost-text-decoration, .ghost-text-decoration-preview, .ghost-text .view-line';

/**
 * A VS Code window in a headless browser, used with real keys.
 */
export class EditorWindow {
  /**
   * Starts a server, opens a window on a copy of samples/ and waits until a file has the cursor.
   * @param {object} options
   * @param {{ path: string, line: number, column: number }} options.file The file to open, relative to samples/.
   * @param {string} [options.extensionDevelopmentPath] The extension to load from its folder.
   * @param {Record<string, unknown>} [options.settings]
   * @param {(folders: import('../windowFolders.mjs').WindowFolders) => Promise<void>} [options.prepare] Called
   *   before the server starts, for example to install a packaged extension.
   * @returns {Promise<EditorWindow>}
   */
  static async open({ file, extensionDevelopmentPath, settings, prepare }) {
    const folders = await createWindowFolders({ ...steadyKeys, ...settings });
    /** @type {(() => Promise<unknown>)[]} */
    const cleanups = [() => folders.remove()];
    try {
      await prepare?.(folders);
      const server = await startServer({
        userDataFolder: folders.userData,
        extensionsFolder: folders.extensions,
      });
      cleanups.unshift(() => server.stop());
      const browser = await launchBrowser();
      cleanups.unshift(() => browser.close());
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
      await page.goto(
        workbenchUrl({
          port: server.port,
          folder: folders.workspace,
          file: { ...file, path: path.join(folders.workspace, file.path) },
          ...(extensionDevelopmentPath && { extensionDevelopmentPath }),
        }),
        { timeout: 90_000 },
      );
      await page.locator('.monaco-editor.focused').waitFor({ timeout: 60_000 });
      return new EditorWindow(page, folders.workspace, cleanups);
    } catch (error) {
      for (const cleanup of cleanups) await cleanup();
      throw error;
    }
  }

  /** @type {(() => Promise<unknown>)[]} */
  #cleanups;

  /**
   * @private
   * @param {import('playwright-core').Page} page
   * @param {string} workspace
   * @param {(() => Promise<unknown>)[]} cleanups
   */
  constructor(page, workspace, cleanups) {
    this.page = page;
    this.workspace = workspace;
    this.#cleanups = cleanups;
  }

  /**
   * Waits for a status-bar item; an extension's own says that it is active.
   * @param {string | RegExp} text
   */
  async waitForStatus(text) {
    await this.page.locator('.statusbar-item', { hasText: text }).first().waitFor({ timeout: 60_000 });
  }

  /**
   * Types with real keys, one after the other.
   * @param {string} text
   * @param {number} [delayMs] Between two keys.
   */
  async type(text, delayMs = 60) {
    await this.page.keyboard.type(text, { delay: delayMs });
  }

  /** @param {string} key Such as `Tab` or `Control+ArrowRight`. */
  async press(key) {
    await this.page.keyboard.press(key);
  }

  /** Begins a line, and waits until the editor is able to indent it and to close a bracket in it. */
  async newLine() {
    await this.press('Enter');
    await this.idle();
  }

  /**
   * Types a method's head two lines below, and goes to the blank line in its body.
   * @param {string} head Up to and with the opening brace, which VS Code closes.
   * @param {number} [delayMs] Between two keys.
   */
  async openMethod(head, delayMs) {
    await this.newLine();
    await this.newLine();
    await this.type(head, delayMs);
    await this.newLine();
  }

  /** Waits until the page has found the time for what it puts off, such as to tokenize a line that has changed. */
  async idle() {
    await this.page.evaluate(
      () =>
        new Promise((resolve) => {
          requestIdleCallback(() => requestIdleCallback(resolve));
        }),
    );
  }

  /** @returns {Promise<string>} What is suggested in grey at this moment; empty where nothing is. */
  async ghostText() {
    const parts = await this.page.locator(ghostText).allTextContents();
    return plain(parts.join(''));
  }

  /**
   * Waits until the grey text is this one.
   * @param {string} text
   */
  async waitForThisGhostText(text) {
    const end = Date.now() + 15_000;
    let shown = await this.ghostText();
    while (shown !== text) {
      if (Date.now() > end) throw new Error(`The grey text is "${shown}", expected "${text}"`);
      await delay(20);
      shown = await this.ghostText();
    }
  }

  async waitForNoGhostText() {
    await this.page.locator(ghostText).first().waitFor({ state: 'detached', timeout: 15_000 });
  }

  /**
   * Watches each frame that is drawn, for as long as `action` takes.
   * @param {() => Promise<unknown>} action
   * @returns {Promise<number>} How many frames in a row, at most, had no grey text.
   */
  async longestBlank(action) {
    const watch = await this.page.evaluateHandle((selector) => {
      const state = { blank: 0, longest: 0, isOver: false };
      const look = () => {
        state.blank = document.querySelector(selector) ? 0 : state.blank + 1;
        state.longest = Math.max(state.longest, state.blank);
        if (!state.isOver) requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
      return state;
    }, ghostText);
    await action();
    return watch.evaluate((state) => {
      state.isOver = true;
      return state.longest;
    });
  }

  /**
   * @param {number} [timeoutMs]
   * @returns {Promise<string>} The grey text, once there is some.
   */
  async waitForGhostText(timeoutMs = 15_000) {
    await this.page.locator(ghostText).first().waitFor({ state: 'attached', timeout: timeoutMs });
    return this.ghostText();
  }

  /** @returns {Promise<string>} What the status bar says of Hearth to a screen reader. */
  async statusLabel() {
    return (
      (await this.page.locator('.statusbar-item [aria-label^="Hearth"]').getAttribute('aria-label')) ?? ''
    );
  }

  /** @param {string} title As the command palette lists it. */
  async runCommand(title) {
    await this.press('F1');
    const input = this.page.locator('.quick-input-widget input[type=text]');
    await input.waitFor();
    await input.fill(`>${title}`);
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().waitFor();
    await this.press('Enter');
    await input.waitFor({ state: 'hidden' });
  }

  /** Puts the keyboard back into the editor. */
  async focusEditor() {
    await this.press('Control+1');
    await this.#waitForFocus();
  }

  /** Waits until the keys go to a file's editor. The class `focused` stays for a moment when they no longer do. */
  async #waitForFocus() {
    await this.page.waitForFunction(() => document.activeElement?.closest('.editor-instance .monaco-editor'));
  }

  /**
   * Puts the cursor at the end of a line.
   * @param {number} line From 1.
   */
  async goToLine(line) {
    await this.press('Control+g');
    const input = this.page.locator('.quick-input-widget input[type=text]');
    await input.waitFor();
    await input.fill(`:${line}`);
    await this.press('Enter');
    await input.waitFor({ state: 'hidden' });
    await this.#waitForFocus();
    await this.press('End');
    await this.idle();
  }

  /** @returns {Promise<string>} The line of the cursor as it is drawn, without grey text. */
  async cursorLine() {
    return this.page.evaluate((ghost) => {
      const cursor = document.querySelector('.monaco-editor.focused .cursors-layer .cursor');
      const top = cursor?.getBoundingClientRect().top ?? -1;
      const lines = [...document.querySelectorAll('.monaco-editor.focused .view-lines > .view-line')];
      const line = lines.find((each) => Math.abs(each.getBoundingClientRect().top - top) < 4);
      const copy = /** @type {Element | undefined} */ (line?.cloneNode(true));
      for (const part of copy?.querySelectorAll(ghost) ?? []) part.remove();
      return (copy?.textContent ?? '').replaceAll('\u00a0', ' ');
    }, ghostText);
  }

  /**
   * Saves the open file.
   * @param {string} file Relative to samples/.
   * @returns {Promise<string>} Its text, as it is then on disk.
   */
  async save(file) {
    await this.press('Control+s');
    await this.#waitForNothingUnsaved();
    return this.read(file);
  }

  /** Takes back all that was typed into the open file since it was saved. */
  async revert() {
    await this.runCommand('File: Revert File');
    await this.#waitForNothingUnsaved();
  }

  async #waitForNothingUnsaved() {
    await this.page.locator('.tab.dirty').waitFor({ state: 'detached', timeout: 10_000 });
  }

  /**
   * @param {string} file Relative to samples/.
   * @returns {Promise<string>} What is on disk.
   */
  async read(file) {
    return readFile(path.join(this.workspace, file), 'utf8');
  }

  async close() {
    for (const cleanup of this.#cleanups.splice(0)) await cleanup();
  }
}

/**
 * The editor shows a space as a no-break space.
 * @param {string} text
 */
function plain(text) {
  return text.replaceAll('\u00a0', ' ');
}
