import type { EngineStats } from '../../src/engine/port';

/** What an engine says of itself that has done nothing, or as `changes` say. */
export function engineStats(changes: Partial<EngineStats> = {}): EngineStats {
  return {
    rssBytes: 1024 ** 2,
    backgroundTokens: 0,
    cpuSeconds: 0,
    cpuSecondsAMinute: 0,
    sequences: [],
    processId: 1,
    ...changes,
  };
}
