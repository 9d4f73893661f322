import type { ReplayedEngine } from '../../bench/replay/session';
import { Emitter } from '../../src/base/emitter';
import type {
  EngineAnswer,
  EngineCost,
  EngineRequest,
  EngineStats,
  EngineStatus,
  PromptText,
} from '../../src/engine/port';
import { engineStats } from './engineStats';

const noCost: EngineCost = {
  reusedTokens: 0,
  evaluatedTokens: 0,
  abandonedTokens: 0,
  healedTokens: 0,
  generatedTokens: 0,
  queueMs: 0,
  firstTokenMs: 0,
  totalMs: 0,
  cold: false,
  staleAnswers: 0,
  staleCharacters: 0,
};

/**
 * Answers with what a function says, and counts a character as a token: what agrees with the prompt before it
 * is reused, the rest is evaluated. Real time it takes none.
 */
export class OracleEngine implements ReplayedEngine {
  readonly #statusChanged = new Emitter<EngineStatus>();
  readonly #answer: (request: EngineRequest) => string;
  readonly restarts = 0;
  readonly onDidChangeStatus = this.#statusChanged.event;
  readonly requests: EngineRequest[] = [];
  readonly aheadRequests: EngineRequest[] = [];
  /** What `runBackground` was allowed at each call. */
  readonly backgroundBudgets: number[] = [];
  readonly visits: PromptText[] = [];
  readonly closed: string[] = [];
  clears = 0;
  #prompt: string | undefined;

  constructor(answer: (request: EngineRequest) => string) {
    this.#answer = answer;
  }

  readonly status: EngineStatus = {
    state: 'ready',
    model: {
      name: 'oracle',
      path: 'oracle.gguf',
      fileBytes: 1,
      layout: 'anchored',
      contextTokens: 4096,
      sequences: 2,
      kvBytes: 1,
      threads: 1,
      gpu: false,
    },
  };

  async complete(
    request: EngineRequest,
    _signal: AbortSignal,
    onText?: (textSoFar: string) => void,
  ): Promise<EngineAnswer> {
    const text = this.#answer(request);
    const { before } = request.prompt;
    if (request.priority === 'ahead') return this.#answerAhead(request, text);
    this.requests.push(request);
    const reusedTokens = commonPrefix(this.#prompt ?? '', before);
    const cold = this.#prompt === undefined;
    this.#prompt = before;
    await new Promise((resolve) => setImmediate(resolve));
    if (text !== '') onText?.(text);
    const evaluatedTokens = before.length - reusedTokens;
    const cost = {
      reusedTokens,
      evaluatedTokens,
      abandonedTokens: 0,
      healedTokens: 0,
      generatedTokens: text.length,
      cold,
      staleAnswers: 0,
      staleCharacters: 0,
    };
    // Times that no deterministic replay may let through.
    return {
      text,
      stop: 'line',
      cost: { ...cost, queueMs: 7, firstTokenMs: Math.random(), totalMs: Math.random() },
    };
  }

  /** Leaves no trace in the prompt, as an answer ahead in another sequence would. */
  async #answerAhead(request: EngineRequest, text: string): Promise<EngineAnswer> {
    this.aheadRequests.push(request);
    await new Promise((resolve) => setImmediate(resolve));
    return { text, stop: 'line', cost: { ...noCost, generatedTokens: text.length } };
  }

  visit(prompt: PromptText): void {
    this.visits.push(prompt);
  }

  close(document: string): void {
    this.closed.push(document);
  }

  isWarm(): boolean {
    return this.#prompt !== undefined;
  }

  clear(): Promise<void> {
    this.clears++;
    this.#prompt = undefined;
    return Promise.resolve();
  }

  restart(): Promise<void> {
    return this.clear();
  }

  stats(): Promise<EngineStats> {
    const backgroundTokens = this.backgroundBudgets.reduce((sum, budget) => sum + budget, 0);
    return Promise.resolve(engineStats({ backgroundTokens }));
  }

  runBackground(maxTokens: number): Promise<number> {
    this.backgroundBudgets.push(maxTokens);
    return Promise.resolve(maxTokens);
  }

  dispose(): void {
    this.#statusChanged.dispose();
  }
}

function commonPrefix(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}
