import type { Clock } from '../base/clock';
import type { Disposable } from '../base/lifecycle';
import { lastPlaceFirst, type LiveText, type Pieces, type TextChange } from './liveText';
import { type Offer, Suggestion } from './suggestion';
import { Survival } from './survival';

/** How a suggestion ended; see `docs/architecture.md`, "Measures". */
export type SuggestionEnd = 'accepted' | 'partly' | 'typedThrough' | 'dismissed';

/** Counts suggestions and what became of them. Characters are UTF-16 units, and a line break is one. */
export interface AcceptanceCounts {
  suggestionShown(): void;
  /** Once for each that was shown; `suggestion` is the id that {@link Acceptance.offer} gave it. */
  suggestionEnded(end: SuggestionEnd, suggestion: number): void;
  /** An acceptance, in full or in part, has inserted so many characters. */
  textAccepted(characters: number): void;
  /** {@link survivalMs} after an acceptance of so many characters, `surviving` of them are still there. */
  textAged(characters: number, surviving: number): void;
}

/** How long after an acceptance its text is looked at again. */
export const survivalMs = 30_000;

/** The editor runs an accepted item's command right after the edit. When it has not come by then, it will not. */
const commandMs = 1_000;

/** A suggestion all of which stands in the document, while it is not known whether it was accepted or typed. */
interface Completed {
  readonly suggestion: Suggestion;
  readonly text: Survival;
  readonly timer: Disposable;
}

/**
 * Follows what the user does with suggestions, from nothing but edits, the cursor's places and the command of
 * accepted items. One suggestion is open at a time, because the editor shows one at a time.
 */
export class Acceptance implements Disposable {
  readonly #counts: AcceptanceCounts;
  readonly #clock: Clock;
  #lastId = 0;
  #open: Suggestion | undefined;
  readonly #completed = new Map<number, Completed>();
  /** Suggestions that no longer apply, perhaps because another text that came with them was chosen; the timer ends the wait. */
  readonly #left = new Map<number, { readonly suggestion: Suggestion; readonly timer: Disposable }>();
  readonly #texts = new Set<Survival>();
  readonly #timers = new Set<Disposable>();

  constructor(counts: AcceptanceCounts, clock: Clock) {
    this.#counts = counts;
    this.#clock = clock;
  }

  /** Whether the cursor's place matters now. */
  get hasOpenSuggestion(): boolean {
    return this.#open !== undefined;
  }

