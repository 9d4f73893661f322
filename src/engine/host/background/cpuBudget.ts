import type { Clock } from '../../../base/clock';
import type { BackgroundAllowance } from './allowance';

/** Over which time background work is bounded, in ms. */
export const windowMs = 60_000;

/** After how long at most to ask again, in ms: the power plug or the machine's load may allow more by then. */
const askAgainMs = 10_000;

export interface CpuBudgetParts {
  readonly clock: Clock;
  /** CPU time that this process has used so far, in ms, over all threads. */
  readonly cpuMs: () => number;
  /** CPU time that a window may have now, in ms; 0 or less turns background work off. */
  readonly allowedMs: () => number;
}

/**
 * Bounds the CPU time of background work over every {@link windowMs}. A piece of work begins only while less than what
 * is allowed was used in the window before it, so the pieces that begin and end in any one window use at most that and
 * the last of them. All that is allowed may be used at once: work is wanted when the user has just come somewhere.
 */
export class CpuBudget implements BackgroundAllowance {
  readonly #clock: Clock;
  readonly #cpuMs: () => number;
  readonly #allowedMs: () => number;
  /** What was used in the last window, oldest first. */
  readonly #charges: { readonly at: number; readonly cpuMs: number }[] = [];
  #usedMs = 0;
  /** Pieces that run now. */
  #running = 0;
  /** The process's CPU time up to which running pieces are charged, in ms. */
  #chargedTo = 0;

  constructor({ clock, cpuMs, allowedMs }: CpuBudgetParts) {
    this.#clock = clock;
    this.#cpuMs = cpuMs;
    this.#allowedMs = allowedMs;
  }

  waitMs(): number {
    this.#chargeRunning();
    const allowedMs = this.#allowedMs();
    if (allowedMs <= 0) return Infinity;
    const now = this.#clock.now();
    this.#forget(now);
    let usedMs = this.#usedMs;
    if (usedMs < allowedMs) return 0;
    for (const { at, cpuMs } of this.#charges) {
      usedMs -= cpuMs;
      if (usedMs < allowedMs) return Math.min(Math.ceil(at + windowMs - now), askAgainMs);
    }
    return askAgainMs;
  }

  /** Where pieces overlap, what the process uses is charged once. */
  async measured<T>(work: () => Promise<T>): Promise<T> {
    this.#chargeRunning();
    if (this.#running === 0) this.#chargedTo = this.#cpuMs();
    this.#running++;
    try {
      return await work();
    } finally {
      this.#chargeRunning();
      this.#running--;
    }
  }

  /** Charges CPU time, in ms, that was used up to now. */
  charge(cpuMs: number): void {
    if (cpuMs <= 0) return;
    this.#charges.push({ at: this.#clock.now(), cpuMs });
    this.#usedMs += cpuMs;
  }

  #chargeRunning(): void {
    if (this.#running === 0) return;
    const cpuMs = this.#cpuMs();
    this.charge(cpuMs - this.#chargedTo);
    this.#chargedTo = cpuMs;
  }

  #forget(now: number): void {
    for (let oldest = this.#charges[0]; oldest && now - oldest.at >= windowMs; oldest = this.#charges[0]) {
      this.#charges.shift();
      this.#usedMs -= oldest.cpuMs;
    }
    // Sums of fractions drift; an empty window is exactly empty.
    if (this.#charges.length === 0) this.#usedMs = 0;
  }
}
