import type { Clock } from '../../base/clock';
import { type Disposable, MutableDisposable } from '../../base/lifecycle';
import type { StatusFace } from './statusText';

/** Figures that stand beside the text that is typed change no more often than this: they are read, not watched. */
export const settleFiguresMs = 5_000;

/**
 * Lets the figures of a face settle. A face of another state is shown at once, with its figures; one that differs in
 * its figures only, when the shown ones have stood for five seconds. The last one is never lost.
 */
export class SettledFace implements Disposable {
  readonly #clock: Clock;
  readonly #show: (face: StatusFace) => void;
  readonly #timer = new MutableDisposable<Disposable>();
  #shown: StatusFace | undefined;
  #shownAt = 0;
  #next: StatusFace | undefined;

  constructor(clock: Clock, show: (face: StatusFace) => void) {
    this.#clock = clock;
    this.#show = show;
  }

  set(face: StatusFace): void {
    const shown = this.#shown;
    if (shown?.key !== face.key) {
      this.#put(face);
    } else if (shown.text === face.text && shown.label === face.label) {
      this.#timer.clear();
    } else {
      this.#next = face;
      const wait = Math.max(0, this.#shownAt + settleFiguresMs - this.#clock.now());
      this.#timer.value ??= this.#clock.after(wait, () => this.#put(this.#next ?? face));
    }
  }

  dispose(): void {
    this.#timer.dispose();
  }

  #put(face: StatusFace): void {
    this.#timer.clear();
    this.#shown = face;
    this.#shownAt = this.#clock.now();
    this.#show(face);
  }
}
