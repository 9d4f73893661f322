import type { Refusal } from './admission';

export interface Saved {
  readonly saved: true;
  readonly id: string;
  readonly bytes: number;
  /** How many others had to go for want of room. */
  readonly evicted: number;
}

export interface NotSaved {
  readonly saved: false;
  /**
   * `already-saved`: another snapshot holds all of it. `no-space`: the disk is nearly full. `busy`: another window kept
   * the folder locked, or what had to go is in use. `failed`: see the message.
   */
  readonly reason: Refusal | 'already-saved' | 'no-space' | 'busy' | 'failed';
  readonly message?: string;
}

export type SaveResult = Saved | NotSaved;

export interface Restored {
  readonly restored: true;
  /** Of the state. */
  readonly bytes: number;
  /** What verifying and reading took. */
  readonly ms: number;
}

export interface NotRestored {
  readonly restored: false;
  /**
   * `missing`: gone, as by another window's eviction. `foreign` (another key, or no header of this format) and
   * `damaged`: never read. `refused`: the reader failed, and what it read into is in an unknown state. What cannot be
   * used is removed.
   */
  readonly reason: 'missing' | 'foreign' | 'damaged' | 'refused';
  readonly message?: string;
}

export type RestoreResult = Restored | NotRestored;

export interface Removal {
  readonly removed: number;
  /** Entries that cannot be removed, as on Windows while another process reads them. */
  readonly kept: number;
}
