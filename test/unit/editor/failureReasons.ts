import type { FailureReason } from '../../../src/base/errors';

const reasons: Readonly<Record<FailureReason, true>> = {
  'model-missing': true,
  'model-invalid': true,
  'model-unsuitable': true,
  'model-load-failed': true,
  'memory-insufficient': true,
  'download-failed': true,
  'download-refused': true,
  'download-mismatch': true,
  'download-busy': true,
  'disk-full': true,
  'disk-denied': true,
  'native-binary-missing': true,
  'engine-crashed': true,
  'engine-stopped': true,
  'engine-hung': true,
  'protocol-mismatch': true,
  'prompt-too-long': true,
  'input-invalid': true,
  unexpected: true,
};

/** Every reason that there is; a new one is a type error here. */
export const failureReasons = Object.keys(reasons) as readonly FailureReason[];
