import type { Clock } from '../src/base/clock';
import { SilentLogger } from '../src/base/logger';
import { CompletionService, type CompletionServiceOptions } from '../src/completion/completionService';
import { type CompletionSettings, defaultLanguages } from '../src/completion/settings';
import type { CompletionEngine } from '../src/engine/port';

/** The shipped time budget of an answer, in ms. */
export const shippedTimeBudgetMs = 1500;

export interface PipelineOptions {
  readonly engine: CompletionEngine;
  readonly clock: Clock;
  /** Most milliseconds from the first generated token; undefined where results may not depend on the machine. */
  readonly timeBudgetMs: number | undefined;
  /** How many times as far as shipped the engine is given text around the cursor; 1 by default. */
  readonly reach?: number | undefined;
  /** Most generated tokens of an answer; as shipped by default. */
  readonly maxTokens?: number | undefined;
  /** Default true, as shipped. */
  readonly multiline?: boolean;
  /** The shipped cache by default. */
  readonly makeCache?: CompletionServiceOptions['makeCache'];
}

/** The completion pipeline as a user has it who changed no setting. */
export function createPipeline({
  engine,
  clock,
  timeBudgetMs,
  multiline = true,
  reach = 1,
  maxTokens = 48,
  makeCache,
}: PipelineOptions): CompletionService {
  const settings: CompletionSettings = {
    enabled: true,
    languages: defaultLanguages,
    excludedFiles: [],
    multiline,
    reach,
    maxTokens,
    timeBudgetMs,
    generation: 'tool',
  };
  return new CompletionService({
    engine,
    clock,
    logger: new SilentLogger(),
    settings: () => settings,
    ...(makeCache && { makeCache }),
  });
}
