import type { Position } from '../../../../src/completion/document';
import { settlePromises } from '../../../support/fakeClock';
import { RandomChoice } from '../../../support/randomChoice';
import { AnswerBook } from './answerBook';
import { Asked } from './asked';
import { firstSettings, type FuzzBench } from './fuzzBench';
import { FuzzDocument } from './fuzzDocument';
import { BrokenPromise, offLanguage, PipelinePromises, secretPath } from './pipelinePromises';
import { RandomText } from './randomText';
import type { Tally } from './tally';

export const documentsPerRound = 10;

const mostOpen = 3;
const uris = ['file:///a.ts', 'file:///b.ts', 'file:///c.ts', 'file:///d.ts', 'untitled:1'] as const;

/**
 * Ten random documents, some of them open at a time, each with a few random events after its first request. All that
 * happens follows from the seed: a round leaves nothing behind in its bench, and draws on nothing that was there.
 */
export class FuzzRound {
  readonly #bench: FuzzBench;
  readonly #random: RandomChoice;
  readonly #text: RandomText;
  readonly #book = new AnswerBook();
  readonly #promises: PipelinePromises;
  readonly #trace: string[] | undefined;
  readonly #closed: FuzzDocument[] = [];
  #open: FuzzDocument[] = [];
  #waiting: Asked[] = [];
  #shown: Asked | undefined;
  #callsChecked = 0;
  #generation = 0;

  /** What happens is written to `trace` where there is one, which takes longer than the rest. */
  constructor(bench: FuzzBench, seed: number, tally: Tally, trace?: string[]) {
    this.#bench = bench;
    this.#random = new RandomChoice(seed);
    this.#text = new RandomText(this.#random);
    this.#promises = new PipelinePromises(bench.cache, this.#book, tally);
    this.#trace = trace;
  }

  async run(): Promise<void> {
    this.#bench.engine.begin(this.#random);
    this.#bench.settings = firstSettings;
    for (let number = 0; number < documentsPerRound; number++) {
      const document = this.#openDocument();
      await this.#ask(document);
      if (this.#random.below(3) === 0) await this.#wait(130);
      for (let events = this.#random.below(3); events > 0; events--) await this.#event();
    }
    await this.#end();
  }

  async #event(): Promise<void> {
    const random = this.#random;
    const document = random.below(4) > 0 ? this.#open.at(-1) : this.#open[random.below(this.#open.length)];
    if (document === undefined) return;
    const dice = random.below(100);
    if (dice < 45) await this.#pressKeys(document);
    else if (dice < 51) await this.#accept(document);
    else if (dice < 57) await this.#undo(document);
    else if (dice < 63) await this.#move(document);
    else if (dice < 70) await this.#ask(document);
    else if (dice < 76) await this.#abortOne();
    else if (dice < 88) await this.#wait(random.pick([0, 1, 5, 12, 25, 29, 31, 60, 61, 200, 30_001]));
    else if (dice < 94) await this.#endOfDocument(document);
    else this.#changeSettings();
  }

  #openDocument(): FuzzDocument {
    const random = this.#random;
    const [oldest] = this.#open;
    if (oldest !== undefined && this.#open.length >= mostOpen) this.#close(oldest);
    const uri = random.pick(uris);
    for (const namesake of this.#named(uri)) this.#close(namesake);
    const path = random.below(60) === 0 ? secretPath : 'folder/a.ts';
    const languageId = random.below(60) === 0 ? offLanguage : 'typescript';
    const document = new FuzzDocument(uri, path, languageId, this.#text.document());
    document.cursor = this.#anyPosition(document);
    this.#open.push(document);
    this.#note(() => `opens ${document.toString()}`);
    return document;
  }

  async #ask(document: FuzzDocument): Promise<void> {
    const { service, settings } = this.#bench;
    const trigger = this.#random.below(4) === 0 ? 'explicit' : 'automatic';
    this.#note(() => `asks in ${document.toString()}`);
    const asked = new Asked(service, document, document.cursor, trigger, settings);
    this.#waiting.push(asked);
    await this.#settle();
  }

  /** Each key is followed by a request, and calls the former request off before or after that, as editors do. */
  async #pressKeys(document: FuzzDocument): Promise<void> {
    const random = this.#random;
    for (let keys = 1 + random.below(2); keys > 0; keys--) {
      if (random.below(3) > 0) await this.#wait(random.below(28));
      this.#pressKey(document);
      const former = this.#waiting.at(-1);
      const order = random.below(5);
      if (order < 2) former?.abort();
      await this.#ask(document);
      if (order < 4) former?.abort();
    }
  }

  /** Types what is shown, or what is being computed, or something else. */
  #pressKey(document: FuzzDocument): void {
    const random = this.#random;
    const expected = this.#expected(document);
    const dice = random.below(100);
    if (expected !== '' && dice < 80) document.type(expected.slice(0, 1 + random.below(4)));
    else if (dice < 90) document.backspace(1 + random.below(3));
    else document.type(this.#text.typed());
    if (random.below(8) === 0) addCloser(document);
  }

  /** What follows the cursor by the answer last shown, or else by the one that the engine is at. */
  #expected(document: FuzzDocument): string {
    const shown = this.#shown;
    if (shown?.document === document && shown.version === document.version) {
      return shown.outcome?.kind === 'answer' ? shown.outcome.text : '';
    }
    const call = this.#bench.engine.calls.at(-1);
    if (call === undefined || call.isOver || call.request.prompt.document !== document.uri) return '';
    const before = document.textBefore(document.cursor);
    const asked = call.request.prompt.before;
    const typed = before.startsWith(asked) ? before.slice(asked.length) : undefined;
    return typed !== undefined && call.text.startsWith(typed) ? call.text.slice(typed.length) : '';
  }

