// @ts-check

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
    await this.frame.locator('td').first().waitFor({ timeout: 30_000 });
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
   * @param {string} label Head of the row.
   * @returns {Promise<string>} What stands first in it.
   */
  async figure(label) {
    const head = this.frame.locator('th[scope=row]', { hasText: new RegExp(`^${label}$`) });
    return (await this.frame.locator('tr', { has: head }).locator('td').first().textContent()) ?? '';
  }

  /** @param {string} label */
  async number(label) {
    return Number((await this.figure(label)).replaceAll(/\D/g, ''));
  }
}
