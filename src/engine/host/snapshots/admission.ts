/** Fewer tokens than these are evaluated in a moment. */
export const minTokens = 256;

/** Evaluating again must take this many times as long as restoring, or a snapshot is not worth its bytes. */
export const minGain = 10;

/** What there is to save, before it is written. */
export interface Candidate {
  readonly tokens: { readonly length: number };
  /** What it took, or would take, to evaluate the tokens, in ms. */
  readonly recomputeMs: number;
  /** What the state will take on the disk, as nearly as that is known. */
  readonly expectedBytes: number;
}

export type Refusal = 'too-few-tokens' | 'too-cheap' | 'too-large';

/** Why a candidate is not worth saving; undefined where it is. */
export function refusalOf(
  candidate: Candidate,
  limits: { readonly maxBytes: number; readonly restoreMs: number },
): Refusal | undefined {
  if (candidate.tokens.length < minTokens) return 'too-few-tokens';
  if (candidate.expectedBytes > limits.maxBytes) return 'too-large';
  return candidate.recomputeMs >= minGain * limits.restoreMs ? undefined : 'too-cheap';
}

/** How long restoring takes: first by assumption, then by what it took. */
export class RestoreCost {
  /** A slow disk: 250 MB/s. */
  #msPerByte = 1000 / 250e6;

  /** Verifying and reading a state of `bytes`, in ms. */
  estimate(bytes: number): number {
    return bytes * this.#msPerByte;
  }

  /** Takes note that a restore of `bytes` took `ms`. The newer half the weight, so that one slow disk access passes. */
  observe(bytes: number, ms: number): void {
    if (bytes > 0) this.#msPerByte = (this.#msPerByte + ms / bytes) / 2;
  }
}
