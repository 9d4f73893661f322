// @ts-check
/* global document, getComputedStyle, MutationObserver, window -- in functions that are run in the page */
import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emptyReport, sampleReport } from '../support/sampleReport';
import { leavesOf, lookUp } from './support/lookUp.mjs';
import { StatisticsPage } from './support/statisticsPage.mjs';
import { themes } from './support/themes.mjs';

const themeNames = /** @type {(keyof typeof themes)[]} */ (Object.keys(themes));
const widths = { wide: 1200, narrow: 340 };

/** @type {StatisticsPage} */
let statistics;
/** @type {string} */
let axe;

beforeAll(async () => {
  statistics = await StatisticsPage.launch();
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
});
afterAll(() => statistics?.close());

/** @returns {Promise<{ path: string, value: unknown, text: string }[]>} Every figure that is marked as one. */
async function figures() {
  return statistics.page.locator('[data-figure]').evaluateAll((elements) =>
    elements.map((element) => ({
      path: element.getAttribute('data-figure') ?? '',
      value: JSON.parse(element.getAttribute('data-value') ?? ''),
      text: element.textContent ?? '',
    })),
  );
}

/** @param {string} path */
async function text(path) {
  return statistics.page.locator(`[data-figure="${path}"]`).first().textContent();
}

describe('the page', () => {
  test.each(
    themeNames.flatMap((theme) => Object.entries(widths).map(([name, width]) => ({ theme, name, width }))),
  )('has no violation of axe-core’s rules in $theme, $name', async ({ theme, name, width }) => {
    await statistics.open({ theme, width });
    for (const [what, report] of Object.entries({ '': sampleReport(), '-empty': emptyReport() })) {
      await statistics.post(report);
      await statistics.page.evaluate(axe);
      const violations = await statistics.page.evaluate(async () => {
        /** @type {any} */
        const scope = window;
        const results = await scope.axe.run(document, { resultTypes: ['violations'] });
        return results.violations.map((/** @type {any} */ { id, nodes }) => [id, nodes[0].html]);
      });
      expect(violations).toEqual([]);
      await statistics.screenshot(`${theme}-${name}${what}`);
    }
    expect((await statistics.host()).violations).toEqual([]);
  });

  test('is seen in a picture', async () => {
    await statistics.open({ height: 1000 });
    await statistics.post(sampleReport());
    await statistics.screenshot('statistics', false);
    expect(await statistics.page.locator('canvas').count()).toBe(3);
  });

  test('is no wider than its place, from a side bar to a wide panel', async () => {
    await statistics.open();
    await statistics.post(sampleReport());
    for (const width of [280, 340, 500, 700, 800, 1000, 1600]) {
      await statistics.page.setViewportSize({ width, height: 800 });
      const overflow = await statistics.page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow, `at ${width} px`).toBe(0);
    }
  });

  test('runs nothing but its own script, and is a check that sees an inline one', async () => {
    await statistics.open();
    await statistics.page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'document.title = "evil"';
      document.body.append(script);
    });
    expect(await statistics.page.title()).toBe('Cache Statistics');
    await expect.poll(async () => (await statistics.host()).violations.join()).toContain('script-src');
  });

  test('every figure is the one of the report', async () => {
    await statistics.open();
    for (const report of [sampleReport(), emptyReport(), sampleReport()]) {
      await statistics.post(report);
      const shown = await figures();
      expect(shown.length).toBeGreaterThan(60);
      for (const { path, value, text } of shown) {
        expect(value, path).toEqual(lookUp(report, path));
        expect(text, path).not.toMatch(/NaN|undefined|null|Infinity|\[object/);
      }
    }
  });

  test('shows all of the report but what is drawn, said in words, or of no use to a reader', async () => {
    await statistics.open();
    const report = sampleReport();
    await statistics.post(report);
    const shown = new Set((await figures()).map(({ path }) => path));
    const hidden = new Set(
      leavesOf(report)
        .filter((path) => !shown.has(path))
        .map((path) => path.replaceAll(/\.\d+/g, '.*')),
    );
    expect([...hidden].sort()).toEqual(
      [
        // Where snapshots are off, that is what is shown.
        'kv.snapshots.enabled',
        'engine.problem',
        // For Prometheus, and for a replay of the requests.
        'engine.cpuSeconds',
        'recent.*.suggestion',
        'recent.*.strip.abandoned',
        'recent.*.strip.cold',
        'kv.sequences.*.line',
        'recent.*.character',
        'recent.*.characters',
        'recent.*.detail',
        'recent.*.filter',
        'recent.*.firstTokenMs',
        'recent.*.id',
        'recent.*.kind',
        'recent.*.reason',
        'recent.*.strip',
        'recent.*.strip.healed',
        'recent.*.trigger',
        'recent.*.uri',
        'takenAt',
        ...['cache', 'cold', 'joined', 'typed-through', 'warm'].flatMap((origin) => [
          `times.byOrigin.${origin}.histogram.count`,
          `times.byOrigin.${origin}.histogram.sum`,
          `times.byOrigin.${origin}.spread.mean`,
        ]),
        'times.boundsMs.*',
        'times.overTime.*.at',
        'times.overTime.*.ms',
        'times.overTime.*.origin',
        'version',
      ].sort(),
    );
  });

  test('says in words what figures mean', async () => {
    await statistics.open();
    await statistics.post(sampleReport());
    expect(await text('cache.hitRate')).toBe('76%');
    expect(await text('cache.bytes')).toBe('413 KB');
    expect(await text('kv.foregroundPerKeystroke.mean')).toBe('0.7');
    expect(await text('times.byOrigin.cold.spread.count')).toMatch(/^\d+$/);
    const rows = await statistics.page.locator('.requests tbody tr').allTextContents();
    expect(rows).toHaveLength(50);
    expect(rows[4]).toContain('Not shown: the model was not sure of it');
    expect(rows[3]).toContain('Not asked: The line is complete');
    expect(await statistics.page.locator('.strip').count()).toBe(20);
  });

  test('says in words that there is nothing yet', async () => {
    await statistics.open();
    await statistics.post(emptyReport());
    const hints = await statistics.page.locator('.hint').allTextContents();
    expect(hints).toContain('No request yet: type in a file.');
    expect(hints).toContain('No answer yet: type in a file.');
    expect(await statistics.page.locator('canvas').count()).toBe(0);
    expect(await text('cache.hitRate')).toBe('–');
  });
});

