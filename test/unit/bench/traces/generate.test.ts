import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { formatTrace, parseTrace } from '../../../../bench/replay/trace';
import { asksForCompletion, cursorAfter } from '../../../../bench/replay/typist';
import { type CatalogueEntry, catalogue, recipeOf } from '../../../../bench/traces/catalogue';
import { textsAfter } from '../../../../bench/replay/textsAfter';
import { type GeneratedTrace, generateTrace } from '../../../../bench/traces/generate';

const modules = fileURLToPath(new URL('../../../../node_modules', import.meta.url));

let generated: readonly { readonly entry: CatalogueEntry; readonly result: GeneratedTrace }[];

beforeAll(async () => {
  generated = await Promise.all(
    catalogue.map(async (entry) => ({ entry, result: generateTrace(await recipeOf(entry, modules)) })),
  );
}, 60_000);

function entry(name: string): CatalogueEntry {
  const found = catalogue.find((one) => one.name === name);
  if (!found) throw new Error(`No trace is called ${name}.`);
  return found;
}

describe('the catalogue', () => {
  it('has at least twenty traces of different files, one of them of 20,000 lines', () => {
    const files = catalogue.filter(({ lines }) => lines === undefined).map(({ main }) => main);
    expect(new Set(files).size).toBeGreaterThanOrEqual(20);
    expect(new Set(files).size).toBe(files.length);
    const long = generated.find(({ result }) => result.name === 'long-file')?.result;
    const texts = Object.values(long?.finalTexts ?? {});
    expect(Math.max(...texts.map((text) => text.split('\n').length - 1))).toBe(20_000);
  });

  it('has seven languages', () => {
    const languages = new Set(generated.map(({ result }) => result.trace.languageId));
    const expected = ['cpp', 'csharp', 'go', 'javascript', 'php', 'python', 'typescript'];
    expect([...languages].sort()).toEqual(expected);
  });

  it('types at the top, in the middle and at the end of the long file', () => {
    const { trace } = generated.find(({ result }) => result.name === 'long-file')?.result ?? {};
    const depths = (trace?.events ?? [])
      .filter((event) => event.file === undefined && asksForCompletion(event))
      .map((event) => cursorAfter(event) / (trace?.text.length ?? 1));
    expect(depths.some((depth) => depth < 0.05)).toBe(true);
    expect(depths.some((depth) => depth > 0.45 && depth < 0.55)).toBe(true);
    expect(depths.some((depth) => depth > 0.95)).toBe(true);
  });
});

describe('generateTrace', () => {
  it('ends in the text of every file, which it did not begin with', () => {
    for (const { result } of generated) {
      const { trace, finalTexts } = result;
      expect(Object.fromEntries(textsAfter(trace))).toEqual(finalTexts);
      for (const { file, text } of [trace, ...trace.others]) expect(text).not.toBe(finalTexts[file]);
    }
  });

  it('makes traces that the replay reads as they are', () => {
    for (const { result } of generated) {
      expect(parseTrace(formatTrace(result.trace), result.name)).toEqual(result.trace);
    }
  });

  it('makes 1,000 to 1,700 keystrokes, at times that never go back', () => {
    for (const { result } of generated) {
      const { events } = result.trace;
      const keystrokes = events.filter((event) => 'edit' in event).length;
      expect(keystrokes, result.name).toBeGreaterThanOrEqual(1_000);
      expect(keystrokes, result.name).toBeLessThanOrEqual(1_700);
      const times = events.map(({ at }) => at);
      expect(times).toEqual([...times].sort((a, b) => a - b));
      expect(times.every((at) => Number.isInteger(at) && at >= 0)).toBe(true);
    }
  });

  it.each([
    'key',
    'pair',
    'overtype',
    'enter',
    'three lines',
    'backspace',
    'join',
    'accept',
    'undo',
    'replace',
    'step',
    'jump',
    'switch',
    'elsewhere',
  ] as const)('does "%s" somewhere', (deed) => {
    const counts = generated.map(({ result }) => result.deeds.get(deed) ?? 0);
    expect(counts.reduce((sum, count) => sum + count)).toBeGreaterThan(5);
  });

  it('edits far above and far below the cursor, which stays at its text', () => {
    const distances = generated.flatMap(({ result }) =>
      result.trace.events.flatMap((event) =>
        'edit' in event && !asksForCompletion(event) ? [cursorAfter(event) - event.edit.offset] : [],
      ),
    );
    expect(distances.filter((distance) => distance > 1_500).length).toBeGreaterThan(3);
    expect(distances.filter((distance) => distance < -500).length).toBeGreaterThan(3);
  });

  it('goes elsewhere only after a while, and reads there for at least a second', () => {
    for (const { result } of generated) {
      const { events } = result.trace;
      for (const [index, event] of events.entries()) {
        const before = events[index - 1];
        if ('edit' in event || before === undefined) continue;
        // Nobody does anything so fast that it could be taken for one moment with the edit before.
        expect(event.at - before.at).toBeGreaterThan(5);
        const distance = event.cursor - cursorAfter(before);
        const isStepOverBrackets = event.file === undefined && distance > 0 && distance < 80;
        if (isStepOverBrackets) continue;
        expect(event.at - before.at).toBeGreaterThanOrEqual(1_000);
        expect((events[index + 1]?.at ?? Infinity) - event.at).toBeGreaterThanOrEqual(1_000);
      }
    }
  });

  it('makes the same trace for the same seed, and another for another one', async () => {
    const recipe = await recipeOf(entry('pool'), modules);
    expect(generateTrace(recipe).trace).toEqual(generateTrace(recipe).trace);
    const other = generateTrace({ ...recipe, seed: recipe.seed + 1 });
    expect(other.trace.events).not.toEqual(generateTrace(recipe).trace.events);
    expect(Object.fromEntries(textsAfter(other.trace))).toEqual(generateTrace(recipe).finalTexts);
  });

  // Changes with the generator and with the version of the package: figures from before cannot be compared then.
  it.each([
    ['pool', '400111474bd1ab75'],
    ['python', 'c68a0af39633ec17'],
  ])('makes the trace %s that published figures are of', async (name, expected) => {
    const { trace } = generateTrace(await recipeOf(entry(name), modules));
    const hash = createHash('sha256').update(JSON.stringify(trace.events)).digest('hex');
    expect(hash.slice(0, 16)).toBe(expected);
  });

  it('refuses a file with other line ends', async () => {
    const recipe = await recipeOf(entry('pool'), modules);
    const main = { file: 'a.js', text: recipe.main.text.replaceAll('\n', '\r\n') };
    expect(() => generateTrace({ ...recipe, main })).toThrow('a.js has other line ends than \\n');
  });

  it('says which file is missing', async () => {
    const missing = recipeOf({ name: 'x', main: 'no-such-package/a.ts' }, modules);
    await expect(missing).rejects.toThrow(/^Cannot read no-such-package\/a\.ts in .*Run npm ci first\.$/);
  });
});
