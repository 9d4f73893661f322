import type { Access, Workload } from './access';

/** The traces one after another, as on a day in which each file is worked on once. */
export function inARow(name: string, traces: readonly Workload[]): Workload {
  return { name, accesses: apart(traces).flatMap(({ accesses }) => accesses) };
}

/**
 * A quarter of each trace after another, then the second quarters, and so on: a day on which each file is come back to
 * three times, with all the others in between.
 */
export function withReturns(name: string, traces: readonly Workload[], parts = 4): Workload {
  const all = apart(traces);
  const accesses = Array.from({ length: parts }, (_, part) =>
    all.flatMap((trace) => {
      const length = trace.accesses.length / parts;
      return trace.accesses.slice(Math.round(part * length), Math.round((part + 1) * length));
    }),
  ).flat();
  return { name, accesses };
}

/** Entries of different traces are different, whatever their numbers. */
function apart(traces: readonly Workload[]): Workload[] {
  let shift = 0;
  return traces.map(({ name, accesses }) => {
    const from = shift;
    const moved = accesses.map(({ kind, item }): Access => {
      if (item === undefined) return { kind: 'look', item };
      const key = from + item.key;
      shift = Math.max(shift, key + 1);
      return { kind, item: { ...item, key } };
    });
    return { name, accesses: moved };
  });
}
