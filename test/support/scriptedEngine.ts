import { AbortError } from '../../src/base/abort';
import { Emitter, type Event } from '../../src/base/emitter';
import type {
  CompletionEngine,
  EngineAnswer,
  EngineCost,
  EngineRequest,
  EngineStats,
  EngineStatus,
  PromptText,
  StopReason,
  TextListener,
} from '../../src/engine/port';

/** A request that the engine got, to be answered by the test. */
export class ScriptedCall {
  readonly answered: Promise<EngineAnswer>;
  #resolve: (answer: EngineAnswer) => void = () => undefined;
  #reject: (error: unknown) => void = () => undefined;

  constructor(
    readonly request: EngineRequest,
    readonly signal: AbortSignal,
    readonly emit: TextListener,
  ) {
    this.answered = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    signal.addEventListener('abort', () => this.#reject(new AbortError()), { once: true });
  }

  answer(
    text: string,
    cost: Partial<EngineCost> = {},
    stop: StopReason = 'line',
    more: Pick<EngineAnswer, 'alternatives' | 'confidence'> = {},
  ): void {
    this.#resolve({ text, stop, cost: { ...warmCost, ...cost }, ...more });
  }

  fail(error: unknown): void {
    this.#reject(error);
  }
}

export const warmCost: EngineCost = {
  reusedTokens: 100,
  evaluatedTokens: 3,
  abandonedTokens: 0,
  healedTokens: 1,
  generatedTokens: 5,
  queueMs: 0,
  firstTokenMs: 12,
  totalMs: 150,
  cold: false,
  staleAnswers: 0,
  staleCharacters: 0,
};

/**
 * Answers what a test says, or what `reply` says at once; counts what it was asked. Stops at once when aborted. What is
 * asked ahead is kept apart, and answered only by the test.
 */
export class ScriptedEngine implements CompletionEngine {
  readonly calls: ScriptedCall[] = [];
  readonly aheadCalls: ScriptedCall[] = [];
  readonly #changed = new Emitter<EngineStatus>();
  readonly status: EngineStatus = { state: 'unloaded' };
  readonly onDidChangeStatus: Event<EngineStatus> = this.#changed.event;
  readonly visits: PromptText[] = [];
  readonly closed: string[] = [];
  readonly restarts = 0;
  warm = true;
  cleared = 0;
  disposed = false;

  constructor(readonly reply?: (request: EngineRequest) => string | undefined) {}

  get last(): ScriptedCall {
    const call = this.calls.at(-1);
    if (call === undefined) throw new Error('The engine was not asked.');
    return call;
  }

  complete(
    request: EngineRequest,
    signal: AbortSignal,
    onText: TextListener = () => undefined,
  ): Promise<EngineAnswer> {
    const call = new ScriptedCall(request, signal, onText);
    if (request.priority === 'ahead') {
      this.aheadCalls.push(call);
      return call.answered;
    }
    this.calls.push(call);
    const text = this.reply?.(request);
    if (text !== undefined) call.answer(text);
    return call.answered;
  }

  visit(prompt: PromptText): void {
    this.visits.push(prompt);
  }

  close(document: string): void {
    this.closed.push(document);
  }

  isWarm(): boolean {
    return this.warm;
  }

  clear(): Promise<void> {
    this.cleared++;
    return Promise.resolve();
  }

  restart(): Promise<void> {
    return Promise.resolve();
  }

  stats(): Promise<EngineStats | undefined> {
    return Promise.resolve(undefined);
  }

  dispose(): void {
    this.disposed = true;
    this.#changed.dispose();
  }
}
