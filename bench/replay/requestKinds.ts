import { type AnswerOutcome, type CompletionOutcome, outcomeKind } from '../../src/completion/outcome';
import type { EditableDocument } from './editableDocument';
import { cursorAfter, type ReplayEvent } from './typist';

/** Requests of one kind, and how many of them asked the engine for nothing: what it is at already may be joined. */
export interface KindCount {
  requests: number;
  withoutEngine: number;
}

/** UTF-16 units on each side of the cursor by which a state of a document is known again. */
const stateReach = 1_000;

const closers = /^[)\]}>'"`]*$/;

/**
 * Counts requests by how they end, and two kinds that should cost nothing: those while what is typed matches the suggestion on screen,
 * and those where a deletion or an undo leads back to a state at which a request was answered before.
 */
export class RequestKinds {
  readonly following: KindCount = { requests: 0, withoutEngine: 0 };
  readonly seen: KindCount = { requests: 0, withoutEngine: 0 };
  /** All requests by how they ended, and from where: `answer:cache`, `none:empty (cache)`, … */
  readonly ends = new Map<string, number>();
  readonly #answered = new Set<string>();

  /**
   * What a request is, after `event` was performed in `document`. `suggestion` is what was on screen before, for a
   * cursor at `cursorBefore`. Returns what to call with the request's outcome.
   */
  asked(
    event: ReplayEvent,
    document: EditableDocument,
    suggestion: AnswerOutcome | undefined,
    cursorBefore: number | undefined,
  ): (outcome: CompletionOutcome) => void {
    const cursor = cursorAfter(event);
    const isFollowing = suggestion !== undefined && follows(event, suggestion.text, cursorBefore);
    const state = stateOf(document, cursor);
    const isSeen = isDeletion(event) && this.#answered.has(state);
    return (outcome) => {
      const end = endOf(outcome);
      this.ends.set(end, (this.ends.get(end) ?? 0) + 1);
      if (outcome.kind === 'none' && outcome.reason === 'aborted') return;
      if (isFollowing) count(this.following, outcome);
      if (isSeen) count(this.seen, outcome);
      if (isKnowledge(outcome)) this.#answered.add(state);
    };
  }
}

function endOf(outcome: CompletionOutcome): string {
  const kind = outcomeKind(outcome);
  return outcome.kind === 'none' && outcome.origin !== undefined ? `${kind} (${outcome.origin})` : kind;
}

/** Adds up {@link RequestKinds.ends} of several replays. */
export function sumOfEnds(ends: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const [end, count] of ends.flatMap((each) => Object.entries(each))) sum[end] = (sum[end] ?? 0) + count;
  return sum;
}

/** Looks at each request of a replay; see {@link RequestKinds.asked}. */
export type RequestWatcher = Pick<RequestKinds, 'asked'>;

/** Adds up counts of several replays. */
export function sumOfKinds(counts: readonly KindCount[]): KindCount {
  return {
    requests: counts.reduce((sum, { requests }) => sum + requests, 0),
    withoutEngine: counts.reduce((sum, { withoutEngine }) => sum + withoutEngine, 0),
  };
}

/** Whether an event types what a suggestion begins with, and leaves something of it to type. */
function follows(event: ReplayEvent, text: string, cursorBefore: number | undefined): boolean {
  if (!('edit' in event) || event.edit.delete > 0 || event.edit.offset !== cursorBefore) return false;
  const length = cursorAfter(event) - event.edit.offset;
  // An editor may add a closer behind the cursor.
  if (!closers.test(event.edit.insert.slice(length))) return false;
  const typed = event.edit.insert.slice(0, length).replaceAll(/\r\n?/g, '\n');
  return typed !== '' && text.startsWith(typed) && text.slice(typed.length).trim() !== '';
}

function isDeletion(event: ReplayEvent): boolean {
  return 'edit' in event && event.edit.delete > event.edit.insert.length;
}

function isKnowledge(outcome: CompletionOutcome): boolean {
  return outcome.kind === 'answer' || outcome.reason === 'empty' || outcome.reason === 'filtered';
}

function count(kind: KindCount, outcome: CompletionOutcome): void {
  kind.requests++;
  const { origin } = outcome;
  const isAnswered = origin === 'typed-through' || origin === 'cache' || origin === 'joined';
  if (isAnswered) kind.withoutEngine++;
}

function stateOf(document: EditableDocument, cursor: number): string {
  const { path, length, text } = document;
  return [path, cursor, length, text.slice(Math.max(0, cursor - stateReach), cursor + stateReach)].join('|');
}
