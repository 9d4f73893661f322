/** One file to get. */
export interface DownloadTask {
  /** How messages call it. */
  readonly name: string;
  readonly url: URL;
  /** Absolute path of the file when it is whole. */
  readonly target: string;
  /** Pinned SHA-256 as hex digits; undefined takes the one that the server states. */
  readonly sha256: string | undefined;
  /** Exact size, where it is known. */
  readonly bytes: number | undefined;
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
  readonly sha256: string;
}
