import { SilentLogger } from '../../../../src/base/logger';
import { CompletionService } from '../../../../src/completion/completionService';
import type { MetricsRecorder } from '../../../../src/completion/metricsRecorder';
import type { CompletionOutcome } from '../../../../src/completion/outcome';
import { partAfterMs } from '../../../../src/completion/part';
import type { CompletionRequest } from '../../../../src/completion/request';
import { completionSettings, readSettings } from '../../../../src/editor/settings';
import { EditableDocument } from '../../../support/editableDocument';
import { FakeClock, settlePromises } from '../../../support/fakeClock';
import { seededRandom } from '../../../support/random';
import { type ScriptedCall, ScriptedEngine } from '../../../support/scriptedEngine';

const answers = ['total + 1);', 'value.length);', 'items.map(each));'];
const ends = ['accepted', 'partly', 'typedThrough', 'dismissed'] as const;

/** Someone who types in two documents, with an engine that does all that one can do. */
export class TypingSession {
  readonly #random: () => number;
  readonly #clock = new FakeClock();
  readonly #engine = new ScriptedEngine();
  readonly #service: CompletionService;
  readonly #documents = ['a', 'b'].map(
    (name) => new EditableDocument('f(|', `file:///${name}.ts`, `${name}.ts`),
  );
  #suggestion = 0;
  asked = 0;
  lateCosts = 0;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
    const { settings } = readSettings(() => undefined);
    const logger = new SilentLogger();
    const [engine, clock] = [this.#engine, this.#clock];
    this.#service = new CompletionService({
      engine,
      clock,
      logger,
      settings: () => completionSettings(settings),
    });
    this.#service.metrics.onLateCost(() => this.lateCosts++);
  }

  get metrics(): MetricsRecorder {
    return this.#service.metrics;
  }

  /** A key, a step back, or the same place again; then a request, which ends one way or another. */
  async step(): Promise<void> {
    const document = this.#pick(this.#documents);
    const before = document.lineAt(document.cursor.line).slice(0, document.cursor.character);
    if (this.#below(3) === 0 && before.length > 4) document.backspace(1);
    else if (this.#below(4) > 0) document.type(this.#pick(['(', ' ', '[', '.', 't', 'o']));
    this.metrics.keystroke();
    await this.#ask(document);
  }

  async #ask(document: EditableDocument): Promise<void> {
    const controller = new AbortController();
    const trigger = this.#below(3) > 0 ? 'automatic' : 'explicit';
    const calls = this.#engine.calls.length;
    const ask = { document, position: document.cursor, trigger } as const;
    this.asked++;
    const outcome = this.#service.complete(ask, controller.signal);
    await this.#clock.advance(160);
    const call = this.#engine.calls[calls];
    const ending = call === undefined ? undefined : this.#below(7);
    if (call !== undefined && ending === 0) controller.abort();
    else if (call !== undefined && ending === 1) await this.#joined(call, ask, controller);
    else if (call !== undefined && ending === 2) await this.#late(call);
    else if (call !== undefined) this.#reply(call);
    await this.#clock.advance(40);
    this.#show(await outcome);
  }

  /** The first request is called off, and another one for the same place takes its run over. */
  async #joined(call: ScriptedCall, ask: CompletionRequest, first: AbortController): Promise<void> {
    this.asked++;
    const outcome = this.#service.complete({ ...ask, trigger: 'automatic' }, new AbortController().signal);
    await settlePromises();
    first.abort();
    this.#reply(call);
    this.#show(await outcome);
  }

  /** What there is of the answer is shown before it is whole. */
  async #late(call: ScriptedCall): Promise<void> {
    call.emit('total + value');
    await this.#clock.advance(partAfterMs);
    this.#reply(call);
  }

  #reply(call: ScriptedCall): void {
    if (this.#below(8) === 0) {
      call.fail(new Error('The engine failed.'));
      return;
    }
    const evaluatedTokens = this.#pick([1, 2, 3, 40]);
    const abandonedTokens = this.#pick([0, 0, 5, 150]);
    const text = this.#below(6) === 0 ? '' : this.#pick(answers);
    call.answer(text, { evaluatedTokens, abandonedTokens, cold: this.#below(5) === 0 });
  }

  /** The editor shows an answer, and it comes to an end, or is open still. */
  #show(outcome: CompletionOutcome): void {
    if (outcome.kind !== 'answer' || this.#below(4) === 0) return;
    this.metrics.suggestionShown();
    this.metrics.offered(outcome, ++this.#suggestion);
    if (this.#below(5) > 0) this.metrics.suggestionEnded(this.#pick(ends), this.#suggestion);
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  #pick<T>(values: readonly T[]): T {
    const value = values[this.#below(values.length)];
    if (value === undefined) throw new Error('There is nothing to pick from.');
    return value;
  }
}
