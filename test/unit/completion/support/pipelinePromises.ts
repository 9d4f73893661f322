import type { CompletionCache } from '../../../../src/completion/completionCache';
import {
  type AnswerOutcome,
  type CompletionOutcome,
  type NoAnswerOutcome,
  type Origin,
  outcomeKind,
} from '../../../../src/completion/outcome';
import { inquire } from '../../../../src/editor/inquiry';
import type { EngineCost, PromptText } from '../../../../src/engine/port';
import { carriesWords } from '../../../../src/prompt/window';
import type { AnswerBook } from './answerBook';
import type { Asked } from './asked';
import { engineFailures, type RandomCall } from './randomEngine';
import type { Tally } from './tally';

export const offLanguage = 'plaintext';
export const secretPath = '.env';

const failureMessages: ReadonlySet<string> = new Set(Object.values(engineFailures));
const control = /(?![\t\n])\p{Cc}|\ufffd/u;
const closersAndSpace = /^[\s)\]}>'"`;,:]*$/;

/** A promise of the pipeline that does not hold. */
export class BrokenPromise extends Error {}

function promise(holds: boolean, words: string): void {
  if (!holds) throw new BrokenPromise(words);
}

/** What the pipeline promises, whatever the document, the cursor and the engine. */
export class PipelinePromises {
  readonly #cache: CompletionCache;
  readonly #book: AnswerBook;
  readonly #tally: Tally;
  readonly #costs = new Set<EngineCost>();

  constructor(cache: CompletionCache, book: AnswerBook, tally: Tally) {
    this.#cache = cache;
    this.#book = book;
    this.#tally = tally;
  }

  checkCache(): void {
    const { entries, maxEntries, bytes, maxBytes } = this.#cache.utilisation();
    promise(entries <= maxEntries, 'the cache keeps no more entries than it may');
    promise(bytes <= maxBytes, 'the cache keeps no more bytes than it may');
    promise(this.#cache.indexedEntries === entries, 'the index holds as many entries as the cache');
    if (entries === maxEntries) this.#tally.count('cache full');
  }

  /** `asked`: the requests that were waiting when the engine was called. */
  checkCall({ request: { prompt, priority } }: RandomCall, asked: readonly Asked[]): void {
    if (!prompt.beforeIsWhole) this.#tally.count('window smaller than the document');
    promise(prompt.path !== secretPath, 'no excluded document is read');
    // It is the text as it would be, which no document holds yet.
    if (priority === 'ahead') {
      this.#tally.count('computed ahead');
      return;
    }
    const isAskedFor = asked.some((each) => each.uri === prompt.document && isPromptOf(prompt, each));
    promise(isAskedFor, "the engine gets the text around the cursor, of the document's present version");
  }

  checkCalls(calls: readonly RandomCall[]): void {
    const running = calls.filter(({ isOver, signal }) => !isOver && !signal.aborted);
    const ahead = running.filter(({ request }) => request.priority === 'ahead');
    promise(ahead.length <= 1, 'no more than one answer is computed ahead');
    promise(running.length - ahead.length <= 1, 'no more than one engine request runs besides');
  }

  checkOutcome(asked: Asked): void {
    promise(asked.rejection === undefined, `a request never rejects: ${String(asked.rejection)}`);
    const { outcome } = asked;
    if (outcome === undefined) return;
    this.#tally.count(outcomeKind(outcome));
    this.#checkGuards(asked, outcome);
    this.#checkCost(outcome);
    if (outcome.kind === 'none') this.#checkNoAnswer(asked, outcome);
    else this.#checkAnswer(asked, outcome);
  }

  #checkGuards({ settings, document }: Asked, { kind, ...rest }: CompletionOutcome): void {
    const reason = kind === 'none' && 'reason' in rest ? rest.reason : undefined;
    const isOff = !settings.enabled || document.languageId === offLanguage;
    promise(isOff === (reason === 'disabled'), 'where completion is off, and only there, it is disabled');
    const isExcluded = !isOff && document.path === secretPath;
    promise(isExcluded === (reason === 'excluded'), 'a secret file, and no other, is excluded');
  }

  #checkCost({ cost }: CompletionOutcome): void {
    if (cost === undefined) return;
    promise(!this.#costs.has(cost), 'the cost of a run is on one outcome only');
    this.#costs.add(cost);
  }

