import type { BackgroundWork } from '../../../../../src/engine/host/scheduler';
import type { FakeClock } from '../../../../support/fakeClock';

/** The CPU time of a process that computes nothing but what a test has it compute. */
export class CpuMeter {
  cpuMs = 0;
}

/** A piece of work that ran. Times and CPU time in ms. */
export interface Piece {
  readonly startedAt: number;
  readonly endedAt: number;
  readonly cpuMs: number;
}

/** What a piece of work takes, in ms. */
export type Cost = Omit<Piece, 'startedAt' | 'endedAt'> & { readonly ms: number };

/** Background work without an end, whose slices take the time and the CPU time that `cost` says. Keeps what ran. */
export class MeteredWork implements BackgroundWork {
  readonly pieces: Piece[] = [];
  readonly #clock: FakeClock;
  readonly #meter: CpuMeter;
  readonly #cost: () => Cost;

  constructor(clock: FakeClock, meter: CpuMeter, cost: () => Cost) {
    this.#clock = clock;
    this.#meter = meter;
    this.#cost = cost;
  }

  async slice(maxTokens: number): Promise<number> {
    const { ms, cpuMs } = this.#cost();
    const startedAt = this.#clock.now();
    await new Promise<void>((resolve) => void this.#clock.after(ms, resolve));
    this.#meter.cpuMs += cpuMs;
    this.pieces.push({ startedAt, endedAt: this.#clock.now(), cpuMs });
    return maxTokens;
  }
}

/** CPU time, in ms, of the pieces that ended in the `windowMs` up to `now`. */
export function usedBefore(now: number, pieces: readonly Piece[], windowMs: number): number {
  return pieces
    .filter(({ endedAt }) => endedAt > now - windowMs && endedAt <= now)
    .reduce((sum, { cpuMs }) => sum + cpuMs, 0);
}

/** The most CPU time, in ms, of pieces that ended in any `windowMs`. */
export function mostInWindow(pieces: readonly Piece[], windowMs: number): number {
  return Math.max(0, ...pieces.map(({ endedAt }) => usedBefore(endedAt, pieces, windowMs)));
}
