import { type CompletionOutcome, outcomeKind } from '../completion/outcome';

/** What the provider saw last. */
export class Activity {
  #last: CompletionOutcome | undefined;

  /** How the last request that was not called off ended. */
  get last(): CompletionOutcome | undefined {
    return this.#last;
  }

  note(outcome: CompletionOutcome): void {
    if (outcomeKind(outcome) === 'none:aborted' || outcomeKind(outcome) === 'none:superseded') return;
    this.#last = outcome;
  }

  reset(): void {
    this.#last = undefined;
  }
}
