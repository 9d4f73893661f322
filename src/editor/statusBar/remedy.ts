import type { FailureReason } from '../../base/errors';
import { type CommandId, commandIds } from '../commandIds';

/** The one action that a problem offers. */
export interface Remedy {
  readonly title: string;
  readonly command: CommandId;
}

const restart: Remedy = { title: 'Restart Engine', command: commandIds.restartEngine };
const showLog: Remedy = { title: 'Show Log', command: commandIds.showLog };
const chooseModel: Remedy = { title: 'Choose Model', command: commandIds.chooseModel };

/** What helps most likely: another model, a new engine, or a look at the log. */
export function remedyFor(reason: FailureReason): Remedy {
  switch (reason) {
    case 'model-missing':
    case 'model-invalid':
    case 'model-unsuitable':
    case 'model-load-failed':
    case 'memory-insufficient':
    case 'download-failed':
    case 'download-refused':
    case 'download-mismatch':
    case 'download-busy':
    case 'disk-full':
    case 'disk-denied':
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
