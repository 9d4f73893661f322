import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Token } from 'node-llama-cpp';
import { layoutNames } from '../../src/engine/port';
import type { Prompt } from '../../src/engine/host/promptLayout';
import { tinyConfig } from '../support/engineUnderTest';
import { EngineParts, type WarmAnswer } from './support/engineParts';
import { EditScript } from './support/editScript';

/** Real code to edit: this repository's own. */
const source = readFileSync(new URL('../../src/prompt/placement.ts', import.meta.url), 'utf8');

/** The layout that ships is tested most. */
const scriptCount = { anchored: 200, 'suffix-first': 40, plain: 40 } as const;
const steps = 6;
const minutes = 60_000;
/** Comparing with an empty context costs a whole prefill, so it is done at a sample of the steps. */
const compareEvery = 4;
const limits = { tokens: 8, lines: 3 };

/** Different cuts of one prompt into batches, in tokens: they change the order of sums, and so the last digits. */
const cuts = [512, 64, 7, 1] as const;

/** A flip may be a little further from a tie than the largest difference that a sample of prompts showed. */
const margin = 1.5;

describe.each(layoutNames)('KV reuse in the %s layout', (layout) => {
  let parts: EngineParts;
  const scripts = scriptCount[layout];
  /** How far apart two tokens may be, in log-probability, for batch cuts alone to swap them. */
  let epsilon: number;

  beforeAll(async () => {
    parts = await EngineParts.load(tinyConfig, layout);
    epsilon = margin * (await calibrate());
  });
  afterAll(async () => parts.dispose());

  /** The largest change that another cut of a fresh prompt makes to the lead of its best token. */
  async function calibrate(): Promise<number> {
    let largest = 0;
    for (let seed = 0; seed < 25; seed++) {
      const script = new EditScript(2_000 + seed, source.slice(0, 1_500));
      const { prompt } = await parts.answer(script.step(), limits);
      const leads: number[] = [];
      const [best, second] = await parts.bestTwo(prompt.tokens, cuts[0]);
      for (const cut of cuts) leads.push(await parts.lead(prompt.tokens, cut, best, second));
      largest = Math.max(largest, Math.max(...leads) - Math.min(...leads));
    }
    return largest;
  }

  /** Where a warm answer and a fresh one part, and how close the two tokens were there; undefined if nowhere. */
  async function flip(
    prompt: Prompt,
    warm: readonly Token[],
    fresh: readonly Token[],
  ): Promise<number | undefined> {
    const at = warm.findIndex((token, index) => token !== fresh[index]);
    const [a, b] = [warm[at], fresh[at]];
    if (at < 0 || a === undefined || b === undefined) return undefined;
    return Math.abs(await parts.lead([...prompt.tokens, ...fresh.slice(0, at)], cuts[0], a, b));
  }

  const generated = ({ mirror, prompt }: WarmAnswer): readonly Token[] => mirror.slice(prompt.tokens.length);

  test(`changes no answer over ${scripts} random edit scripts`, { timeout: 15 * minutes }, async () => {
    const flips: number[] = [];
    let compared = 0;
    let answers = 0;
    for (let seed = 0; seed < scripts; seed++) {
      const script = new EditScript(seed, source.slice(0, 1_200 + seed * 15));
      for (let step = 0; step < steps; step++) {
        const warm = await parts.answer(script.step(), limits);
        answers++;
        // The mirror is the truth of what the cache holds: the whole prompt, then the answer.
        expect(warm.mirror.slice(0, warm.prompt.tokens.length)).toEqual(warm.prompt.tokens);
        if (answers % compareEvery !== 0 || generated(warm).length === 0) continue;
        compared++;
        const fresh = await parts.freshTokens(warm.prompt, generated(warm).length, 512);
        const gap = await flip(warm.prompt, generated(warm), fresh);
        if (gap !== undefined) flips.push(gap);
      }
    }
    expect(compared).toBeGreaterThan((scripts * steps) / compareEvery / 2);
    console.log(`${layout}: ${compared} compared, ${flips.length} flips within ${epsilon.toFixed(3)}`);
    expect(flips.filter((gap) => gap > epsilon)).toEqual([]);
    // The fixture is unsure of most tokens, eight an answer; a wrong cache would flip far more than this.
    expect(flips.length / compared).toBeLessThanOrEqual(0.15);
  });

  test('is a check that sees a single wrong token in the cache', async () => {
    let seen = 0;
    const tries = 20;
    for (let seed = 0; seed < tries; seed++) {
      const { prompt } = await parts.answer(
        new EditScript(1_000 + seed, source.slice(0, 1_500)).step(),
        limits,
      );
      const at = prompt.tokens.length - 1;
      const wrong = prompt.tokens.map((token, index) => (index === at ? ((token + 1) as Token) : token));
      const [best, second] = await parts.bestTwo(prompt.tokens, cuts[0]);
      const lead = await parts.lead(prompt.tokens, cuts[0], best, second);
      if (Math.abs(lead - (await parts.lead(wrong, cuts[0], best, second))) > epsilon) seen++;
    }
    expect(seen).toBeGreaterThan(tries / 2);
  });

  test('costs a few tokens a key while typing', async () => {
    const script = new EditScript(5, source.slice(0, 3_500));
    const start = script.step();
    await parts.answer(start, limits);
    const line = '\n  const anchor = text.before.lastIndexOf(limits.anchorLines);';
    const costs: number[] = [];
    for (let length = 1; length <= line.length; length++) {
      const answer = await parts.answer({ ...start, before: start.before + line.slice(0, length) }, limits);
      costs.push(answer.evaluatedTokens);
    }
    const mean = costs.reduce((sum, cost) => sum + cost, 0) / costs.length;
    if (layout === 'plain') expect(mean).toBeGreaterThan(50);
    else expect(mean).toBeLessThan(3);
  });
});
