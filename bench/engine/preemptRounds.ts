import { setTimeout as sleep } from 'node:timers/promises';
import type { EngineClient } from '../../src/engine/engineClient';
import type { EngineCost } from '../../src/engine/port';
import { ask } from './engineUnderBench';
import { type Slice, slicesOf, type SliceWatch } from './sliceWatch';
import { atLineEnd, promptAt, type Source } from './sources';
import { median } from './statistics';

/** The key comes at a random time of these, in ms, after the prefill began … */
const leastDelayMs = 50;
const mostDelayMs = 400;

/** … but within this share of the time that the whole prefill takes: else it would come too late to meet it. */
const latestShare = 0.7;

/** Far places that are prepared undisturbed, to learn how long slices are. */
const calibrations = 3;

/** Lines between two far places. */
const linesApart = 31;

export interface KeyDuringPrefill {
  readonly cost: EngineCost;
  /** Whether the far place was still being prepared when the key came. */
  readonly isDuring: boolean;
}

export interface Calibration {
  readonly slices: readonly Slice[];
  /** Of the background prefill of one far place: medians. */
  readonly prefillTokens: number;
  readonly prefillMs: number;
}

export interface PreemptSources {
  /** Where the keys are typed. */
  readonly near: Source;
  /** Where the far places are. */
  readonly far: Source;
}

/** Keys at a warm place, with and without a far place being prepared in the background. */
export class PreemptRounds {
  readonly #engine: EngineClient;
  readonly #watch: SliceWatch;
  readonly #near: Typing;
  readonly #far: Source;
  readonly #random: () => number;
  #visits = 0;
  #latestDelayMs = mostDelayMs;

  constructor(engine: EngineClient, watch: SliceWatch, sources: PreemptSources, random: () => number) {
    this.#engine = engine;
    this.#watch = watch;
    this.#near = new Typing(sources.near, 'near');
    this.#far = sources.far;
    this.#random = random;
  }

  /** Types some keys, so that their place is warm, and learns what background work is like here. */
  async prepare(): Promise<Calibration> {
    for (let key = 0; key < 8; key++) await this.#press();
    const slices: Slice[] = [];
    const tokens: number[] = [];
    const times: number[] = [];
    for (let count = 0; count < calibrations; count++) {
      await this.#watch.settled();
      const before = await this.#watch.tokens();
      this.#visitFar();
      await this.#watch.begun();
      const sightings = await this.#watch.settled();
      slices.push(...slicesOf(sightings));
      tokens.push((sightings.at(-1)?.tokens ?? before) - before);
      times.push((sightings.at(-1)?.at ?? 0) - (sightings[0]?.at ?? 0));
      await this.#press();
    }
    const prefillMs = median(times);
    this.#latestDelayMs = Math.min(mostDelayMs, prefillMs * latestShare);
    return { slices, prefillTokens: median(tokens), prefillMs };
  }

  /** A key when the engine has had nothing to do for a while. */
  async quiet(): Promise<EngineCost> {
    await this.#watch.settled();
    await sleep(this.#delay());
    return this.#press();
  }

  /** The same while a far place is prepared. */
  async duringPrefill(): Promise<KeyDuringPrefill> {
    await this.#watch.settled();
    const far = this.#visitFar();
    await this.#watch.begun();
    await sleep(this.#delay());
    const isDuring = !this.#engine.isWarm(far);
    return { cost: await this.#press(), isDuring };
  }

  async #press(): Promise<EngineCost> {
    const { cost } = await ask(this.#engine, this.#near.next(), answerTokens);
    return cost;
  }

  /** The cursor comes to rest in a document that the engine knows nothing of; returns the document. */
  #visitFar(): string {
    const visit = this.#visits++;
    // The middle of the file, and on: above and below is enough text for a whole window.
    const first = Math.floor(this.#far.lines.length / 4);
    const line = first + ((visit * linesApart) % Math.floor(this.#far.lines.length / 2));
    const prompt = atLineEnd(this.#far, `far/${visit}`, line);
    this.#engine.visit(prompt);
    return prompt.document;
  }

  #delay(): number {
    const least = Math.min(leastDelayMs, this.#latestDelayMs / 2);
    return least + this.#random() * (this.#latestDelayMs - least);
  }
}

/** As short as an answer at a key is when the next key follows. */
const answerTokens = 4;

/** Types a source's lines from its middle on, a key at a time. */
class Typing {
  readonly #source: Source;
  readonly #document: string;
  #line: number;
  #characters = 0;

  constructor(source: Source, document: string) {
    this.#source = source;
    this.#document = document;
    this.#line = Math.floor(source.lines.length / 2);
  }

  next(): ReturnType<typeof promptAt> {
    const text = (): string => this.#source.lines[this.#line] ?? '';
    if (this.#characters >= text().length) {
      this.#line++;
      this.#characters = text().length - text().trimStart().length;
    } else {
      this.#characters++;
    }
    return promptAt(this.#source, {
      document: this.#document,
      line: this.#line,
      typed: text().slice(0, this.#characters),
      resumesAt: this.#source.lines.length - linesBelow,
    });
  }
}

/** What stands below the lines that are typed, in lines from the source's end. */
const linesBelow = 40;
