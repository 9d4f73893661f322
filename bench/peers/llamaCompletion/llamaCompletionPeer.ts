import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { HearthError } from '../../../src/base/errors';
import type { DocumentView, Position } from '../../../src/completion/document';
import { type InfillLines, infillText } from '../infill/infillRequest';
import type { Peer, PeerAnswer } from '../peer';
import type { HostAnswer, HostOptions, HostReply, HostRequest } from './protocol';

// Seen from the built tools in dist/tools.
const host = fileURLToPath(new URL('./llamaCompletionHost.mjs', import.meta.url));

export interface LlamaCompletionPeerOptions extends HostOptions {
  readonly lines: InfillLines;
}

/** `LlamaCompletion` of node-llama-cpp on one context, given the same lines around the cursor as `/infill`. */
export class LlamaCompletionPeer implements Peer {
  readonly #options: LlamaCompletionPeerOptions;
  #process: ChildProcess | undefined;

  constructor(options: LlamaCompletionPeerOptions) {
    this.#options = options;
  }

  get processId(): number {
    return this.#process?.pid ?? 0;
  }

  async restart(): Promise<void> {
    if (this.#process) {
      await this.#ask('forget');
      return;
    }
    const { model, threads, contextSize, tokens } = this.#options;
    const options: HostOptions = { model, threads, contextSize, tokens };
    this.#process = fork(host, [JSON.stringify(options)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    await this.#reply(this.#process);
  }

  async complete(document: DocumentView, position: Position): Promise<PeerAnswer> {
    const { prefix, prompt, suffix } = infillText(document, position, this.#options.lines);
    const { text, cost } = await this.#ask({ prefix: prefix + prompt, suffix });
    return { text: text.trim() === '' ? '' : text, cost };
  }

  async dispose(): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (child?.exitCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  async #ask(request: HostRequest): Promise<HostAnswer> {
    if (!this.#process) throw new RangeError('The process was not started.');
    const reply = this.#reply(this.#process);
    this.#process.send(request);
    return reply;
  }

  async #reply(child: ChildProcess): Promise<HostAnswer> {
    const ended = new AbortController();
    const exit = once(child, 'exit', { signal: ended.signal }).then(() => {
      throw new HearthError('unexpected', 'The process of LlamaCompletion ended by itself.');
    });
    exit.catch(() => undefined);
    try {
      const [reply] = (await Promise.race([once(child, 'message'), exit])) as [HostReply];
      if ('answer' in reply) return reply.answer;
      throw new HearthError('unexpected', `LlamaCompletion fails: ${reply.error}`);
    } finally {
      ended.abort();
    }
  }
}