  async #accept(document: FuzzDocument): Promise<void> {
    const shown = this.#shown;
    if (shown?.document === document && shown.version === document.version) shown.accept();
    await this.#ask(document);
  }

  async #undo(document: FuzzDocument): Promise<void> {
    document.undo(1 + this.#random.below(3));
    await this.#ask(document);
  }

  async #move(document: FuzzDocument): Promise<void> {
    document.cursor = this.#anyPosition(document);
    if (this.#random.below(2) === 0) this.#bench.service.visit(document, document.cursor);
    else await this.#ask(document);
  }

  async #abortOne(): Promise<void> {
    this.#waiting[this.#random.below(this.#waiting.length)]?.abort();
    await this.#settle();
  }

  async #wait(ms: number): Promise<void> {
    this.#note(() => `waits ${ms} ms`);
    await this.#bench.clock.advance(ms);
    this.#check();
  }

  async #endOfDocument(document: FuzzDocument): Promise<void> {
    const { service } = this.#bench;
    const dice = this.#random.below(7);
    if (dice < 2) this.#close(document);
    else if (dice < 5) this.#rename(document, this.#random.pick(uris));
    else if (dice < 6) this.#forget(document);
    else {
      this.#note(() => 'clears');
      for (const asked of this.#waiting) asked.isCalledOff = true;
      this.#book.clear();
      await service.clear();
    }
    await this.#settle();
    const reopened = this.#closed.pop();
    if (reopened !== undefined && this.#named(reopened.uri).length === 0) this.#open.push(reopened);
  }

  #close(document: FuzzDocument): void {
    this.#note(() => `closes ${document.uri}`);
    this.#callOff(document.uri);
    this.#open = this.#open.filter((each) => each !== document);
    this.#closed.push(document);
    this.#bench.service.closeDocument(document.uri);
  }

  #rename(document: FuzzDocument, uri: (typeof uris)[number]): void {
    for (const namesake of this.#named(uri)) if (namesake !== document) this.#close(namesake);
    this.#note(() => `renames ${document.uri} to ${uri}`);
    this.#callOff(document.uri);
    this.#bench.service.renameDocument(document.uri, uri);
    this.#book.rename(document.uri, uri);
    document.uri = uri;
  }

  #forget(document: FuzzDocument): void {
    this.#note(() => `forgets ${document.uri}`);
    this.#callOff(document.uri);
    this.#book.forget(document.uri);
    this.#bench.service.forgetDocument(document.uri);
  }

  #changeSettings(): void {
    const random = this.#random;
    // Never one that was there before: what the engine was asked under it is then known from its name.
    if (random.below(2) === 0) this.#generation++;
    const enabled = random.below(12) > 0;
    const timeBudgetMs = random.pick([undefined, 700]);
    const generation = `model ${this.#generation}`;
    const multiline = random.below(2) === 0;
    this.#bench.settings = { ...firstSettings, enabled, multiline, timeBudgetMs, generation };
    this.#note(() => `sets ${JSON.stringify(this.#bench.settings)}`);
  }

  async #end(): Promise<void> {
    const { clock, service, cache } = this.#bench;
    await this.#wait(500);
    if (this.#waiting.length > 0) throw new BrokenPromise('every request ends');
    if (clock.pending > 0) throw new BrokenPromise('no timer is left behind');
    await service.clear();
    if (cache.indexedEntries > 0) throw new BrokenPromise('a cache that was cleared is empty');
  }

  async #settle(): Promise<void> {
    await settlePromises();
    this.#check();
  }

  #check(): void {
    const { engine, settings } = this.#bench;
    for (; this.#callsChecked < engine.calls.length; this.#callsChecked++) {
      const call = engine.calls[this.#callsChecked];
      if (call === undefined) break;
      this.#note(() => `engine is to say ${JSON.stringify(call.text)}`);
      this.#book.record(settings.generation, call.request.prompt, call.text);
      this.#book.record(settings.generation, call.request.prompt, call.streamed);
      this.#promises.checkCall(call, this.#waiting);
    }
    this.#promises.checkCalls(engine.calls);
    const ended = this.#waiting.filter((each) => each.outcome !== undefined || each.rejection !== undefined);
    if (ended.length > 0) this.#waiting = this.#waiting.filter((each) => !ended.includes(each));
    for (const asked of ended) {
      this.#note(() => `gets ${asked.toString()}`);
      this.#promises.checkOutcome(asked);
      if (asked.outcome?.kind === 'answer') this.#shown = asked;
    }
    this.#promises.checkCache();
  }

  #callOff(uri: string): void {
    for (const asked of this.#waiting) if (asked.uri === uri) asked.isCalledOff = true;
  }

  #named(uri: string): readonly FuzzDocument[] {
    return this.#open.filter((each) => each.uri === uri);
  }

  #anyPosition(document: FuzzDocument): Position {
    const random = this.#random;
    const line = random.below(document.lineCount);
    const text = document.lineAt(line);
    const dice = random.below(10);
    if (dice < 3) return { line, character: text.length };
    if (dice < 5) return { line, character: Math.max(0, text.search(/[\s)\]}>'"`;,:]*$/)) };
    if (dice < 7) return { line, character: text.search(/[\u{10000}-\u{10ffff}]/u) + 1 };
    // Now and then beyond the line's end.
    return { line, character: random.below(text.length + (dice === 9 ? 3 : 1)) };
  }

  #note(words: () => string): void {
    this.#trace?.push(words());
  }
}

/** As an editor closes a bracket that was typed. */
function addCloser(document: FuzzDocument): void {
  const { cursor } = document;
  document.type(')');
  document.cursor = cursor;
}
