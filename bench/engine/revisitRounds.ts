import { setTimeout as sleep } from 'node:timers/promises';
import { HearthError } from '../../src/base/errors';
import type { EngineClient } from '../../src/engine/engineClient';
import type { EngineCost, PromptText } from '../../src/engine/port';
import { ask } from './engineUnderBench';
import { atLineEnd, halfLineFrom, promptAt, type HalfLine, type Source } from './sources';

/** How many lines are written between two requests while the place grows. */
const linesAStep = 15;

/** How long the engine has after a start to open the folder of snapshots, which it does beside its first requests. */
const openingMs = 1_000;

/** Where the rest of the source begins, which stands below the cursor all the time, in lines from its end. */
const linesBelow = 60;

export interface RevisitSources {
  /** The place to come back to. */
  readonly place: Source;
  /** Two places to visit in between, and one to ask at as soon as an engine has started. */
  readonly others: readonly [Source, Source];
}

/** What one round measured. */
export interface RevisitRound {
  /** The text of the place, from nothing: see {@link RevisitRounds.measure}. */
  readonly cold: readonly EngineCost[];
  /** A request at the same cursor in a document that the engine knows nothing of: the prompt it makes is shorter. */
  readonly coldFresh: EngineCost;
  readonly memory: EngineCost;
  readonly snapshot: EngineCost;
}

/**
 * Coming back to a place of many tokens: a document that was written from its top, so that all of it is in the prompt,
 * and left with half a line typed. What is measured is the first key there.
 */
export class RevisitRounds {
  readonly #engine: EngineClient;
  readonly #sources: RevisitSources;

  constructor(engine: EngineClient, sources: RevisitSources) {
    this.#engine = engine;
    this.#sources = sources;
  }

  /** Writes the document in steps until its prompt has `tokens` tokens; returns where that is. */
  async grow(tokens: number): Promise<HalfLine> {
    const { place } = this.#sources;
    let largest = 0;
    for (let line = 0; line < this.#resumesAt; line += linesAStep) {
      const half = halfLineFrom(place, line);
      if (!half || half.line >= this.#resumesAt) break;
      const { cost } = await ask(this.#engine, this.#promptAt('grown', line === 0 ? top : half));
      const size = promptTokens([cost]);
      if (size >= tokens) return half;
      // A window is given up when it has grown too long: what follows is shorter.
      if (size < largest) break;
      largest = size;
    }
    throw new HearthError(
      'input-invalid',
      `A place has at most ${largest} tokens of this model, and --tokens asks for ${tokens}. Ask for fewer.`,
    );
  }

  /**
   * One round at the half line that {@link grow} found. Cold, the same text is evaluated from nothing in two requests,
   * whose times belong together: one at the top of the document as yet empty, then one with all of its text. (A first
   * request there would get a shorter window; that is `coldFresh`.) Each round has documents and paths of its own, so
   * that it finds nothing of the rounds before, neither in memory nor on disk.
   */
  async measure(round: number, half: HalfLine): Promise<RevisitRound> {
    const engine = this.#engine;
    const document = `place/${round}`;
    const left = this.#promptAt(document, half);
    const next = this.#promptAt(document, { ...half, typed: half.typed + half.key });
    const { cost: coldFresh } = await ask(engine, this.#promptAt(`fresh/${round}`, half));
    const { cost: first } = await ask(engine, this.#promptAt(document, top));
    const { cost: rest } = await ask(engine, left);
    await this.#visitOthers(round);
    const { cost: memory } = await ask(engine, next);
    await ask(engine, left);
    await this.#restart();
    const { cost: snapshot } = await ask(engine, next);
    return { cold: [first, rest], coldFresh, memory, snapshot };
  }

  /** Loading the model, and opening the folder of snapshots, are not what is measured. */
  async #restart(): Promise<void> {
    await this.#engine.restart();
    await ask(this.#engine, { ...atLineEnd(this.#sources.others[0], 'start', 0), after: '' });
    await sleep(openingMs);
  }

  async #visitOthers(round: number): Promise<void> {
    for (const [index, source] of this.#sources.others.entries()) {
      const line = Math.floor(source.lines.length / 2);
      await ask(this.#engine, atLineEnd(source, `other/${index}/${round}`, line));
    }
  }

  #promptAt(document: string, { line, typed }: Pick<HalfLine, 'line' | 'typed'>): PromptText {
    const cursor = { document, line, typed, resumesAt: this.#resumesAt };
    return promptAt(this.#sources.place, cursor);
  }

  get #resumesAt(): number {
    return this.#sources.place.lines.length - linesBelow;
  }
}

const top = { line: 0, typed: '' };

/** Tokens of the prompt that the last of these costs is of. */
export function promptTokens(costs: readonly EngineCost[]): number {
  const last = costs.at(-1);
  return last ? last.reusedTokens + last.evaluatedTokens : 0;
}
