import { setTimeout as sleep } from 'node:timers/promises';
import { HearthError } from '../../src/base/errors';
import type { Clock } from '../../src/base/clock';
import type { EngineClient } from '../../src/engine/engineClient';

/** A background slice as it shows from outside. */
export interface Slice {
  readonly tokens: number;
  /** From the end of the slice before to its own end, in ms. */
  readonly ms: number;
}

/** When the count of background tokens stood at what. */
export interface Sighting {
  readonly at: number;
  readonly tokens: number;
}

/** Time between two looks at the count, in ms: it is also the error of a slice's length. */
const lookMs = 2;

/** How long background work may take to begin, in ms; the engine waits for half a second without requests. */
const beginMs = 10_000;

/** The engine has nothing left to prepare when nothing came for this long, in ms: longer than it waits to begin. */
const settledMs = 900;

/** Sees the slices of an engine's background work by the count of its tokens. */
export class SliceWatch {
  readonly #engine: EngineClient;
  readonly #clock: Clock;

  constructor(engine: EngineClient, clock: Clock) {
    this.#engine = engine;
    this.#clock = clock;
  }

  /** Background tokens since the engine started. */
  async tokens(): Promise<number> {
    return (await this.#engine.stats())?.backgroundTokens ?? 0;
  }

  /** Resolves when background work begins; throws where none does. */
  async begun(): Promise<void> {
    const before = await this.tokens();
    const deadline = this.#clock.now() + beginMs;
    while ((await this.tokens()) === before) {
      if (this.#clock.now() > deadline) {
        throw new HearthError('unexpected', `The engine began no background work within ${beginMs} ms.`);
      }
      await sleep(lookMs);
    }
  }

  /** Resolves when there is no background work left; with what was seen of it until then. */
  async settled(): Promise<Sighting[]> {
    const sightings: Sighting[] = [{ at: this.#clock.now(), tokens: await this.tokens() }];
    for (;;) {
      await sleep(lookMs);
      const tokens = await this.tokens();
      const last = sightings.at(-1);
      if (tokens !== last?.tokens) sightings.push({ at: this.#clock.now(), tokens });
      else if (this.#clock.now() - last.at > settledMs) return sightings;
    }
  }
}

/** The slices between sightings; how long the first one took was not seen. */
export function slicesOf(sightings: readonly Sighting[]): Slice[] {
  return sightings.flatMap((sighting, index) => {
    const before = sightings[index - 1];
    if (!before || index === 1) return [];
    return [{ tokens: sighting.tokens - before.tokens, ms: sighting.at - before.at }];
  });
}
