import type { ProbeOutcome } from '../probe/probeOutcome';
import type { BackEnd, GpuName, ProbeResult } from '../protocol';
import { backEndNames } from './backEnds';

/** What `auto` stands for, and why in words for the user, without a full stop. */
export interface BackEndChoice {
  readonly backEnd: BackEnd;
  readonly why: string;
  /** Whether something speaks for a GPU whose binary is not there but can be added. */
  readonly canAddGpu?: boolean;
}

/** A GPU takes memory and power for itself, so it has to be worth it. */
const leastGain = 1.1;

/** Reading is bound by arithmetic and writing by memory; from this gain in reading on a GPU is one. */
const leastReadingGain = 2;

/** Where a model is as many times as large as the one tried out, what is paid for each call counts for little. */
const muchLarger = 3;

/** Prompt tokens and written tokens come as 4 to 3 in the working days of `bench:traces`. */
const mix = { read: 4, written: 3 };

/**
 * What computes best, by probes of one small model: the fastest back end that works and answers as the processor does.
 * A GPU pays for each call, which hides its speed in a small model. So for a much larger one it is enough that it
 * reads twice as fast. `modelRatio`: how many times as large as the one tried out the model to run is.
 */
export function chooseBackEnd(
  processor: ProbeOutcome,
  gpus: readonly (readonly [GpuName, ProbeOutcome])[],
  modelRatio: number,
): BackEndChoice {
  if (gpus.length === 0) return { backEnd: 'off', why: 'this build of Hearth has no GPU back end' };
  if (!processor.ok)
    return { backEnd: 'off', why: `the CPU itself could not be tried out: ${processor.why}` };
  const cpu = processor.result;
  const verdicts = gpus.map(([name, outcome]) => judge(name, outcome, cpu, modelRatio));
  const [best] = verdicts
    .flatMap((verdict) => (verdict.gain === undefined ? [] : [{ ...verdict, gain: verdict.gain }]))
    .toSorted((a, b) => b.gain - a.gain);
  if (best) return { backEnd: best.name, why: best.why };
  return { backEnd: 'off', why: verdicts.map(({ why }) => why).join('; ') };
}

interface Verdict {
  readonly name: GpuName;
  readonly why: string;
  /** How many times as fast as the processor; undefined where it is not to be used. */
  readonly gain?: number;
}

function judge(name: GpuName, outcome: ProbeOutcome, cpu: ProbeResult, modelRatio: number): Verdict {
  const of = backEndNames[name];
  if (!outcome.ok) return { name, why: `${of}: ${outcome.why}` };
  const { result } = outcome;
  const called = result.device === null ? of : `${of} (${result.device})`;
  if (result.text !== cpu.text) return { name, why: `${called} computes something else than the CPU` };
  const gain = costOf(cpu) / costOf(result);
  const readingGain = cpu.promptMsPerToken / result.promptMsPerToken;
  const isWorthIt = gain >= leastGain || (modelRatio >= muchLarger && readingGain >= leastReadingGain);
  if (!isWorthIt) return { name, why: `${called} is no faster than the CPU` };
  const seen = Math.max(gain, modelRatio >= muchLarger ? readingGain : 0);
  return { name, gain: seen, why: `${result.device ?? of}, ${seen.toFixed(1)} times as fast as the CPU` };
}

function costOf({ promptMsPerToken, msPerToken }: ProbeResult): number {
  return mix.read * promptMsPerToken + mix.written * msPerToken;
}
