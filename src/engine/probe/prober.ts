import { AbortError, isAbortError } from '../../base/abort';
import type { Clock } from '../../base/clock';
import { HearthError } from '../../base/errors';
import type { Logger } from '../../base/logger';
import { backEndNames } from '../gpu/backEnds';
import { EngineProcess } from '../engineProcess';
import type { EngineLauncher } from '../launcher';
import type { ProbeParams } from '../protocol';
import type { ProbeBook } from './probeBook';
import type { ProbeOutcome } from './probeOutcome';

/** A probe of the bundled model takes 2 s on a slow processor. A first use of a GPU builds its programs: some 10 s. */
const limitMs = 30_000;

/** Twice may be a window that was closed; then it is the machine. */
const mostUnfinished = 2;

export interface ProberOptions {
  /** Starts processes of their own: a driver may end the one that it is loaded into. */
  readonly launcher: EngineLauncher;
  readonly book: ProbeBook;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Tries back ends out, each in a process of its own, and keeps what came of it. One at a time. */
export class Prober {
  readonly #options: ProberOptions;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: ProberOptions) {
    this.#options = options;
  }

  /** What is known under a key, without trying anything. What was begun once may be tried again. */
  async known(key: string): Promise<ProbeOutcome | undefined> {
    const outcome = await this.#options.book.find(key);
    return outcome && 'unfinished' in outcome && outcome.unfinished < mostUnfinished ? undefined : outcome;
  }

  /** What is known, or else what a probe finds. Fails with `AbortError` only. */
  async probe(key: string, params: ProbeParams, signal: AbortSignal): Promise<ProbeOutcome> {
    const turn = this.#last.catch(() => undefined).then(() => this.#probe(key, params, signal));
    this.#last = turn;
    return turn;
  }

  async #probe(key: string, params: ProbeParams, signal: AbortSignal): Promise<ProbeOutcome> {
    const known = await this.known(key);
    if (known) return known;
    const { book, launcher, clock, logger } = this.#options;
    await this.#begin(key);
    try {
      const result = await EngineProcess.probe(launcher, params, limitMs, clock, logger, signal);
      return await this.#note(key, params, { ok: true, result });
    } catch (error) {
      if (isAbortError(error) || signal.aborted) {
        await book.note(key, undefined);
        throw new AbortError();
      }
      return this.#note(key, params, { ok: false, why: reasonOf(HearthError.from(error)) });
    }
  }

  /** Written down before it begins: where a driver takes the machine down, that is not done at each start. */
  async #begin(key: string): Promise<void> {
    const { book } = this.#options;
    const before = await book.find(key);
    const unfinished = before && 'unfinished' in before ? before.unfinished + 1 : 1;
    await book.note(key, { ok: false, unfinished, why: 'trying it out was never finished' });
  }

  async #note(key: string, { backEnd }: ProbeParams, outcome: ProbeOutcome): Promise<ProbeOutcome> {
    const { book, logger } = this.#options;
    const what = outcome.ok
      ? `${outcome.result.device ?? 'the processor'}, ${outcome.result.promptMsPerToken.toFixed(2)} ms to read a ` +
        `token and ${outcome.result.msPerToken.toFixed(1)} ms to write one`
      : outcome.why;
    logger.info(`Tried out ${backEndNames[backEnd]}: ${what}.`);
    await book.note(key, outcome);
    return outcome;
  }
}

/** The first sentence says what happened; what to do about it is not for a back end that nobody insists on. */
function reasonOf({ reason, message }: HearthError): string {
  if (reason === 'engine-hung') return `it did not answer within ${limitMs / 1000} s`;
  return message.split(/\.(?=\s|$)/)[0] ?? message;
}
