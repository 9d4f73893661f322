/** What went wrong, by name. The editor chooses its one action from it; nothing parses messages. */
export type FailureReason =
  | 'model-missing'
  | 'model-invalid'
  | 'model-unsuitable'
  | 'model-load-failed'
  | 'memory-insufficient'
  | 'download-failed'
  | 'download-refused'
  | 'download-mismatch'
  | 'download-busy'
  | 'disk-full'
  | 'disk-denied'
  | 'native-binary-missing'
  | 'engine-crashed'
  | 'engine-stopped'
  | 'engine-hung'
  | 'protocol-mismatch'
  | 'prompt-too-long'
  | 'input-invalid'
  | 'unexpected';

/** An error that a user may read: the message says what was wrong, what was expected and what to do next. */
export class HearthError extends Error {
  override readonly name = 'HearthError';

  constructor(
    readonly reason: FailureReason,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  /** The error itself if it is one of ours, otherwise wrapped as `unexpected`. */
  static from(error: unknown): HearthError {
    if (error instanceof HearthError) return error;
    return new HearthError('unexpected', messageOf(error), { cause: error });
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
