import type { Clock } from '../../../base/clock';
import type { PowerReader } from './powerReader';
import type { PowerState } from './powerStates';

/** Knows whether the machine runs on battery. It is read only when asked for, beside what runs, and not too often. */
export class PowerSource {
  readonly #clock: Clock;
  readonly #reader: PowerReader;
  #state: PowerState | undefined;
  #readAt = -Infinity;

  /** Reads once, so that the answer is there when it is wanted. */
  constructor(clock: Clock, reader: PowerReader) {
    this.#clock = clock;
    this.#reader = reader;
    this.#readWhenDue();
  }

  /** As last read; false until then and where the system does not tell. Never waits. */
  isOnBattery(): boolean {
    this.#readWhenDue();
    return this.#state === 'battery';
  }

  #readWhenDue(): void {
    const now = this.#clock.now();
    // A machine without a battery gets none, so it is not asked again.
    if (this.#state === 'no-battery' || now - this.#readAt < this.#reader.intervalMs) return;
    this.#readAt = now;
    void this.#reader.read().then((state) => {
      this.#state = state;
    });
  }
}
