import type { Clock } from '../../base/clock';

const minuteMs = 60_000;

/** Of readings that are nearer to each other, in ms, the last one is kept. */
const leastMs = 500;

interface Reading {
  readonly at: number;
  readonly seconds: number;
}

/**
 * How much CPU this process used in the last minute. It is read where work begins and ends, so that no timer wakes a
 * process at rest; between two readings the use is taken to be even.
 */
export class CpuMeter {
  readonly #clock: Clock;
  readonly #cpuSeconds: () => number;
  readonly #readings: Reading[] = [];

  /** `cpuSeconds`: what all threads have used since the process started. */
  constructor(clock: Clock, cpuSeconds: () => number = secondsOfThisProcess) {
    this.#clock = clock;
    this.#cpuSeconds = cpuSeconds;
    this.note();
  }

  /** Since the process started. */
  get seconds(): number {
    return this.#cpuSeconds();
  }

  /** Work begins or ends. */
  note(): void {
    const at = this.#clock.now();
    const earlier = this.#readings.at(-2);
    if (earlier !== undefined && at - earlier.at < leastMs) this.#readings.pop();
    this.#readings.push({ at, seconds: this.#cpuSeconds() });
    // The last reading that is a minute old is where the minute begins.
    while ((this.#readings[1]?.at ?? at) <= at - minuteMs) this.#readings.shift();
  }

  /** In the last minute, or since the meter began. */
  secondsInLastMinute(): number {
    const at = this.#clock.now();
    const seconds = this.#cpuSeconds();
    return seconds - this.#at(at - minuteMs, { at, seconds });
  }

  #at(moment: number, now: Reading): number {
    const readings = [...this.#readings, now];
    const after = readings.findIndex(({ at }) => at > moment);
    const next = readings[after] ?? now;
    const before = readings[after - 1];
    if (before === undefined) return next.seconds;
    const share = (moment - before.at) / (next.at - before.at);
    return before.seconds + share * (next.seconds - before.seconds);
  }
}

function secondsOfThisProcess(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
