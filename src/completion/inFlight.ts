import type { Clock } from '../base/clock';
import { type Disposable, MutableDisposable } from '../base/lifecycle';
import type { Confidence, EngineAnswer, EngineCost } from '../engine/port';
import { type Place, typedSince } from './place';

/** How long an engine request goes on with nobody waiting, in ms: until the next key can join it. */
export const graceMs = 30;

/** For how long a run that was called off says that the user types faster than answers come, in ms. */
const momentMs = 300;

/** What a run tells about itself while it computes, and when to stop. */
export interface RunProgress {
  readonly signal: AbortSignal;
  /** The wait before the engine is over; from here on the run is worth a grace. */
  started(): void;
  /** The whole answer so far, and how sure the model is of it where that is known. */
  advance(textSoFar: string, confidence?: Confidence): void;
}

/** A run that may answer at some place, and what was typed there since it began. */
export interface FittingRun {
  readonly run: EngineRun;
  readonly typed: string;
}

/** How waiting for a run ended. */
export type RunEnd =
  | { readonly kind: 'answer'; readonly answer: EngineAnswer }
  | { readonly kind: 'failed'; readonly error: unknown }
  /** A newer request that did not fit took the run's place. */
  | { readonly kind: 'superseded' }
  /** The caller's own signal aborted. */
  | { readonly kind: 'aborted' }
  /** The run goes on, but computes something else than what was typed. */
  | { readonly kind: 'diverged' };

interface Waiter {
  readonly typed: string;
  leave(end: RunEnd): void;
}

/**
 * One engine request and those who wait for it. It is aborted when a newer one takes its place, or when nobody has
 * waited for {@link graceMs}: VS Code cancels the request of the old key as it issues that of the new one, which
 * may want the very same answer.
 */
export class EngineRun {
  readonly #controller = new AbortController();
  readonly #waiters = new Set<Waiter>();
  readonly #clock: Clock;
  readonly #onEnd: (run: EngineRun) => void;
  readonly #grace = new MutableDisposable<Disposable>();
  #text = '';
  #confidence: Confidence | undefined;
  #startedAt: number | undefined;
  #firstTextAt: number | undefined;
  #end: RunEnd | undefined;
  #costIsTaken = false;

  constructor(
    readonly place: Place,
    clock: Clock,
    onEnd: (run: EngineRun) => void,
  ) {
    this.#clock = clock;
    this.#onEnd = onEnd;
  }

