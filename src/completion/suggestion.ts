import { lastPlaceFirst, type LiveText, type Piece, type Pieces, type TextChange } from './liveText';

/** Text that is given to the editor to be shown. It replaces `start` … `end`, and the cursor is in between. */
export interface Offer {
  readonly document: LiveText;
  readonly start: number;
  readonly cursor: number;
  readonly end: number;
  /** Begins with what stands between `start` and `cursor`. */
  readonly text: string;
  /** The item that is selected in the open suggest widget: `text` begins with it. */
  readonly selected: string | undefined;
  /** Whether other texts are given besides, of which the user may choose one. */
  readonly hasOthers?: boolean;
}

/**
 * What edits and cursor moves made of a suggestion: it goes `on`; a `part` of it was taken, and it goes on; the
 * `whole` of it stands in the document; it is `over`.
 */
export type Step =
  | { readonly kind: 'on' | 'over' }
  /** `inserted`: what the last edit added to what stood there before, in order. */
  | { readonly kind: 'part' | 'whole'; readonly inserted: Pieces };

/** Where an offer stands, in the document's own line ends. */
interface Standing {
  readonly document: LiveText;
  readonly text: string;
  /** Closers right of the cursor that the text repeats. */
  readonly replaced: string;
  /** How much of the text is the suggest widget's item; undefined while the widget is closed. */
  readonly selectedLength: number | undefined;
  start: number;
  /** How much of the text stands before the cursor. */
  progress: number;
}

/**
 * One suggestion from its first offer on. An edit event does not say where the cursor is, so edits are kept until the
 * cursor's place is known: only then can an auto-closed bracket be told from text that was taken.
 */
export class Suggestion {
  readonly id: number;
  readonly hasOthers: boolean;
  #at: Standing;
  /** Edits since the cursor was last known. */
  #changes: TextChange[] = [];
  #isByUndo = false;
  #isTorn = false;
  #wasTaken = false;

  constructor(id: number, offer: Offer) {
    this.id = id;
    this.hasOthers = offer.hasOthers ?? false;
    this.#at = standingOf(offer);
  }

  get document(): LiveText {
    return this.#at.document;
  }

  /** Whether a part of it has been taken. */
  get wasTaken(): boolean {
    return this.#wasTaken;
  }

  /**
   * Goes on as an offer at the cursor's place that says the same as far as both go. Any other offer is another
   * suggestion: then the answer is false. The edits before must be settled.
   */
  goOnAs(offer: Offer): boolean {
    const next = standingOf(offer);
    const before = this.#at.text.slice(this.#at.progress);
    const now = next.text.slice(next.progress);
    if (!before.startsWith(now) && !now.startsWith(before)) return false;
    this.#at = next;
    return true;
  }

  /** Takes note of the changes of one edit event in its document. */
  change(changes: readonly TextChange[], isByUndo: boolean): void {
    const at = this.#at;
    for (const change of lastPlaceFirst(changes)) {
      if (change.rangeOffset < at.start) {
        if (change.rangeOffset + change.rangeLength > at.start) this.#isTorn = true;
        at.start += change.text.length - change.rangeLength;
      }
      this.#changes.push(change);
    }
    this.#isByUndo ||= isByUndo;
  }

  /** What has come of it, now that the cursor is at an offset of its document. */
  settle(cursor: number): Step {
    const at = this.#at;
    const changes = this.#changes;
    const isByUndo = this.#isByUndo;
    this.#changes = [];
    this.#isByUndo = false;
    const progress = cursor - at.start;
    if (changes.length === 0) return { kind: progress === at.progress ? 'on' : 'over' };
    const whole = this.whole();
    if (whole !== undefined) return { kind: 'whole', inserted: whole };
    if (!this.#fitsUpTo(progress)) return { kind: 'over' };
    const inserted = { offset: at.start + at.progress, text: at.text.slice(at.progress, progress) };
    at.progress = progress;
    const isTaken = !isByUndo && progress !== at.selectedLength && isTakenPart(inserted, changes);
    if (!isTaken) return { kind: 'on' };
    this.#wasTaken = true;
    return { kind: 'part', inserted: [inserted] };
  }

  /**
   * Where the whole of it stands in the document: what was missing when the cursor was last settled, without the
   * closers right of the cursor that were there already. Undefined where it does not.
   */
  whole(): Pieces | undefined {
    const { document, text, start, progress, replaced } = this.#at;
    if (this.#isTorn || document.textBetween(start, start + text.length) !== text) return undefined;
    return withoutClosers({ offset: start + progress, text: text.slice(progress) }, replaced);
  }

  #fitsUpTo(progress: number): boolean {
    const { document, text, start } = this.#at;
    if (this.#isTorn || progress < 0 || progress > text.length) return false;
    return text.startsWith(document.textBetween(start, start + progress));
  }
}

function standingOf({ document, start, cursor, end, text, selected }: Offer): Standing {
  return {
    document,
    text: withLineEnds(text, document),
    replaced: document.textBetween(cursor, end),
    selectedLength: selected === undefined ? undefined : withLineEnds(selected, document).length,
    start,
    progress: cursor - start,
  };
}

function withLineEnds(text: string, { lineEnd }: LiveText): string {
  return text.replace(/\r\n|\r|\n/g, lineEnd);
}

/** What is left of a text without closers that it repeats, in their order and as near to its end as can be. */
function withoutClosers({ offset, text }: Piece, closers: string): Pieces {
  const pieces: Piece[] = [];
  let rest = text;
  for (const closer of closers.match(/\S/g)?.reverse() ?? []) {
    const at = rest.lastIndexOf(closer);
    if (at < 0) continue;
    pieces.unshift({ offset: offset + at + 1, text: rest.slice(at + 1) });
    rest = rest.slice(0, at);
  }
  return [{ offset, text: rest }, ...pieces];
}

/** Whether edits are one change that put exactly this text where the cursor was, and no key did it. */
function isTakenPart({ offset, text }: Piece, [change, ...more]: readonly TextChange[]): boolean {
  return more.length === 0 && change?.rangeOffset === offset && change.text === text && !isOneKey(text);
}

/** Whether one key may insert a text: a character, white space, or a line break with what the editor adds to it. */
function isOneKey(text: string): boolean {
  return /^(?:.|\s*|[\r\n][^\p{L}\p{N}]*)$/su.test(text);
}
