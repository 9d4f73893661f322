import type { FailureReason } from '../../base/errors';
import { type CommandId, commandIds } from '../commandIds';

/** The one action that a problem offers. */
export interface Remedy {
  readonly title: string;
  readonly command: CommandId;
  /** The setting to open, where that is the action. */
  readonly argument?: string;
}

const restart: Remedy = { title: 'Restart Engine', command: commandIds.restartEngine };
const showLog: Remedy = { title: 'Show Log', command: commandIds.showLog };
const chooseModel: Remedy = {
  title: 'Open Settings',
  command: commandIds.openSettings,
  argument: 'hearth.model',
};

/** What helps most likely: another model, a new engine, or a look at the log. */
export function remedyFor(reason: FailureReason): Remedy {
  switch (reason) {
    case 'model-missing':
    case 'model-invalid':
    case 'model-unsuitable':
    case 'model-load-failed':
    case 'memory-insufficient':
      return chooseModel;
    case 'engine-crashed':
    case 'engine-stopped':
    case 'engine-hung':
      return restart;
    case 'native-binary-missing':
    case 'protocol-mismatch':
    case 'prompt-too-long':
    case 'input-invalid':
    case 'unexpected':
      return showLog;
  }
}
