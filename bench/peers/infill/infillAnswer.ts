import { HearthError } from '../../../src/base/errors';
import type { ModelCost } from '../peer';

/** What `/infill` answers: the completions, and what they cost together. */
export interface InfillAnswer {
  readonly texts: readonly string[];
  readonly cost: ModelCost;
}

interface Timings {
  readonly prompt_n: number;
  readonly cache_n: number;
  readonly prompt_ms: number;
  readonly predicted_n: number;
}

/**
 * Reads one completion, or a list of several. Those share one evaluated prompt, which each of them states: llama-server copies its
 * state to the others' slots (ggml-org/llama.cpp#17775). The first token's time is what the server itself took for the prompt: its
 * queue, the tokenizer and HTTP are not in it. Throws a HearthError for anything else.
 */
export function readInfillAnswer(answer: unknown): InfillAnswer {
  const completions = Array.isArray(answer) ? (answer as unknown[]) : [answer];
  const read = completions.map(readCompletion);
  const timings = read.map((each) => each.timings);
  const most = (count: (timing: Timings) => number): number => Math.max(...timings.map(count));
  return {
    texts: read.map(({ content }) => content),
    cost: {
      evaluated: most(({ prompt_n }) => prompt_n),
      reused: most(({ cache_n }) => cache_n),
      generated: timings.reduce((sum, { predicted_n }) => sum + predicted_n, 0),
      firstTokenMs: Math.min(...timings.map(({ prompt_ms }) => prompt_ms)),
    },
  };
}

function readCompletion(value: unknown): { readonly content: string; readonly timings: Timings } {
  const { content, timings } = (value ?? {}) as { content?: unknown; timings?: Partial<Timings> };
  const { prompt_n, cache_n, prompt_ms, predicted_n } = timings ?? {};
  if (
    typeof content === 'string' &&
    isCount(prompt_n) &&
    isCount(cache_n) &&
    isCount(prompt_ms) &&
    isCount(predicted_n)
  ) {
    return { content, timings: { prompt_n, cache_n, prompt_ms, predicted_n } };
  }
  throw new HearthError(
    'unexpected',
    `llama-server answers without text or timings: ${JSON.stringify(value)}`,
  );
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && value >= 0;
}
