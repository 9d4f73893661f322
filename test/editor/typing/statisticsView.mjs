// @ts-check
import { expect, vi } from 'vitest';

const patience = { timeout: 20_000, interval: 100 };

/** The view of cache statistics in a window's panel, as it is drawn. */
export class StatisticsView {
  /** @param {import('./editorWindow.mjs').EditorWindow} window */
  constructor(window) {
    this.window = window;
    this.frame = window.page.frameLocator('.webview.ready').frameLocator('#active-frame');
  }

  /** Turns it on or off as a user does, with the command palette, and puts the cursor back into the editor. */
  async toggle() {
    await this.window.runCommand('Hearth: Toggle Cache Statistics');
  }

  /** Waits until it shows figures. */
  async waitUntilShown() {
    await this.frame.locator('[data-figure]').first().waitFor({ timeout: 30_000 });
    await this.window.focusEditor();
  }

  async waitUntilHidden() {
    await this.window.page.locator('.webview.ready').waitFor({ state: 'hidden', timeout: 30_000 });
  }

  async isShown() {
    return this.window.page.locator('.webview.ready').isVisible();
  }

  /** Opens it, which is not open, and puts the keyboard back into the editor. */
  async open() {
    await this.toggle();
    await this.waitUntilShown();
  }

  /** Closes it, which is open. */
  async close() {
    await this.toggle();
    await this.waitUntilHidden();
    await this.window.focusEditor();
  }

  /**
   * @param {string} path Where the figure stands in the report, such as `cache.hits`.
   * @returns {Promise<string>} It, as it is shown.
   */
  async figure(path) {
    return (await this.#figure(path).textContent()) ?? '';
  }

  /** @param {string} path */
  async number(path) {
    return Number(await this.#figure(path).getAttribute('data-value'));
  }

  /** @returns {Promise<{ path: string, value: unknown }[]>} Every figure of the page. */
  async figures() {
    return this.frame.locator('[data-figure]').evaluateAll((elements) =>
      elements.map((element) => ({
        path: element.getAttribute('data-figure') ?? '',
        value: JSON.parse(element.getAttribute('data-value') ?? ''),
      })),
    );
  }

  /**
   * Exports the report as a user does.
   * @param {string} file
   */
  async exportTo(file) {
    await this.frame.getByRole('button', { name: 'Export as JSON…' }).click();
    const input = this.window.page.locator('.quick-input-widget input[type=text]');
    // The dialog writes its own proposal first, and would write it over what is typed before that.
    await vi.waitFor(async () => expect(await input.inputValue()).toContain('hearth-statistics'), patience);
    await input.fill(file);
    await this.window.press('Enter');
    await input.waitFor({ state: 'hidden' });
  }

  /** @param {string} path */
  #figure(path) {
    return this.frame.locator(`[data-figure="${path}"]`).first();
  }
}
