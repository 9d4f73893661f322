import { cpus } from 'node:os';
import { beginningOf, type PlayedTrace } from '../traces/pace';
import { type Contender, type ContenderName, type ContenderOptions, startContender } from './contenders';
import type { PlannedGroup } from './plan';
import { readUsage } from './processUsage';
import { differencesOf, type RunKey, type RunRecord } from './runRecord';
import { figuresOf } from './runFigures';
import type { RunsFile } from './runsFile';

export interface GroupOptions extends Omit<ContenderOptions, 'context'> {
  /** Edits of each trace. */
  readonly keys: number;
  /** Whether what is recorded is run again, to compare its counts. */
  readonly again: boolean;
  readonly onRun: (record: RunRecord) => void;
}

/**
 * Plays the traces to each contender of a group, the contenders one after the other on each trace, so that a noisy time of
 * the machine meets all of them. What is recorded is not run again, unless that is asked for.
 */
export async function runGroup(
  group: PlannedGroup,
  traces: readonly PlayedTrace[],
  runs: RunsFile,
  options: GroupOptions,
): Promise<void> {
  const started = new Map<ContenderName, Contender>();
  const start = async (name: ContenderName): Promise<Contender> => {
    const contender =
      started.get(name) ?? (await startContender(name, { ...options, context: group.context }));
    started.set(name, contender);
    return contender;
  };
  try {
    for (const trace of traces) {
      for (const name of group.contenders) {
        const key = keyOf(group, trace, name, options);
        const known = runs.find(key);
        if (known && !(options.again && known.differences === undefined)) continue;
        const measured = await measure(await start(name), trace, options.keys);
        const record = recordOf(key, measured, known);
        await runs.add(record);
        options.onRun(record);
      }
    }
  } finally {
    await Promise.all([...started.values()].map((contender) => contender.dispose()));
  }
}

function keyOf(
  { study, context }: PlannedGroup,
  { name }: PlayedTrace,
  contender: ContenderName,
  { keys, tokens, threads }: GroupOptions,
): RunKey {
  return { study, context, contender, trace: name, keys, tokens, threads };
}

/** Where the run was made before, its figures stay, and what is new is whether it came out alike. */
function recordOf(key: RunKey, { figures, texts }: Measured, known: RunRecord | undefined): RunRecord {
  if (known) return { ...known, differences: differencesOf(known.figures, figures) };
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}, Node ${process.version}`;
  return { ...key, date: new Date().toISOString().slice(0, 10), machine, figures, texts };
}

type Measured = Required<Pick<RunRecord, 'figures' | 'texts'>>;

async function measure(contender: Contender, trace: PlayedTrace, keys: number): Promise<Measured> {
  const played = beginningOf(trace, keys);
  await contender.forget();
  const before = await readUsage(contender.processId());
  const own = process.cpuUsage();
  const result = await contender.play(played);
  const { user, system } = process.cpuUsage(own);
  const after = await readUsage(contender.processId());
  const cpuSeconds = after.cpuSeconds - before.cpuSeconds + (user + system) / 1e6;
  return {
    figures: figuresOf(played, trace.finalTexts, result, { cpuSeconds, peakBytes: after.peakBytes }),
    texts: [...result.shown].map(([event, shown]) => ({ event, ...shown })),
  };
}