  #checkNoAnswer(asked: Asked, { reason, filter, detail = '' }: NoAnswerOutcome): void {
    if (filter !== undefined) this.#tally.count(`filter:${filter}`);
    if (reason === 'failed') promise(failureMessages.has(detail), `only the engine fails, not: ${detail}`);
    if (reason === 'aborted') {
      promise(asked.isAborted || asked.isCalledOff, 'only what is called off is aborted');
    }
    if (asked.isCalledOff) this.#tally.count('called off while waiting');
  }

  #checkAnswer(asked: Asked, answer: AnswerOutcome): void {
    promise(asked.version === asked.document.version, 'no answer is for a version that is gone');
    promise(!asked.isAborted && !asked.isCalledOff, 'what was called off while it waited gets no answer');
    this.#checkText(asked, answer);
    this.#checkRange(asked, answer);
    this.#checkPlaced(asked, answer);
    this.#checkHalves(asked, answer);
    this.#countShape(asked, answer);
  }

  #checkText(asked: Asked, { text, origin }: AnswerOutcome): void {
    promise(text.trim() !== '', 'an answer is not blank');
    promise(!control.test(text), 'an answer holds no control character but tab and line break');
    const before = asked.document.textBefore(asked.position);
    const ways = this.#book.ways(asked.uri, asked.settings.generation, before, text);
    promise(
      ways.some((typed) => isWayOf(origin, typed)),
      'an answer is what the engine said of this place, less what is typed',
    );
    if (origin === 'joined' && !ways.includes(0)) this.#tally.count('joined after typing');
  }

  /**
   * Accepting loses nothing but closers that the answer brings, and white space before them: what is replaced is
   * closers, separators and white space of the cursor's line; it ends with no white space; what of it is no white
   * space occurs in the inserted text, in the same order. Where words follow the cursor nothing is replaced.
   */
  #checkRange({ restOfLine }: Asked, { text, replaceAfter }: AnswerOutcome): void {
    promise(Number.isInteger(replaceAfter) && replaceAfter >= 0, 'what is replaced begins at the cursor');
    promise(replaceAfter <= restOfLine.length, "what is replaced ends within the cursor's line");
    const replaced = restOfLine.slice(0, replaceAfter);
    promise(closersAndSpace.test(replaced), 'only closers and white space are replaced');
    promise(replaced === replaced.trimEnd(), 'what is replaced ends with a closer');
    promise(
      occursInOrder(replaced.replaceAll(/\s/g, ''), text),
      'the answer brings the closers that it replaces',
    );
    const isWhole = !/["'`<>]/.test(text) && closesWhatItOpens(text);
    promise(!isWhole || !/[)\]}]/.test(replaced), 'an answer that closes what it opens replaces no bracket');
    if (!carriesWords(restOfLine)) return;
    promise(replaceAfter === 0, 'words right of the cursor stay');
    promise(!text.includes('\n'), 'before words of the same line an answer has one line');
  }

  /** The editor replaces more of the line than what is right of the cursor, and must come to the same. */
  #checkPlaced({ document, position, head, restOfLine }: Asked, answer: AnswerOutcome): void {
    const line = head + restOfLine;
    const placed = inquire(document, position).place(answer);
    promise(placed !== undefined, 'the editor has a place for every answer');
    if (placed === undefined) return;
    const { startCharacter, endCharacter, text } = placed;
    promise(
      line.slice(0, startCharacter) + text + line.slice(endCharacter) ===
        head + answer.text + restOfLine.slice(answer.replaceAfter),
      'what the editor replaces comes to the same text',
    );
  }

  #checkHalves({ head, restOfLine }: Asked, { text, replaceAfter }: AnswerOutcome): void {
    const accepted = head + text + restOfLine.slice(replaceAfter);
    promise(
      countHalves(accepted) <= countHalves(head + restOfLine),
      'accepting makes no half of a surrogate pair that was not there',
    );
  }

  #countShape(asked: Asked, { text, replaceAfter }: AnswerOutcome): void {
    const tally = this.#tally;
    if (replaceAfter > 0) tally.count('closers replaced');
    if (/\s/.test(asked.restOfLine.slice(0, replaceAfter))) tally.count('white space replaced');
    if (text.includes('\n')) tally.count('several lines');
    if (carriesWords(asked.restOfLine)) tally.count('before words');
    if (/[\u{10000}-\u{10ffff}]/u.test(text)) tally.count('astral text');
    if (countHalves(asked.head + asked.restOfLine) > 0) tally.count('halves in the line');
    if (isWithinPair(asked)) tally.count('cursor within a pair');
  }
}

function isWayOf(origin: Origin, typed: number): boolean {
  if (origin === 'joined') return true;
  return origin === 'typed-through' ? typed > 0 : typed === 0;
}

function isPromptOf({ line, before, after }: PromptText, asked: Asked): boolean {
  const { document, position } = asked;
  if (asked.version !== document.version || position.line !== line) return false;
  const rest = asked.restOfLine;
  const prefix = document.textBefore(position);
  const suffix = (carriesWords(rest) ? rest : '') + document.linesBelow(line);
  if (!prefix.endsWith(before) || !suffix.startsWith(after)) return false;
  return countHalves(before) <= countHalves(prefix) && countHalves(after) <= countHalves(suffix);
}

function isWithinPair({ rawPosition, position, restOfLine }: Asked): boolean {
  return rawPosition.character > position.character && restOfLine !== '';
}

function occursInOrder(units: string, text: string): boolean {
  let from = 0;
  for (const unit of units) {
    const at = text.indexOf(unit, from);
    if (at < 0) return false;
    from = at + 1;
  }
  return true;
}

function closesWhatItOpens(text: string): boolean {
  let brackets = text.replaceAll(/[^()[\]{}]/g, '');
  for (let before = ''; before !== brackets;) {
    before = brackets;
    brackets = brackets.replaceAll(/\(\)|\[\]|\{\}/g, '');
  }
  return brackets === '';
}

function countHalves(text: string): number {
  return text.match(/\p{Surrogate}/gu)?.length ?? 0;
}