  /**
   * A text is given to the editor. The answer is the suggestion's id, for {@link accepted}: that of the open one where
   * the text says the same as it, and a new one otherwise.
   */
  offer(offer: Offer): number {
    this.cursorAt(offer.document.uri, offer.cursor);
    if (this.#open?.goOnAs(offer) === true) return this.#open.id;
    this.#endOpen('dismissed');
    this.#open = new Suggestion(++this.#lastId, offer);
    this.#counts.suggestionShown();
    return this.#open.id;
  }

  /** One edit event in any document; the cursor's place comes after it. */
  changed(document: string, changes: readonly TextChange[], isByUndo: boolean): void {
    if (this.#open?.document.uri === document) this.#open.change(changes, isByUndo);
    for (const text of this.#texts) {
      if (text.document === document) lastPlaceFirst(changes).forEach((change) => text.change(change));
    }
  }

  /**
   * The cursor is in a document, at an offset; undefined without an active document, and where text is selected or
   * several cursors are set.
   */
  cursorAt(document: string | undefined, offset: number | undefined): void {
    const open = this.#open;
    if (open === undefined) return;
    if (document !== open.document.uri || offset === undefined) {
      this.#endOpen('dismissed');
      return;
    }
    const step = open.settle(offset);
    if (step.kind === 'over') this.#leave(open);
    if (step.kind === 'part') this.#countText(this.#follow(open.document, step.inserted));
    if (step.kind === 'whole') {
      this.#open = undefined;
      this.#awaitCommand(open, this.#follow(open.document, step.inserted));
    }
  }

  /** The command of an accepted item came. It comes from outside, and its argument may be anything. */
  accepted(id: unknown): void {
    const open = this.#open;
    const completed = [...this.#completed.values()].find(({ suggestion }) => suggestion.id === id);
    const left = completed === undefined ? this.#takeLeft(id) : undefined;
    if (completed !== undefined) {
      this.#stop(completed.timer);
      this.#completed.delete(completed.suggestion.id);
      this.#counts.suggestionEnded('accepted', completed.suggestion.id);
      this.#countText(completed.text);
    } else if (left !== undefined) {
      this.#counts.suggestionEnded('accepted', left.id);
    } else if (open !== undefined && open.id === id) {
      const inserted = open.whole();
      this.#endOpen('accepted');
      if (inserted !== undefined) this.#countText(this.#follow(open.document, inserted));
    }
  }

  /** A document was closed, and with it all text in it is out of sight. */
  closed(document: string): void {
    if (this.#open?.document.uri === document) this.#endOpen('dismissed');
    for (const text of this.#texts) if (text.document === document) text.end();
  }

  /** Forgets all suggestions, so that none is counted as ended whose beginning was not. */
  reset(): void {
    for (const timer of this.#timers) timer.dispose();
    this.#timers.clear();
    this.#completed.clear();
    this.#left.clear();
    this.#texts.clear();
    this.#open = undefined;
  }

  dispose(): void {
    this.reset();
  }

  #endOpen(end: SuggestionEnd): void {
    const open = this.#open;
    this.#open = undefined;
    if (open !== undefined) this.#countEnd(open, end);
  }

  /** An edit made a suggestion no longer apply: it is dismissed, unless another text that came with it was chosen. */
  #leave(suggestion: Suggestion): void {
    if (!suggestion.hasOthers) {
      this.#endOpen('dismissed');
      return;
    }
    this.#open = undefined;
    const timer = this.#after(commandMs, () => {
      this.#left.delete(suggestion.id);
      this.#countEnd(suggestion, 'dismissed');
    });
    this.#left.set(suggestion.id, { suggestion, timer });
  }

  /** Takes a suggestion off those that were left; undefined where it is none of them. */
  #takeLeft(id: unknown): Suggestion | undefined {
    const left = [...this.#left.values()].find(({ suggestion }) => suggestion.id === id);
    if (left === undefined) return undefined;
    this.#stop(left.timer);
    this.#left.delete(left.suggestion.id);
    return left.suggestion;
  }

  #countEnd(suggestion: Suggestion, end: SuggestionEnd): void {
    const isPartly = suggestion.wasTaken && end !== 'accepted';
    this.#counts.suggestionEnded(isPartly ? 'partly' : end, suggestion.id);
  }

  #awaitCommand(suggestion: Suggestion, text: Survival): void {
    const timer = this.#after(commandMs, () => {
      this.#completed.delete(suggestion.id);
      this.#texts.delete(text);
      this.#countEnd(suggestion, 'typedThrough');
    });
    this.#completed.set(suggestion.id, { suggestion, text, timer });
  }

  #follow(document: LiveText, inserted: Pieces): Survival {
    const text = new Survival(document, inserted);
    this.#texts.add(text);
    return text;
  }

  #countText(text: Survival): void {
    this.#counts.textAccepted(text.units);
    this.#after(survivalMs, () => {
      this.#texts.delete(text);
      this.#counts.textAged(text.units, text.surviving);
    });
  }

  #after(ms: number, action: () => void): Disposable {
    const timer = this.#clock.after(ms, () => {
      this.#timers.delete(timer);
      action();
    });
    this.#timers.add(timer);
    return timer;
  }

  #stop(timer: Disposable): void {
    this.#timers.delete(timer);
    timer.dispose();
  }
}
