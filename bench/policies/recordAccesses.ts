import { traceScript } from '../replay/script';
import { type ReplayedEngine, runScript } from '../replay/session';
import type { PlayedTrace } from '../traces/pace';
import type { Access, Workload } from './access';
import { RecordedCache } from './recordedCache';

/** Replays traces, each with a cache of its own without limits, and returns what was asked of it. */
export async function recordAccesses(
  traces: AsyncIterable<PlayedTrace>,
  engine: ReplayedEngine,
  onTrace: (workload: Workload) => void = () => undefined,
): Promise<Workload[]> {
  const workloads: Workload[] = [];
  for await (const { name, trace, finalTexts } of traces) {
    const accesses: Access[] = [];
    await engine.clear();
    await runScript(
      traceScript(name, trace, finalTexts),
      {
        realtime: false,
        kv: true,
        cache: true,
        engine: { threads: 0 },
        makeCache: (limits) => new RecordedCache(limits, accesses),
      },
      engine,
    );
    workloads.push({ name, accesses });
    onTrace({ name, accesses });
  }
  return workloads;
}
