import { isAbortError } from '../../src/base/abort';
import type { Clock } from '../../src/base/clock';
import type { CompletionEngine, DecodeLimits } from '../../src/engine/port';
import type { Source } from './sources';
import { WorkingDocument } from './workingDocument';

/** Keystrokes of an hour of work, in which a person reads and thinks most of the time. */
export const keystrokesAnHour = 3_125;

/**
 * Engine requests a keystroke: in replays of typing, the completion cache and running requests answer the other three
 * quarters.
 */
export const requestsAKeystroke = 0.25;

/** Engine requests that so many hours of work make: 6,250 in eight. */
export function requestsOf(hours: number): number {
  return Math.max(1, Math.round(hours * keystrokesAnHour * requestsAKeystroke));
}

/** Shares of the requests; what is left is typing. */
const shares = { abort: 0.1, accept: 0.08, jump: 0.03 };

/** Share of the jumps after which the cursor rests until its place is prepared. */
const restShare = 0.2;

/** Longer than the engine waits before it uses idle time, in ms. */
const restMs = 700;

/** The next key aborts a request after at most this long, in ms. */
const mostAbortMs = 40;

/** Short answers, so that a day passes in minutes: what memory depends on are places and prompts. */
const limits: DecodeLimits = { tokens: 4, lines: 1 };

const never = new AbortController().signal;

/**
 * The engine requests of a person at work in several documents, one after another with no time between: typing, taking
 * answers and taking them back, typing on before an answer is there, going elsewhere.
 */
export class WorkingDay {
  readonly #engine: CompletionEngine;
  readonly #documents: readonly WorkingDocument[];
  readonly #clock: Clock;
  readonly #random: () => number;
  #current = 0;
  #requests = 0;
  #aborted = 0;

  constructor(engine: CompletionEngine, clock: Clock, sources: readonly Source[], random: () => number) {
    this.#engine = engine;
    this.#clock = clock;
    this.#documents = sources.map((source, index) => new WorkingDocument(`work/${index}`, source));
    this.#random = random;
  }

  /** Engine requests made until now. */
  get requests(): number {
    return this.#requests;
  }

  /** Those of them that ended by an abort; some were answered before theirs came. */
  get aborted(): number {
    return this.#aborted;
  }

  get documents(): readonly WorkingDocument[] {
    return this.#documents;
  }

  /** Does one thing that makes a request or two. */
  async step(): Promise<void> {
    const draw = this.#random();
    if (this.#document.isTyped || draw < shares.jump) await this.#jump();
    else if (draw < shares.jump + shares.accept) await this.#accept();
    else if (draw < shares.jump + shares.accept + shares.abort) await this.#abort();
    else await this.#type();
  }

  get #document(): WorkingDocument {
    const document = this.#documents[this.#current];
    if (!document) throw new RangeError('There is no document to work in.');
    return document;
  }

  async #type(): Promise<void> {
    this.#document.type(this.#whole(1, 2 / requestsAKeystroke - 1));
    await this.#ask(never);
  }

  async #accept(): Promise<void> {
    const text = await this.#ask(never);
    this.#document.insert(text);
    await this.#ask(never);
    this.#document.undo(text);
  }

  async #abort(): Promise<void> {
    this.#document.type(1);
    const controller = new AbortController();
    const timer = this.#clock.after(this.#random() * mostAbortMs, () => controller.abort());
    try {
      await this.#ask(controller.signal);
    } catch (error) {
      if (!isAbortError(error)) throw error;
      this.#aborted++;
    } finally {
      timer.dispose();
    }
  }

  /** To one of a few places in a document, as people come back to where they were, or to any other. */
  async #jump(): Promise<void> {
    this.#document.leave();
    this.#current = this.#whole(0, this.#documents.length - 1);
    const { lineCount } = this.#document;
    const isKnown = this.#random() < 0.7;
    const line = isKnown ? Math.floor((lineCount * this.#whole(1, 3)) / 4) : this.#whole(0, lineCount - 2);
    this.#document.goTo(line, this.#whole(2, 12));
    if (this.#random() < restShare) {
      this.#engine.visit(this.#document.prompt());
      await new Promise<void>((resolve) => void this.#clock.after(restMs, resolve));
    }
    await this.#ask(never);
  }

  async #ask(signal: AbortSignal): Promise<string> {
    this.#requests++;
    const { text } = await this.#engine.complete({ prompt: this.#document.prompt(), limits }, signal);
    return text;
  }

  /** A whole number, both ends included. */
  #whole(least: number, most: number): number {
    return least + Math.floor(this.#random() * (most - least + 1));
  }
}
