import type { Distribution } from '../../src/completion/metrics';
import type { CompletionOutcome } from '../../src/completion/outcome';
import { Samples } from '../../src/completion/samples';

/** How long a user waits, over all requests of one or more replays; times in ms. */
export interface TimeFigures {
  /** Those that the guards turned away are left out. */
  readonly requests: number;
  /** Answers, whole or in part. */
  readonly answers: number;
  /** Answers of which a part was shown first. */
  readonly parts: number;
  /** To the first non-empty answer, of all answers: those from the cache and those that were joined too. */
  readonly timeToTextMs: Distribution;
  /** To the first generated token, of warm answers. */
  readonly warmFirstTokenMs: Distribution;
}

/** Keeps the times of requests by the definitions in `docs/architecture.md`, "Measures", whatever their origin. */
export class RequestTimes {
  readonly #text = new Samples();
  readonly #warmFirstToken = new Samples();
  #requests = 0;
  #parts = 0;

  record(outcome: CompletionOutcome): void {
    if (isTurnedAway(outcome)) return;
    this.#requests++;
    if (outcome.kind === 'none') return;
    const { origin, timeToTextMs, firstTokenMs, isPart } = outcome;
    this.#text.add(timeToTextMs);
    if (isPart === true) this.#parts++;
    if (origin === 'warm' && firstTokenMs !== undefined) this.#warmFirstToken.add(firstTokenMs);
  }

  figures(): TimeFigures {
    const timeToTextMs = this.#text.distribution();
    return {
      requests: this.#requests,
      answers: timeToTextMs.count,
      parts: this.#parts,
      timeToTextMs,
      warmFirstTokenMs: this.#warmFirstToken.distribution(),
    };
  }
}

/** A guard says that there is nothing here before anything is looked up. */
function isTurnedAway(outcome: CompletionOutcome): boolean {
  if (outcome.kind === 'answer') return false;
  const { reason, origin } = outcome;
  return reason === 'disabled' || reason === 'excluded' || (reason === 'empty' && origin === undefined);
}
