import type { DocumentView, Position } from '../../../src/completion/document';
import type { Peer, PeerAnswer, Place } from '../peer';
import { type InfillAnswer, readInfillAnswer } from './infillAnswer';
import { infillBody, type InfillLines, infillText, type InfillText, warmingBody } from './infillRequest';
import { LlamaServer, type LlamaServerOptions } from './llamaServer';
import { ResponseCache } from './responseCache';
import { RingContext } from './ringContext';
import { shownText } from './shownText';

export interface InfillPeerOptions extends Omit<LlamaServerOptions, 'slots'> {
  readonly lines: InfillLines;
  readonly tokens: number;
  /** Completions of each request. */
  readonly completions: number;
  /** With the text of other places in front. */
  readonly ring: boolean;
  /**
   * With llama.vscode's own cache, which keeps some requests from the server, and with the completion that it
   * asks for in advance: the one behind what it shows.
   */
  readonly clientCache: boolean;
}

/** llama-server's `/infill`, asked as llama.vscode asks it. */
export class InfillPeer implements Peer {
  readonly #options: InfillPeerOptions;
  #server: LlamaServer | undefined;
  #ring = new RingContext();
  #cache = new ResponseCache();
  /** What is to be asked in advance as soon as nobody waits. */
  #next: InfillText | undefined;

  constructor(options: InfillPeerOptions) {
    this.#options = options;
  }

  get processId(): number {
    return this.#server?.processId ?? 0;
  }

  async restart(): Promise<void> {
    await this.dispose();
    this.#server = await LlamaServer.start({ ...this.#options, slots: this.#options.completions });
    this.#ring = new RingContext();
    this.#cache = new ResponseCache();
    this.#next = undefined;
  }

  async complete(document: DocumentView, position: Position): Promise<PeerAnswer> {
    const text = infillText(document, position, this.#options.lines);
    const known = this.#options.clientCache ? this.#cache.find(text) : undefined;
    if (known !== undefined) return { text: this.#show(known, text) };
    const { texts, cost } = await this.#ask(text);
    const [completion = ''] = texts;
    if (this.#options.clientCache) this.#cache.put(text, completion);
    return { text: this.#show(completion, text), cost };
  }

  moved(from: Place, to: Place): void {
    this.#ring.moved(from, to);
  }

  async rest(ms: number): Promise<number> {
    const inAdvance = await this.#askNext();
    if (!this.#options.ring || this.#ring.growIn(ms) === 0) return inAdvance;
    const answer = await this.#post(warmingBody(this.#ring.chunks));
    return inAdvance + answer.cost.evaluated;
  }

  async dispose(): Promise<void> {
    await this.#server?.stop();
    this.#server = undefined;
  }

  #show(completion: string, text: InfillText): string {
    const shown = shownText(completion, text);
    this.#next =
      this.#options.clientCache && shown !== '' ? { ...text, prompt: text.prompt + completion } : undefined;
    return shown;
  }

  async #askNext(): Promise<number> {
    const next = this.#next;
    this.#next = undefined;
    if (next === undefined || this.#cache.has(next)) return 0;
    const { texts, cost } = await this.#ask(next);
    this.#cache.put(next, texts[0] ?? '');
    return cost.evaluated;
  }

  #ask(text: InfillText): Promise<InfillAnswer> {
    const { ring, tokens, completions } = this.#options;
    return this.#post(infillBody(text, ring ? this.#ring.chunks : [], { tokens, completions }));
  }

  async #post(body: object): Promise<InfillAnswer> {
    if (!this.#server) throw new RangeError('The server was not started.');
    return readInfillAnswer(await this.#server.post('/infill', body));
  }
}
