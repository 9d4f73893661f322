import type { Clock } from '../../base/clock';
import { HearthError } from '../../base/errors';
import type { Logger } from '../../base/logger';
import { EngineProcess } from '../engineProcess';
import type { EngineLauncher } from '../launcher';
import type { GpuNote } from '../port';
import type { BackEnd, EngineConfig, GpuName } from '../protocol';
import { backEndNames } from './backEnds';
import type { BackEndChoice } from './chooseBackEnd';

/** Says what `auto` stands for; `GpuAdvisor` is one. */
export interface BackEndSource {
  advise(config: EngineConfig): Promise<BackEndChoice>;
  distrust(backEnd: GpuName, threads: number, why: string): Promise<void>;
}

export interface StartedEngine {
  readonly engine: EngineProcess;
  /** What it was told to compute on. */
  readonly backEnd: BackEnd;
}

/** An engine with the back end that the settings name. Where they leave it open nothing about a GPU keeps it from starting. */
export async function startEngine(
  launcher: () => EngineLauncher,
  config: EngineConfig,
  backEnds: BackEndSource | undefined,
  clock: Clock,
  logger: Logger,
  signal: AbortSignal,
): Promise<StartedEngine> {
  const start = async (backEnd: BackEnd, note: GpuNote = {}): Promise<StartedEngine> => {
    const params = { ...config, gpu: backEnd };
    const engine = await EngineProcess.start(launcher(), { params, note }, clock, logger, signal);
    return { engine, backEnd };
  };
  if (config.gpu !== 'auto') return start(config.gpu);
  const choice = await backEnds?.advise(config);
  if (!choice || choice.backEnd === 'off') return start('off', choice && noteOf(choice));
  try {
    return await start(choice.backEnd, noteOf(choice));
  } catch (error) {
    const why = signal.aborted
      ? undefined
      : await distrustAfter(HearthError.from(error), choice.backEnd, config, backEnds);
    if (why === undefined) throw error;
    logger.warn(`The processor computes: ${why}.`);
    return start('off', { gpuNote: why });
  }
}

/** What the user is told of a choice. */
export function noteOf({ why, canAddGpu = false }: BackEndChoice): GpuNote {
  return { gpuNote: why, canAddGpu };
}

/** Failures that a GPU may be to blame for. A file that is missing or unsuitable is so on the processor, too. */
const gpuFailures: readonly string[] = [
  'native-binary-missing',
  'engine-crashed',
  'engine-hung',
  'memory-insufficient',
  'model-load-failed',
  'unexpected',
];

/** Notes that a GPU failed in use; undefined, and nothing noted, where it is not to blame. Resolves to why. */
export async function distrustAfter(
  { reason, message }: HearthError,
  backEnd: BackEnd,
  config: EngineConfig,
  backEnds: BackEndSource | undefined,
): Promise<string | undefined> {
  if (backEnd === 'off' || config.gpu !== 'auto') return undefined;
  if (!gpuFailures.includes(reason)) return undefined;
  const why = `failed in use: ${message.replace(/\.$/, '')}`;
  // Whether this model fits is no matter of the driver: the next one may.
  if (reason !== 'memory-insufficient') await backEnds?.distrust(backEnd, config.threads, why);
  return `${backEndNames[backEnd]}: ${why}`;
}
