// @ts-check
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { root } from '../../../scripts/vscode/paths.mjs';
import { lookUp } from '../../page/support/lookUp.mjs';
import { StatisticsView } from './statisticsView.mjs';
import { Typist } from './support/typist.mjs';

const patience = { timeout: 20_000, interval: 200 };

/** By the names of VS Code's own themes, with the class that its webviews then have. */
const themes = {
  light: ['Light Modern', 'vscode-light'],
  dark: ['Dark Modern', 'vscode-dark'],
  'high-contrast': ['Default High Contrast', 'vscode-high-contrast'],
};

/** A panel over the whole window, and about what a side bar has. */
const widths = { wide: 1280, narrow: 420 };

/** Figures that change while nobody types; the suite of the page compares them, too. */
const measuredAnew = new Set(['engine.rssBytes', 'engine.cpuSecondsAMinute']);

/** @type {Typist} */
let typist;
/** @type {StatisticsView} */
let statistics;

beforeAll(async () => {
  typist = await Typist.sitDown({
    'hearth.timeBudgetMs': 10_000,
    'typescript.validate.enabled': false,
    'js/ts.validate.enabled': false,
  });
  const { window } = typist;
  statistics = new StatisticsView(window);
  await window.openMethod('finish(id: number): boolean {');
  await window.waitForGhostText(60_000);
  await window.type('const all = this.todos; ', 120);
  await typist.settle();
  await statistics.open();
});
afterAll(() => typist?.leave());

/** @param {string} name */
async function setTheme(name) {
  const folder = path.join(typist.window.workspace, '.vscode');
  await mkdir(folder, { recursive: true });
  // A theme of the workspace: VS Code follows this file at once.
  await writeFile(path.join(folder, 'settings.json'), JSON.stringify({ 'workbench.colorTheme': name }));
}

describe('the statistics view, after typing', () => {
  test('shows every figure as the export of the same moment has it', async () => {
    const file = path.join(typist.window.workspace, 'figures.json');
    await statistics.exportTo(file);
    /** @type {unknown} */
    const report = await vi.waitFor(async () => JSON.parse(await readFile(file, 'utf8')), patience);
    const figures = await statistics.figures();
    expect(figures.length).toBeGreaterThan(60);
    // The view looks at the engine's process every few seconds, and may have done so between the two.
    const steady = figures.filter(({ path }) => !measuredAnew.has(path));
    for (const { path, value } of steady) expect(lookUp(report, path), path).toEqual(value);
    expect(lookUp(report, 'requests')).toBeGreaterThan(10);
    expect(lookUp(report, 'engineRequests')).toBeGreaterThan(0);
  });

  test('leads to the place of a request by a click on its row', async () => {
    const { window } = typist;
    await window.goToLine(1);
    const row = statistics.frame.locator('table.requests tbody tr').first();
    const [, line] = /:(\d+)/.exec((await row.locator('.where').textContent()) ?? '') ?? [];
    expect(Number(line)).toBeGreaterThan(1);
    await row.locator('.result').click();
    await window.waitForStatus(new RegExp(`Ln ${line}, Col`));
    await window.page.locator('.monaco-editor.focused').waitFor();
    // The pictures begin at the top.
    await statistics.frame.locator('body').evaluate((body) => body.ownerDocument.defaultView?.scrollTo(0, 0));
  });

  test('is in the language status, with the rate', async () => {
    const { page } = typist.window;
    await page.locator('.statusbar-item[id="status.languageStatus"]').hover();
    await page
      .getByText(/^Hearth: ready, hit rate \d+%/)
      .first()
      .waitFor({ timeout: 20_000 });
    await page.mouse.move(0, 0);
  });

  test.each(Object.entries(themes))(
    'is drawn in a %s theme, wide and narrow',
    async (name, [theme, bodyClass]) => {
      const { window } = typist;
      await setTheme(theme ?? '');
      await vi.waitFor(async () => {
        expect(await statistics.frame.locator('body').getAttribute('class')).toBe(bodyClass);
      }, patience);
      await window.runCommand('View: Toggle Maximized Panel');
      for (const [width, pixels] of Object.entries(widths)) {
        await window.page.setViewportSize({ width: pixels, height: 1000 });
        if (width === 'narrow') await window.runCommand('View: Toggle Primary Side Bar Visibility');
        await delay(1000);
        await screenshot(`${name}-${width}`);
        expect(
          await statistics.frame.locator('body').evaluate((body) => body.scrollWidth - body.clientWidth),
        ).toBe(0);
      }
      await window.page.setViewportSize({ width: 1280, height: 800 });
      await window.runCommand('View: Toggle Primary Side Bar Visibility');
      await window.runCommand('View: Toggle Maximized Panel');
    },
  );
});

/** @param {string} name */
async function screenshot(name) {
  const folder = path.join(root, 'artifacts', 'statistics');
  await mkdir(folder, { recursive: true });
  await typist.window.page.screenshot({ path: path.join(folder, `vscode-${name}.png`) });
}
