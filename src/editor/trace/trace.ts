import type { Clock } from '../../base/clock';
import {
  formatTrace,
  type TextChange,
  textAfter,
  toEdits,
  type TraceEntry,
  type TraceStart,
} from './traceFormat';

/** A typing trace while it is being recorded. Held in memory until it is saved. */
export class Trace {
  readonly #clock: Clock;
  readonly #start: TraceStart;
  readonly #startedAt: number;
  readonly #entries: TraceEntry[] = [];
  #cursor: number | undefined;

  constructor(clock: Clock, start: TraceStart, cursor: number) {
    this.#clock = clock;
    this.#start = start;
    this.#startedAt = clock.now();
    this.addCursor(cursor);
  }

  get start(): TraceStart {
    return this.#start;
  }

  /** Adds the changes of one edit event. */
  addChanges(changes: readonly TextChange[]): void {
    const at = this.#elapsedMs();
    for (const edit of toEdits(changes)) {
      this.#entries.push({ at, edit });
      this.#cursor = edit.offset + edit.insert.length;
    }
  }

  /** Adds where the cursor is now, unless the entries before say it already. */
  addCursor(offset: number): void {
    if (offset === this.#cursor) return;
    this.#cursor = offset;
    this.#entries.push({ at: this.#elapsedMs(), cursor: offset });
  }

  /** Whether a replay ends in `text`: anything else means that an edit was missed. */
  endsIn(text: string): boolean {
    return textAfter(this.#start, this.#entries) === text;
  }

  toString(): string {
    return formatTrace(this.#start, this.#entries);
  }

  #elapsedMs(): number {
    return Math.round(this.#clock.now() - this.#startedAt);
  }
}
