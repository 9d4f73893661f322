import { createHash } from 'node:crypto';
import { formatTrace } from '../replay/trace';
import { catalogue, recipeOf } from '../traces/catalogue';
import { generateTrace } from '../traces/generate';
import { paced, type PlayedTrace } from '../traces/pace';

/** Traces of `bench/traces/catalogue.ts`: seven languages, short and long files, and the one of 20,000 lines. */
export const guardedTraces = [
  'lexer',
  'glob',
  'pool',
  'css-parser',
  'markdown',
  'json5',
  'long-file',
  'python',
  'go',
  'cpp',
  'range',
  'lint',
] as const;

/** The beginning of each trace, at an average typist's speed: enough for jumps, edits elsewhere and a second file. */
const pace = { wordsPerMinute: 60, keys: 150 };

export interface GuardedTrace extends PlayedTrace {
  /** Of all that is played. Another hash means other figures, whatever the code does. */
  readonly hash: string;
}

/**
 * Generates traces from the packages in a `node_modules` folder, by default all that are guarded. Throws a HearthError where
 * one is missing.
 */
export async function* guardTraces(
  names: readonly string[] = guardedTraces,
  modules: string,
): AsyncGenerator<GuardedTrace, void> {
  for (const entry of catalogue.filter(({ name }) => names.includes(name))) {
    const played = paced(generateTrace(await recipeOf(entry, modules)), pace);
    const hash = createHash('sha256').update(formatTrace(played.trace)).digest('hex').slice(0, 16);
    yield { ...played, hash };
  }
}
