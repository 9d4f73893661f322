import { seededRandom } from '../../test/support/random';

/** Mean and standard deviation of a log-normal distribution, and the values it is cut to; all in ms. */
interface Spread {
  readonly mean: number;
  readonly deviation: number;
  readonly least: number;
  readonly most: number;
}

/** The parameters of the rhythm, in ms unless said otherwise; `README.md` says where each comes from. */
export const rhythmParameters = {
  /** Mean time between two keys, which differs from typist to typist. */
  keyOfTypist: { mean: 238.656, deviation: 111.6, least: 90, most: 600 },
  /** Standard deviation of one typist's times, as a part of their mean. */
  deviationOfKeys: 0.5,
  /** The first letter of a word takes so many times as long as one within it. */
  wordStartFactor: 1.4,
  /** Between the end of a line and the next one. */
  lineStart: { mean: 900, deviation: 700, least: 200, most: 5_000 },
  /** A pause for thought. */
  thought: { mean: 4_000, deviation: 3_000, least: 2_000, most: 15_000 },
  /** How often such a pause comes before a line, 0 … 1. */
  thoughtBeforeLine: 0.2,
  /** How often it comes within a line, before a word, 0 … 1. */
  thoughtBeforeWord: 0.02,
  /** From a wrong key to seeing it. */
  notice: { mean: 450, deviation: 250, least: 150, most: 2_000 },
  /** From a suggestion to taking it, and from a wrong one to taking it back. */
  verdict: { mean: 900, deviation: 500, least: 250, most: 4_000 },
  /** From the last key to the cursor being in another place or file, evenly. */
  travel: { least: 1_000, most: 2_000 },
  /** Reading there, evenly. */
  reading: { least: 1_000, most: 8_000 },
  /** Between two keys that are held or repeated, such as Backspace, evenly. */
  repeat: { least: 60, most: 160 },
} as const;

type Pause = 'lineStart' | 'thought' | 'notice' | 'verdict';

/** The times of one typist, in whole milliseconds, and every other choice left to chance; the same for the same seed. */
export class Rhythm {
  readonly #random: () => number;
  readonly #keyMean: number;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
    this.#keyMean = this.#logNormal(rhythmParameters.keyOfTypist);
  }

  /** Time before a key. */
  key(startsWord: boolean): number {
    const mean = this.#keyMean * (startsWord ? rhythmParameters.wordStartFactor : 1);
    const deviation = mean * rhythmParameters.deviationOfKeys;
    return Math.round(this.#logNormal({ mean, deviation, least: 30, most: mean * 5 }));
  }

  repeat(): number {
    return this.#evenly(rhythmParameters.repeat);
  }

  pause(kind: Pause): number {
    return Math.round(this.#logNormal(rhythmParameters[kind]));
  }

  travel(): number {
    return this.#evenly(rhythmParameters.travel);
  }

  reading(): number {
    return this.#evenly(rhythmParameters.reading);
  }

  chance(probability: number): boolean {
    return this.#random() < probability;
  }

  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.#random() * (most - least + 1));
  }

  /** One of the items; undefined where there are none. */
  pick<T>(items: readonly T[]): T | undefined {
    return items[Math.floor(this.#random() * items.length)];
  }

  shuffled<T>(items: readonly T[]): T[] {
    return items
      .map((item) => ({ item, order: this.#random() }))
      .sort((a, b) => a.order - b.order)
      .map(({ item }) => item);
  }

  #evenly({ least, most }: { readonly least: number; readonly most: number }): number {
    return this.between(least, most);
  }

  /** A normal number by the method of Box and Muller (1958), scaled and exponentiated. */
  #logNormal({ mean, deviation, least, most }: Spread): number {
    const variance = Math.log(1 + (deviation / mean) ** 2);
    const normal = Math.sqrt(-2 * Math.log(1 - this.#random())) * Math.cos(2 * Math.PI * this.#random());
    const value = Math.exp(Math.log(mean) - variance / 2 + Math.sqrt(variance) * normal);
    return Math.min(most, Math.max(least, value));
  }
}
