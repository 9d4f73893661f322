// @ts-check
/* global window -- in functions that are run in the window’s page */
import { becomes } from './becomes.mjs';
import { installScreen } from './installScreen.mjs';

/** @typedef {import('./installScreen.mjs').Drawn} Drawn */
/** @typedef {import('./installScreen.mjs').Frame} Frame */
/** @typedef {import('./installScreen.mjs').Key} Key */

/** What {@link installScreen} makes of the page's window. @typedef {{ screenOfTest: import('./installScreen.mjs').PageScreen }} ScreenWindow */

/** What a window shows, line by line and frame by frame. */
export class Screen {
  /** @param {import('playwright-core').Page} page */
  constructor(page) {
    this.page = page;
  }

  /** To be called once, before anything else. */
  async install() {
    await this.page.evaluate(installScreen);
  }

  /** @returns {Promise<Drawn>} */
  async read() {
    return this.page.evaluate(() =>
      /** @type {ScreenWindow} */ (/** @type {unknown} */ (window)).screenOfTest.read(),
    );
  }

  /**
   * Waits until the cursor's line and the grey lines below it are these, grey text included.
   * @param {string[]} lines
   * @param {string} when For the message of the failure.
   */
  async waitForLines(lines, when) {
    const shown = async () => {
      const { drawn, below } = await this.read();
      return [drawn, ...below].join('\n');
    };
    await becomes(lines.join('\n'), shown, `${when}, the cursor’s line`);
  }

  /**
   * Watches each frame that is painted and each key, for as long as `action` takes.
   * @param {() => Promise<unknown>} action
   * @returns {Promise<{ frames: Frame[], painted: number, grey: number, keys: Key[], timeOrigin: number }>}
   *   `timeOrigin` is when the page was loaded, in ms since the epoch.
   */
  async watch(action) {
    const watch = await this.page.evaluateHandle(() =>
      /** @type {ScreenWindow} */ (/** @type {unknown} */ (window)).screenOfTest.watch(),
    );
    await action();
    return watch.evaluate((state) => {
      state.stop();
      const { frames, painted, grey, keys } = state;
      return { frames, painted, grey, keys, timeOrigin: window.performance.timeOrigin };
    });
  }
}