describe('the keyboard', () => {
  test('reaches every button, every meaning and every request, in the order of the page, and shows where it is', async () => {
    await statistics.open();
    await statistics.post(sampleReport());
    const wanted = await statistics.page.locator('button, dfn, summary').count();
    let reached = 0;
    let last = -1;
    for (; reached < wanted; reached++) {
      await statistics.page.keyboard.press('Tab');
      const { index, outline } = await statistics.page.evaluate(() => {
        const focus = document.activeElement ?? document.body;
        const all = [...document.querySelectorAll('button, dfn, summary')];
        return { index: all.indexOf(focus), outline: getComputedStyle(focus).outlineStyle };
      });
      expect(index).toBeGreaterThan(last);
      expect(outline).not.toBe('none');
      last = index;
    }
    expect(last).toBe(wanted - 1);
  });

  test('Enter on a request and a click anywhere in its row go to its place', async () => {
    await statistics.open();
    await statistics.post(sampleReport());
    await statistics.page.locator('.place').nth(2).focus();
    await statistics.page.keyboard.press('Enter');
    await statistics.page.locator('.requests tbody tr').nth(5).locator('.result').click();
    const { sent } = await statistics.host();
    expect(sent.slice(1)).toEqual([
      { type: 'open', id: 1678 },
      { type: 'open', id: 1675 },
    ]);
  });

  test('the buttons say what they are to do', async () => {
    await statistics.open();
    await statistics.post(sampleReport());
    for (const name of ['Reset Figures', 'Export as JSON…', 'Clear Caches']) {
      await statistics.page.getByRole('button', { name }).press('Enter');
    }
    const { sent } = await statistics.host();
    expect(sent.slice(1)).toEqual([{ type: 'resetFigures' }, { type: 'export' }, { type: 'clearCaches' }]);
  });

  test('a meaning is opened by focus and by hover, and closed by Escape', async () => {
    await statistics.open();
    await statistics.post(sampleReport());
    const { page } = statistics;
    const tip = page.locator('#list-missRate');
    const name = page.locator('dfn[aria-describedby="list-missRate"]');
    expect(await tip.isVisible()).toBe(false);
    await page.locator('dfn[aria-describedby="list-hits"]').focus();
    await page.keyboard.press('Tab');
    expect(await tip.isVisible()).toBe(true);
    expect(await tip.textContent()).toContain('1 − hit rate');
    await page.keyboard.press('Escape');
    expect(await tip.isVisible()).toBe(false);
    await name.hover();
    expect(await tip.isVisible()).toBe(true);
  });
});

describe('an update', () => {
  test('keeps focus, scroll, what is open, and every element that says the same', async () => {
    await statistics.open({ width: 340 });
    const report = sampleReport();
    await statistics.post(report);
    const { page } = statistics;
    await page.locator('summary').first().click();
    await page.locator('.place').nth(10).focus();
    const before = await page.evaluate(() => {
      /** @type {any} */
      const scope = window;
      scope.kept = [...document.querySelectorAll('.card, .meter, tr, canvas')];
      scope.changes = [];
      new MutationObserver((records) =>
        scope.changes.push(...records.map(({ target }) => target.nodeName)),
      ).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
      return { scroll: window.scrollY, focus: document.activeElement?.textContent };
    });
    expect(before.scroll).toBeGreaterThan(0);
    const more = { ...report, cache: { ...report.cache, hits: report.cache.hits + 1 } };
    await statistics.post(more);
    expect(await text('cache.hits')).toBe('1,285');
    const after = await page.evaluate(() => {
      /** @type {any} */
      const scope = window;
      return {
        scroll: window.scrollY,
        focus: document.activeElement?.textContent,
        isSame: scope.kept.every((/** @type {Element} */ element) => element.isConnected),
        changes: scope.changes,
        isOpen: document.querySelector('details')?.open,
      };
    });
    expect(after).toEqual({ ...before, isSame: true, isOpen: true, changes: ['SPAN', '#text'] });
  });

  test('a new theme draws the charts again, in its colours', async () => {
    await statistics.open({ theme: 'dark' });
    await statistics.post(sampleReport());
    const pixels = () =>
      statistics.page
        .locator('canvas')
        .first()
        .evaluate((canvas) => /** @type {HTMLCanvasElement} */ (canvas).toDataURL());
    const dark = await pixels();
    await statistics.setTheme('light');
    await statistics.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50)));
    expect(await pixels()).not.toBe(dark);
  });

  test('nothing moves for those who want no motion', async () => {
    await statistics.open();
    await statistics.post(sampleReport());
    const transition = () =>
      statistics.page
        .locator('.meter-fill')
        .first()
        .evaluate((element) => getComputedStyle(element).transitionDuration);
    expect(await transition()).toBe('0.2s');
    await statistics.page.emulateMedia({ reducedMotion: 'reduce' });
    expect(await transition()).toBe('0s');
  });
});
