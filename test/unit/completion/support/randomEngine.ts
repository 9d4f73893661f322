import { AbortError } from '../../../../src/base/abort';
import type { Clock } from '../../../../src/base/clock';
import { Emitter } from '../../../../src/base/emitter';
import { HearthError } from '../../../../src/base/errors';
import type {
  CompletionEngine,
  EngineAnswer,
  EngineRequest,
  EngineStats,
  EngineStatus,
  StopReason,
} from '../../../../src/engine/port';
import { RandomChoice } from '../../../support/randomChoice';
import { warmCost } from '../../../support/scriptedEngine';
import { RandomText } from './randomText';

const stops: readonly [StopReason, ...StopReason[]] = [
  ...(['line', 'block', 'end-of-text', 'suffix', 'tokens', 'time', 'repetition'] as const),
];

/** Every message that {@link RandomEngine} fails with; any other one is a fault of the pipeline. */
export const engineFailures = {
  thrown: 'The engine threw.',
  rejected: 'The engine rejected.',
  named: 'The engine ended.',
} as const;

/** One request to {@link RandomEngine}. */
export interface RandomCall {
  readonly request: EngineRequest;
  readonly signal: AbortSignal;
  /** The whole answer that it is to get. */
  readonly text: string;
  /** What is streamed to it before. */
  readonly streamed: string;
  isOver: boolean;
}

/**
 * Answers any text with any reason to stop: at once or in parts that a clock brings, cut at any unit. Now and then
 * it throws, fails, answers something else than it streamed, or does not hear an abort.
 */
export class RandomEngine implements CompletionEngine {
  readonly status: EngineStatus = { state: 'unloaded' };
  readonly #changed = new Emitter<EngineStatus>();
  readonly restarts = 0;
  readonly onDidChangeStatus = this.#changed.event;
  readonly #clock: Clock;
  #random = new RandomChoice(0);
  #text = new RandomText(this.#random);
  #ahead = new AbortController();
  calls: RandomCall[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Forgets all calls, and draws from `random` from now on. */
  begin(random: RandomChoice): void {
    this.calls = [];
    this.#random = random;
    this.#text = new RandomText(random);
  }

  complete(
    request: EngineRequest,
    ownSignal: AbortSignal,
    onText: (textSoFar: string) => void = () => undefined,
  ): Promise<EngineAnswer> {
    // As the real one, any request calls off what is computed ahead.
    this.#ahead.abort('called off');
    this.#ahead = new AbortController();
    const signal =
      request.priority === 'ahead' ? AbortSignal.any([ownSignal, this.#ahead.signal]) : ownSignal;
    const text = this.#text.answer(request.prompt);
    const streamed = this.#random.below(20) === 0 ? this.#text.typed() : text;
    const call: RandomCall = { request, signal, text, streamed, isOver: false };
    this.calls.push(call);
    const dice = this.#random.below(100);
    if (dice > 3) return this.#answer(call, onText, dice < 50);
    call.isOver = true;
    if (dice === 0) throw new Error(engineFailures.thrown);
    if (dice === 1) return Promise.reject(new Error(engineFailures.rejected));
    return Promise.reject(new HearthError('engine-crashed', engineFailures.named));
  }

  visit(): void {}

  close(): void {}

  isWarm(): boolean {
    return this.#random.below(3) > 0;
  }

  clear(): Promise<void> {
    return Promise.resolve();
  }

  restart(): Promise<void> {
    return Promise.resolve();
  }

  stats(): Promise<EngineStats | undefined> {
    return Promise.resolve(undefined);
  }

  dispose(): void {
    this.#changed.dispose();
  }

  async #answer(
    call: RandomCall,
    onText: (textSoFar: string) => void,
    atOnce: boolean,
  ): Promise<EngineAnswer> {
    const random = this.#random;
    const cost = { ...warmCost, evaluatedTokens: random.below(64), firstTokenMs: random.below(20) };
    const stop = random.pick(stops);
    const isDeaf = random.below(10) === 0;
    const { streamed } = call;
    const ends = Array.from({ length: random.below(4) }, () => random.below(streamed.length + 1));
    try {
      for (const end of ends.sort((a, b) => a - b)) {
        if (!atOnce) await this.#wait(random.below(25), call.signal, isDeaf);
        onText(streamed.slice(0, end));
      }
      if (!atOnce) await this.#wait(random.below(25), call.signal, isDeaf);
    } finally {
      call.isOver = true;
    }
    const first = Math.log(random.below(1_000) / 1_000 + 1e-6);
    return {
      text: call.text,
      stop,
      cost,
      ...(random.below(2) === 0 && { confidence: { first, mean: first } }),
    };
  }

  #wait(ms: number, signal: AbortSignal, isDeaf: boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = this.#clock.after(ms, resolve);
      if (isDeaf) return;
      const stop = (): void => {
        timer.dispose();
        reject(new AbortError());
      };
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop, { once: true });
    });
  }
}
