// @ts-check
/* global document, requestAnimationFrame, window -- in functions that are run in the page */
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from '../../../scripts/build.mjs';
import { root } from '../../../scripts/vscode/paths.mjs';
import { launchBrowser } from '../../../scripts/vscode/workbench.mjs';
import { statisticsHtml } from '../../../src/editor/statistics/statisticsHtml';
import { themes } from './themes.mjs';

/** @typedef {import('../../../src/editor/statistics/report').StatisticsReport} StatisticsReport */
/** @typedef {import('../../../src/editor/statistics/messages').ViewMessage} ViewMessage */
/** @typedef {keyof typeof themes} ThemeName */

/** What stands in for VS Code in the page. @typedef {{ sent: ViewMessage[], violations: string[] }} Host */
/** @typedef {{ hostOfTest: Host }} HostWindow */

const origin = 'http://statistics.test';

/** The page of the statistics view with its real script, styles and security policy, in a real browser. */
export class StatisticsPage {
  /** Builds the page’s script and starts a browser. */
  static async launch() {
    const folder = await mkdtemp(path.join(tmpdir(), 'hearth-page-'));
    await build({ quiet: true, only: ['webview'], production: true, outputFolder: folder });
    const files = {
      '/statistics.js': await readFile(path.join(folder, 'webview/statistics.js'), 'utf8'),
      '/library.css': await readFile(path.join(folder, 'webview/statistics.css'), 'utf8'),
      '/statistics.css': await readFile(path.join(root, 'media/statistics.css'), 'utf8'),
      '/': statisticsHtml({
        cspSource: origin,
        nonce: 'nonceOfTest',
        scriptUri: '/statistics.js',
        styleUris: ['/library.css', '/statistics.css'],
      }),
    };
    await rm(folder, { recursive: true });
    return new StatisticsPage(await launchBrowser(), files);
  }

  /** @type {import('playwright-core').Browser} */
  #browser;
  /** @type {Record<string, string>} */
  #files;
  /** @type {import('playwright-core').Page | undefined} */
  #page;

  /**
   * @private
   * @param {import('playwright-core').Browser} browser
   * @param {Record<string, string>} files By path.
   */
  constructor(browser, files) {
    this.#browser = browser;
    this.#files = files;
  }

  /** The page that is open. */
  get page() {
    if (!this.#page) throw new Error('No page is open.');
    return this.#page;
  }

  /**
   * Opens the page anew and waits until it listens.
   * @param {object} [options]
   * @param {ThemeName} [options.theme]
   * @param {number} [options.width]
   * @param {number} [options.height]
   */
  async open({ theme = 'dark', width = 1200, height = 800 } = {}) {
    await this.#page?.close();
    const page = await this.#browser.newPage({
      viewport: { width, height },
      timezoneId: 'UTC',
      locale: 'en-GB',
    });
    this.#page = page;
    await page.route('**/*', (route) => {
      const { pathname } = new URL(route.request().url());
      const body = this.#files[pathname];
      if (body === undefined) return route.abort();
      const type = pathname.endsWith('.js') ? 'javascript' : pathname.endsWith('.css') ? 'css' : 'html';
      return route.fulfill({ body, contentType: `text/${type}` });
    });
    await page.addInitScript(() => {
      /** @type {Host} */
      const host = { sent: [], violations: [] };
      /** @type {any} */
      const scope = window;
      scope.hostOfTest = host;
      scope.acquireVsCodeApi = () => ({
        postMessage: (/** @type {ViewMessage} */ message) => host.sent.push(message),
        getState: () => undefined,
        setState: () => {},
      });
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
        host.violations.push(`${violatedDirective} ${blockedURI}`),
      );
      window.addEventListener('error', ({ message }) => host.violations.push(message));
    });
    await page.goto(`${origin}/`);
    await this.setTheme(theme);
  }

  /**
   * Changes the theme as VS Code does: classes of the body, and colours on the root element.
   * @param {ThemeName} name
   */
  async setTheme(name) {
    const { bodyClass, style } = themes[name];
    await this.page.evaluate(([bodyClass, style]) => {
      // Through the object model, as VS Code does it: the policy forbids style attributes.
      document.documentElement.style.cssText = `${style}; background: var(--vscode-panel-background)`;
      document.body.className = bodyClass;
    }, /** @type {[string, string]} */ ([bodyClass, style]));
  }

  /** @param {StatisticsReport} report */
  async post(report) {
    await this.page.evaluate((report) => window.postMessage({ type: 'report', report }), report);
    await this.page.locator('.page').waitFor();
    // What was posted is drawn in a task of its own, and the charts in the next frame.
    await this.page.waitForFunction(
      (at) => document.querySelector('[data-figure="since"]')?.getAttribute('data-value') === String(at),
      report.since,
    );
    await this.page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))),
    );
  }

  /** @returns {Promise<Host>} What was sent to the extension, and what the security policy forbade. */
  async host() {
    return this.page.evaluate(() => /** @type {HostWindow} */ (/** @type {unknown} */ (window)).hostOfTest);
  }

  /**
   * @param {string} name
   * @param {boolean} [fullPage] Not only what can be seen without scrolling.
   */
  async screenshot(name, fullPage = true) {
    const folder = path.join(root, 'artifacts', 'statistics');
    await mkdir(folder, { recursive: true });
    await this.page.screenshot({ path: path.join(folder, `${name}.png`), fullPage });
  }

  async close() {
    await this.#browser.close();
  }
}
