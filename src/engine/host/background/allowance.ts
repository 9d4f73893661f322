/** Says when background work may compute, and keeps account of what it uses. */
export interface BackgroundAllowance {
  /**
   * How long background work must wait from now, in ms: 0 means it may run, Infinity that it never may. Worth asking
   * between the parts of a long piece of work too: what the piece has used so far counts.
   */
  waitMs(): number;

  /** Runs a piece of background work and charges the CPU time that it takes, also where it fails. */
  measured<T>(work: () => Promise<T>): Promise<T>;
}

/** Holds nothing up and counts nothing: for replays whose results may not depend on the machine's speed. */
export class UnlimitedAllowance implements BackgroundAllowance {
  waitMs(): number {
    return 0;
  }

  measured<T>(work: () => Promise<T>): Promise<T> {
    return work();
  }
}
