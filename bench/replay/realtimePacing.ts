import type { Clock } from '../../src/base/clock';
import type { CompletionOutcome } from '../../src/completion/outcome';
import type { Pacing } from './pacing';

/**
 * Real time: a request runs until its answer or until the next event aborts it, as the editor does. Each event is a task
 * of its own. What a request rejects with is thrown at the next event. Where the first event only turns to a place, time
 * stands still until that is prepared: a file is read before it is typed in.
 */
export class RealtimePacing implements Pacing {
  readonly #clock: Clock;
  readonly #prepared: () => Promise<void>;
  #start: number;
  #events = 0;
  #isVisit = false;
  #outcome: CompletionOutcome | undefined;
  #failure: { readonly error: unknown } | undefined;
  #current: { readonly abort: AbortController; readonly ended: Promise<void> } | undefined;

  constructor(clock: Clock, prepared: () => Promise<void> = () => Promise.resolve()) {
    this.#clock = clock;
    this.#prepared = prepared;
    this.#start = clock.now();
  }

  get outcome(): CompletionOutcome | undefined {
    return this.#outcome;
  }

  async until(at: number): Promise<void> {
    if (this.#events++ === 1 && this.#isVisit) await this.#prepare();
    const wait = Math.max(0, this.#start + at - this.#clock.now());
    await new Promise<void>((resolve) => this.#clock.after(wait, resolve));
    this.#throwFailure();
  }

  ask(request: (signal: AbortSignal) => Promise<CompletionOutcome>): Promise<void> {
    this.#callOff();
    const abort = new AbortController();
    const ended = request(abort.signal).then(
      (outcome) => {
        if (!abort.signal.aborted) this.#outcome = outcome;
      },
      (error: unknown) => {
        this.#failure ??= { error };
      },
    );
    this.#current = { abort, ended };
    return Promise.resolve();
  }

  leave(): void {
    this.#isVisit = true;
    this.#callOff();
  }

  async finish(): Promise<void> {
    await this.#current?.ended;
    this.#throwFailure();
  }

  #callOff(): void {
    this.#current?.abort.abort();
    this.#outcome = undefined;
  }

  async #prepare(): Promise<void> {
    const from = this.#clock.now();
    await this.#prepared();
    this.#start += this.#clock.now() - from;
  }

  #throwFailure(): void {
    if (this.#failure) throw this.#failure.error;
  }
}
