/** Crashes within this time count together, in ms. */
const periodMs = 180_000;
const maxCrashes = 5;
const firstDelayMs = 200;
const longestDelayMs = 5_000;

/** When a crashed engine may start again, and when it has crashed too often to. */
export class RestartPolicy {
  #crashes: number[] = [];

  /** Notes a crash at `now`, in ms. */
  crashed(now: number): void {
    this.#crashes = this.#crashes.filter((at) => now - at < periodMs);
    this.#crashes.push(now);
  }

  /** How many crashes count now. */
  get crashes(): number {
    return this.#crashes.length;
  }

  /** Whether it should stay down until it is restarted by hand. */
  get isExhausted(): boolean {
    return this.#crashes.length >= maxCrashes;
  }

  /** Milliseconds from `now` until the next start is allowed; doubles with each crash. */
  delay(now: number): number {
    const last = this.#crashes.at(-1);
    if (last === undefined) return 0;
    const backOff = Math.min(firstDelayMs * 2 ** (this.#crashes.length - 1), longestDelayMs);
    return Math.max(0, last + backOff - now);
  }

  /** Forgets all crashes. */
  reset(): void {
    this.#crashes = [];
  }
}
