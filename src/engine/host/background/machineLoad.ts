import { cpus } from 'node:os';
import type { Clock } from '../../../base/clock';

/** CPU times up to now, in ms. */
export interface CpuSample {
  /** Of all processes, this one included. */
  readonly busyMs: number;
  /** Of all cores, the idle time included. */
  readonly totalMs: number;
  /** Of this process. */
  readonly ownMs: number;
}

/** Between two samples, in ms: the system counts in steps of 10 ms or so, and reading it takes time as well. */
const sampleMs = 2_000;

/**
 * How busy other processes keep the machine. Differences of the cores' times are used, not the load average: that is
 * always 0 on Windows, counts waiting for disks on Linux, and lags by a minute.
 */
export class MachineLoad {
  readonly #clock: Clock;
  readonly #sample: () => CpuSample;
  #sampledAt: number;
  #last: CpuSample;
  #othersShare = 0;

  constructor(clock: Clock, sample: () => CpuSample = sampleCpus) {
    this.#clock = clock;
    this.#sample = sample;
    this.#sampledAt = clock.now();
    this.#last = sample();
  }

  /**
   * The share of all cores' time that other processes used since the sample before, 0 … 1. Samples are taken only when
   * this is asked, so the share is of the last seconds while background work goes on, and of the whole pause after one.
   */
  othersShare(): number {
    const now = this.#clock.now();
    if (now - this.#sampledAt < sampleMs) return this.#othersShare;
    const [before, after] = [this.#last, this.#sample()];
    const totalMs = after.totalMs - before.totalMs;
    const othersMs = after.busyMs - before.busyMs - (after.ownMs - before.ownMs);
    // A core that was taken off the machine takes its times with it.
    this.#othersShare = totalMs > 0 ? Math.min(Math.max(othersMs / totalMs, 0), 1) : 0;
    this.#last = after;
    this.#sampledAt = now;
    return this.#othersShare;
  }
}

/** Where the system does not tell its cores' times, the machine counts as free. */
function sampleCpus(): CpuSample {
  let [busyMs, idleMs] = [0, 0];
  for (const { times } of cpus()) {
    busyMs += times.user + times.nice + times.sys + times.irq;
    idleMs += times.idle;
  }
  return { busyMs, totalMs: busyMs + idleMs, ownMs: processCpuMs() };
}

/** CPU time of this process so far, user and system, over all threads, in ms. */
export function processCpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
