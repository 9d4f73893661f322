// @ts-check
import { cpus, loadavg } from 'node:os';
import { keysOf } from './typist.mjs';

/** @typedef {import('./installScreen.mjs').Frame} Frame */
/** @typedef {import('./installScreen.mjs').Key} Key */
/** @typedef {import('./witness/engineWire.mjs').EngineCall} EngineCall */

/** 60 words of five characters a minute. */
const msPerKey = 200;

/** What is typed into a method that has just begun; the model foresees some of it. */
const lines = [
  'const todo = this.todos.get(id);',
  'const before = this.todos.size;',
  'console.log(todo, before);',
  'return this.todos.size < before;',
];

/**
 * Types a method's body at an even pace, with a pause after each word, and measures how long each key takes until grey text for the line as it
 * then stands is painted: the editor's own wait, the provider, the model where it is asked, and drawing. A key after
 * which there is none before the next key has no such time, and is only counted.
 * @param {import('./typist.mjs').Typist} typist
 */
export async function measureKeyToText(typist) {
  await typist.beginMethod('drop(id: number): boolean {');
  const { frames, keys, timeOrigin } = await typist.screen.watch(async () => {
    for (const word of wordsOf(keysOf(lines))) {
      await typist.hammer(word, msPerKey);
      await typist.settle();
    }
  });
  const { calls } = await typist.witness.wire();
  const samples = samplesOf(frames, keys).map(({ from, to }) => ({
    ms: to - from,
    askedModel: calls.some(
      (call) => !call.isAhead && call.startedAt < timeOrigin + to && call.endedAt > timeOrigin + from,
    ),
  }));
  return {
    keys: keys.length,
    msPerKey,
    keysWithText: samples.length,
    /** The text was there, or was known without the model. */
    withoutModel: distribution(samples.filter(({ askedModel }) => !askedModel)),
    withModel: distribution(samples.filter(({ askedModel }) => askedModel)),
    all: distribution(samples),
    machine: { model: cpus()[0]?.model, cores: cpus().length, loadAverage: loadavg()[0] },
  };
}

/**
 * @param {Frame[]} frames
 * @param {Key[]} keys
 * @returns {{ from: number, to: number }[]} From a key to the frame with its text, in ms since the page was loaded.
 */
function samplesOf(frames, keys) {
  return keys.flatMap(({ at: from }, index) => {
    const nextKey = keys[index + 1]?.at ?? Infinity;
    const before = frames.findLast(({ at }) => at < from);
    const frame = frames.find(
      ({ at, isGrey, typed }) => at >= from && at < nextKey && isGrey && typed !== before?.typed,
    );
    return before && frame ? [{ from, to: frame.at }] : [];
  });
}

/**
 * @param {string[]} keys
 * @returns {string[][]} Cut before each key that is no letter.
 */
function wordsOf(keys) {
  /** @type {string[][]} */
  const words = [[]];
  for (const key of keys) {
    if (/^[a-z]$/i.test(key)) words.at(-1)?.push(key);
    else words.push([key]);
  }
  return words;
}

/** @param {{ ms: number }[]} samples */
function distribution(samples) {
  const sorted = samples.map(({ ms }) => ms).sort((a, b) => a - b);
  const quantile = (/** @type {number} */ share) =>
    Math.round(sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0);
  return { count: sorted.length, p50: quantile(0.5), p95: quantile(0.95) };
}
