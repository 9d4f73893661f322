import { type CompletionOutcome, outcomeKind } from '../completion/outcome';

/** What the provider saw that the pipeline cannot: acceptances, and how the last request ended. */
export class Activity {
  #accepted = 0;
  #last: CompletionOutcome | undefined;

  /** Answers accepted in full since the last reset. Acceptances by word or line are VS Code's own and not reported. */
  get accepted(): number {
    return this.#accepted;
  }

  /** How the last request that was not called off ended. */
  get last(): CompletionOutcome | undefined {
    return this.#last;
  }

  countAcceptance(): void {
    this.#accepted++;
  }

  note(outcome: CompletionOutcome): void {
    if (outcomeKind(outcome) === 'none:aborted' || outcomeKind(outcome) === 'none:superseded') return;
    this.#last = outcome;
  }

  reset(): void {
    this.#accepted = 0;
    this.#last = undefined;
  }
}
