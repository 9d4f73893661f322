export type SumAlgorithm = 'sha256' | 'sha512';

/** Sum of a file's bytes: the algorithm and hex digits. */
export type Checksum = `${SumAlgorithm}:${string}`;

/** How messages about a download call what belongs to its kind. */
export interface DownloadWords {
  /** The setting that names the source. */
  readonly setting: string;
  /** Whose paths a mirror must have. */
  readonly origin: string;
  /** Why a server may refuse, beside a proxy in between. */
  readonly refusal: string;
  /** How to do without this download: a full sentence … */
  readonly otherWays: string;
  /** … and its last resort, to follow an "or". */
  readonly fromFile: string;
}

/** One file to get. */
export interface DownloadTask {
  /** How messages call it. */
  readonly name: string;
  readonly url: URL;
  /** Absolute path of the file when it is whole. */
  readonly target: string;
  /** The pinned sum; undefined takes the SHA-256 that the server states. */
  readonly checksum: Checksum | undefined;
  /** Exact size, where it is known. */
  readonly bytes: number | undefined;
  readonly words: DownloadWords;
}

/** The algorithm of a sum. */
export function algorithmOf(checksum: Checksum): SumAlgorithm {
  return checksum.startsWith('sha512:') ? 'sha512' : 'sha256';
}

export type DownloadPhase = 'fetching' | 'checking';

export interface DownloadProgress {
  readonly phase: DownloadPhase;
  /** Bytes that are there, or checked. */
  readonly done: number;
  readonly total: number;
}

export interface Downloaded {
  readonly path: string;
  readonly bytes: number;
  readonly checksum: Checksum;
}
