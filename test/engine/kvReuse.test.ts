import { mkdtemp, rm } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Token } from 'node-llama-cpp';
import { mostSliceTokens } from '../../src/engine/host/sliceSize';
import type { LayoutName } from '../../src/engine/port';
import { tinyConfig, tinyModel } from '../support/engineUnderTest';
import { EngineParts, type WarmAnswer } from './support/engineParts';
import { EditScript } from './support/editScript';
import { type FamilyName, writeFamilyModel } from './support/familyModels';
import { WorkScript } from './support/workScript';

/** Real code to edit: this repository's own. */
const source = readFileSync(new URL('../../src/prompt/placement.ts', import.meta.url), 'utf8');

const minutes = 60_000;
const steps = 6;
const limits = { tokens: 4, lines: 3 };

/** Scripts of all cases are as many times this; more than 1 for a long run by hand. */
const factor = Number(process.env['HEARTH_SCRIPTS_FACTOR'] ?? 1);

interface Case {
  /** A family's tiny model of random weights, or the fixture, which was trained. */
  readonly model: FamilyName | 'fixture';
  readonly layout: LayoutName;
  readonly scripts: number;
}

/** Every layout and each of its variants. What ships is tested most: 1,000 scripts in all. */
const cases: readonly Case[] = [
  { model: 'fixture', layout: 'anchored', scripts: 40 },
  { model: 'qwen2.5-coder', layout: 'anchored', scripts: 400 },
  { model: 'qwen2.5-coder', layout: 'plain', scripts: 60 },
  { model: 'qwen2.5-coder', layout: 'suffix-first', scripts: 60 },
  { model: 'deepseek-coder', layout: 'anchored', scripts: 80 },
  { model: 'starcoder2', layout: 'suffix-first', scripts: 80 },
  { model: 'code-llama', layout: 'suffix-first', scripts: 60 },
  { model: 'codestral', layout: 'suffix-first', scripts: 60 },
  { model: 'mellum', layout: 'suffix-first', scripts: 80 },
  { model: 'plain-llama', layout: 'prefix-only', scripts: 80 },
];

describe.each(cases)('KV reuse: $model, $layout', ({ model, layout, scripts }) => {
  let parts: EngineParts;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hearth-kv-'));
    const modelPath = model === 'fixture' ? tinyModel : join(folder, 'model.gguf');
    if (model !== 'fixture') await writeFamilyModel(modelPath, model);
    parts = await EngineParts.load({ ...tinyConfig, modelPath, layout });
    expect(parts.sequences).toBeGreaterThan(2);
  });
  afterAll(async () => {
    await parts.dispose();
    await rm(folder, { recursive: true });
  });

  const generated = ({ mirror, prompt }: WarmAnswer): readonly Token[] => mirror.slice(prompt.tokens.length);

  test(`no answer of ${scripts} random scripts is another one`, { timeout: 90 * minutes }, async () => {
    const found = { asked: 0, compared: 0, prepared: 0 };
    for (let seed = 0; seed < scripts * factor; seed++) {
      const script = new WorkScript(seed, source);
      await parts.forget(true);
      for (let step = 0; step < steps; step++) {
        const work = script.step();
        if (work.kind === 'save') await parts.save(folder);
        if (work.kind === 'forget') await parts.forget();
        if (work.kind === 'visit') found.prepared += await parts.prepare(work.text, work.tokens, work.slice);
        if (work.kind !== 'ask') continue;
        const warm = await parts.answer(work.text, limits);
        found.asked++;
        // The mirror is the truth of what the cache holds: the whole prompt, then the answer.
        expect(warm.mirror.slice(0, warm.prompt.tokens.length)).toEqual(warm.prompt.tokens);
        if ((found.asked + seed) % 3 !== 0 || generated(warm).length === 0) continue;
        found.compared++;
        const slice = mostSliceTokens - ((seed * 31 + step) % 48);
        const fresh = await parts.freshTokens(warm.prompt, generated(warm).length, slice);
        expect(generated(warm), `script ${seed}, step ${step}`).toEqual(fresh);
      }
    }
    console.log(`${model}, ${layout}: ${JSON.stringify({ ...found, restored: parts.restored })}`);
    expect(found.compared).toBeGreaterThan(scripts);
    expect(found.prepared).toBeGreaterThan(0);
    // A place must be long, and gone from memory, to be read from disk: that takes many scripts to happen.
    if (scripts >= 400) expect(parts.restored).toBeGreaterThan(0);
  });

  test('the result of a prompt is the same to the last bit, however it is cut into slices', async () => {
    for (let seed = 0; seed < 2; seed++) {
      const { prompt } = await parts.answer(new EditScript(seed, source.slice(0, 300)).step(), limits);
      const whole = await parts.certainty(prompt.tokens, mostSliceTokens);
      for (const slice of [32, 7, 1]) expect(await parts.certainty(prompt.tokens, slice)).toBe(whole);
    }
  });

  test('is a check that sees a single wrong token in the cache', async () => {
    let seen = 0;
    const tries = 10;
    for (let seed = 0; seed < tries; seed++) {
      const script = new EditScript(1_000 + seed, source.slice(0, 500));
      const { tokens } = (await parts.answer(script.step(), limits)).prompt;
      const at = Math.floor(tokens.length / 2);
      const wrong = tokens.map((token, index) => (index === at ? ((token ^ 1) as Token) : token));
      const right = await parts.certainty(tokens, mostSliceTokens);
      if (right !== (await parts.certainty(wrong, mostSliceTokens))) seen++;
    }
    expect(seen).toBeGreaterThan(tries * 0.8);
  });

  test('costs a few tokens a key while typing', async () => {
    const script = new EditScript(5, source.slice(0, 1_800));
    const start = script.step();
    await parts.answer(start, limits);
    const line = '\n  const anchor = text.before.lastIndexOf(limits.anchorLines);';
    const costs: number[] = [];
    for (let length = 1; length <= line.length; length++) {
      const answer = await parts.answer({ ...start, before: start.before + line.slice(0, length) }, limits);
      costs.push(answer.evaluatedTokens);
    }
    const mean = costs.reduce((sum, cost) => sum + cost, 0) / costs.length;
    if (layout === 'plain') expect(mean).toBeGreaterThan(30);
    else expect(mean).toBeLessThan(model === 'mellum' ? 4 : 3);
  });
});
