// @ts-check

/**
 * Chances and times of a typist, the same for the same seed. The mean time between keys is that of Dhakal et al., CHI 2018, as in the
 * generated traces; see `bench/traces/README.md`, "Parameters".
 */
export class SeededRhythm {
  #state;

  /** @param {number} seed */
  constructor(seed) {
    this.#state = seed >>> 0;
  }

  /** From 0 to 1. Mulberry32 by Tommy Ettinger, in the public domain. */
  next() {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A time between two keys, in ms, log-normal. */
  keyMs() {
    return Math.round(Math.min(900, this.#logNormal(238.656, 111.6)));
  }

  /** A pause before a line or another place, in ms. */
  thoughtMs() {
    return Math.round(Math.min(6_000, this.#logNormal(1_400, 900)));
  }

  /**
   * @param {number} mean
   * @param {number} deviation
   */
  #logNormal(mean, deviation) {
    const variance = Math.log(1 + (deviation / mean) ** 2);
    const normal = Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
    return Math.exp(Math.log(mean) - variance / 2 + Math.sqrt(variance) * normal);
  }
}
