import type { DownloadProgress } from '../../models/download/downloadTask';
import { formatSize } from '../../models/download/formatSize';

/** The rate is that of the last while, in ms, so that it follows the line and does not flicker. */
const rateWindowMs = 5_000;

/** What a progress notification says of a download: bytes, rate and time left. */
export class TransferText {
  readonly #now: () => number;
  readonly #samples: { readonly at: number; readonly done: number }[] = [];

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The text after this progress. */
  next({ phase, done, total }: DownloadProgress): string {
    if (phase === 'checking') return `Checking · ${Math.floor((done / total) * 100)} %`;
    const at = this.#now();
    this.#samples.push({ at, done });
    while (this.#samples.length > 2 && at - (this.#samples[0]?.at ?? at) > rateWindowMs)
      this.#samples.shift();
    const parts = [`${formatSize(done)} of ${formatSize(total)}`];
    const [first] = this.#samples;
    const rate = first && at > first.at ? ((done - first.done) / (at - first.at)) * 1000 : 0;
    if (rate > 0) parts.push(`${formatSize(rate)}/s`, `${timeLeft((total - done) / rate)} left`);
    return parts.join(' · ');
  }
}

function timeLeft(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  if (seconds < 3600) return `${Math.ceil(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}
