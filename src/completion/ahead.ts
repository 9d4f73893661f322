import { isAbortError } from '../base/abort';
import type { Clock } from '../base/clock';
import { delay } from '../base/delay';
import type { Disposable } from '../base/lifecycle';
import type { Logger } from '../base/logger';
import { messageOf } from '../base/errors';
import type { EngineAnswer } from '../engine/port';
import { EngineRun, type FittingRun, type RunProgress } from './inFlight';
import { type Place, typedSince } from './place';

/**
 * Before what is computed ahead reads its prompt, in ms: whoever was just answered comes first, and of several places in
 * short order only the last is read.
 */
export const breathMs = 1;

/**
 * The one answer that is computed before anybody asks: what follows once the suggestion on screen is accepted, or once
 * a line that is complete is left. It goes on while the user types towards its place, and a request there joins it.
 */
export class Ahead implements Disposable {
  readonly #clock: Clock;
  readonly #logger: Logger;
  #run: EngineRun | undefined;

  constructor(clock: Clock, logger: Logger) {
    this.#clock = clock;
    this.#logger = logger;
  }

  /** Begins to compute the answer of a place; nothing happens where that is under way. What was computed is called off. */
  begin(place: Place, compute: (progress: RunProgress) => Promise<EngineAnswer>): void {
    if (this.#run !== undefined && typedSince(this.#run.place, place) === '') return;
    this.#run?.abort({ kind: 'superseded' });
    const run = new EngineRun(place, this.#clock, (ended) => {
      if (this.#run === ended) this.#run = undefined;
    });
    this.#run = run;
    void run.start(async (progress) => {
      try {
        await delay(this.#clock, breathMs, progress.signal);
        const answer = await compute(progress);
        // It is background work, whoever joins.
        run.takeCost(answer);
        return answer;
      } catch (error) {
        // Whoever asks at the place next gets the same failure, with its reason.
        if (!isAbortError(error)) this.#logger.debug(`Nothing was computed ahead: ${messageOf(error)}`);
        throw error;
      }
    });
  }

  /** The run that may answer at `place`, and what was typed there since it began. */
  fitting(place: Place): FittingRun | undefined {
    return this.#run?.fittingAt(place);
  }

  /** Calls off what the user at `place` no longer types towards. */
  keepFor(place: Place): void {
    const run = this.#run;
    if (run === undefined || run.fittingAt(place) !== undefined) return;
    if (typedSince(place, run.place) === undefined) run.abort({ kind: 'superseded' });
  }

  /** Calls off what runs, only where it is for `document` if one is named. */
  cancel(document?: string): void {
    if (document === undefined || this.#run?.place.document === document)
      this.#run?.abort({ kind: 'aborted' });
  }

  dispose(): void {
    this.cancel();
  }
}
