import type { Clock } from '../../src/base/clock';
import type { CompletionOutcome } from '../../src/completion/outcome';
import type { Pacing } from './pacing';

/** Real time: a request runs until its answer or until the next event aborts it, as the editor does. */
export class RealtimePacing implements Pacing {
  readonly #clock: Clock;
  readonly #start: number;
  #outcome: CompletionOutcome | undefined;
  #current: { readonly abort: AbortController; readonly ended: Promise<void> } | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#start = clock.now();
  }

  get outcome(): CompletionOutcome | undefined {
    return this.#outcome;
  }

  async until(at: number): Promise<void> {
    const wait = this.#start + at - this.#clock.now();
    if (wait > 0) await new Promise<void>((resolve) => this.#clock.after(wait, resolve));
  }

  ask(request: (signal: AbortSignal) => Promise<CompletionOutcome>): Promise<void> {
    this.leave();
    const abort = new AbortController();
    const ended = request(abort.signal).then((outcome) => {
      if (!abort.signal.aborted) this.#outcome = outcome;
    });
    this.#current = { abort, ended };
    return Promise.resolve();
  }

  leave(): void {
    this.#current?.abort.abort();
    this.#outcome = undefined;
  }

  async finish(): Promise<void> {
    await this.#current?.ended;
  }
}