  /** Begins to compute. Whatever `compute` does, {@link wait} never rejects. */
  async start(compute: (progress: RunProgress) => Promise<EngineAnswer>): Promise<void> {
    const progress: RunProgress = {
      signal: this.#controller.signal,
      started: () => (this.#startedAt = this.#clock.now()),
      advance: (textSoFar, confidence) => this.#advance(textSoFar, confidence),
    };
    try {
      this.#finish({ kind: 'answer', answer: await compute(progress) });
    } catch (error) {
      this.#finish({ kind: 'failed', error });
    }
  }

  /** Whether it ended without an answer, because nobody wanted one. */
  get isCalledOff(): boolean {
    return this.#end?.kind === 'aborted' || this.#end?.kind === 'superseded';
  }

  /** The whole answer so far. */
  get textSoFar(): string {
    return this.#text;
  }

  /** How sure the model is of the answer so far, where that is known. */
  get confidence(): Confidence | undefined {
    return this.#confidence;
  }

  /** When the first text came, in ms of the clock; undefined before. */
  get firstTextAt(): number | undefined {
    return this.#firstTextAt;
  }

  /** When the engine was asked, in ms of the clock; now where it is not yet. */
  get startedAt(): number {
    return this.#startedAt ?? this.#clock.now();
  }

  /** This run, where it may answer at `place`. */
  fittingAt(place: Place): FittingRun | undefined {
    const typed = typedSince(this.place, place);
    return typed !== undefined && this.fits(typed) ? { run: this, typed } : undefined;
  }

  /**
   * Whether a request for which `typed` was typed since may wait for this run: the answer so far begins with it, or
   * agrees as far as it goes and has begun. A request for the same place always may.
   */
  fits(typed: string): boolean {
    if (this.#end !== undefined) return false;
    return typed === '' || (this.#text !== '' && agree(this.#text, typed));
  }

  /** Waits until the run ends, no longer fits, or `signal` aborts. */
  wait(typed: string, signal: AbortSignal): Promise<RunEnd> {
    if (signal.aborted) {
      this.#abandonWhereUnwanted();
      return Promise.resolve({ kind: 'aborted' });
    }
    if (this.#end !== undefined) return Promise.resolve(this.#end);
    this.#grace.clear();
    return new Promise<RunEnd>((resolve) => {
      const onAbort = (): void => waiter.leave({ kind: 'aborted' });
      const waiter: Waiter = {
        typed,
        leave: (end) => {
          signal.removeEventListener('abort', onAbort);
          this.#waiters.delete(waiter);
          resolve(end);
          this.#abandonWhereUnwanted();
        },
      };
      this.#waiters.add(waiter);
      signal.addEventListener('abort', onAbort, { once: true });
    });
  }

  /** The cost of an answer, to the first who asks: it belongs to exactly one outcome. */
  takeCost(answer: EngineAnswer): EngineCost | undefined {
    if (this.#costIsTaken) return undefined;
    this.#costIsTaken = true;
    return answer.cost;
  }

  /** Ends the run for everyone who waits. */
  abort(end: RunEnd): void {
    if (this.#end !== undefined) return;
    this.#finish(end);
    this.#controller.abort();
  }

  #advance(textSoFar: string, confidence: Confidence | undefined): void {
    if (this.#end !== undefined) return;
    this.#firstTextAt ??= this.#clock.now();
    this.#text = textSoFar;
    this.#confidence = confidence;
    for (const waiter of [...this.#waiters]) {
      if (!agree(textSoFar, waiter.typed)) waiter.leave({ kind: 'diverged' });
    }
  }

  #finish(end: RunEnd): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    this.#grace.dispose();
    this.#onEnd(this);
    for (const waiter of [...this.#waiters]) waiter.leave(end);
  }

  #abandonWhereUnwanted(): void {
    if (this.#end !== undefined || this.#waiters.size > 0) return;
    const abandon = (): void => this.abort({ kind: 'aborted' });
    if (this.#startedAt !== undefined) this.#grace.value = this.#clock.after(graceMs, abandon);
    else abandon();
  }
}

/** Holds the one engine request that runs, so that a newer one can join it or take its place. */
export class InFlight implements Disposable {
  readonly #clock: Clock;
  #run: EngineRun | undefined;
  #calledOffAt = -Infinity;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The run that may answer at `place`, and what was typed there since it began. */
  fitting(place: Place): FittingRun | undefined {
    return this.#run?.fittingAt(place);
  }

  /** Whether a run computes, or waits to, or the last one was called off a moment ago. */
  get isBusy(): boolean {
    return this.#run !== undefined || this.#clock.now() - this.#calledOffAt <= momentMs;
  }

  /** Begins a run; the one before is superseded. */
  start(place: Place, compute: (progress: RunProgress) => Promise<EngineAnswer>): EngineRun {
    this.#run?.abort({ kind: 'superseded' });
    const run = new EngineRun(place, this.#clock, (ended) => {
      if (ended.isCalledOff) this.#calledOffAt = this.#clock.now();
      if (this.#run === ended) this.#run = undefined;
    });
    this.#run = run;
    void run.start(compute);
    return run;
  }

  /** Aborts the run, only where it is for `document` if one is named. */
  cancel(document?: string): void {
    if (document === undefined || this.#run?.place.document === document)
      this.#run?.abort({ kind: 'aborted' });
  }

  dispose(): void {
    this.cancel();
  }
}

function agree(text: string, typed: string): boolean {
  return text.startsWith(typed) || typed.startsWith(text);
}
