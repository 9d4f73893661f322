import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { HearthError, messageOf } from '../../../src/base/errors';
import type { Command } from '../debian/llamaServerCommand';

export interface LlamaServerOptions {
  readonly command: Command;
  readonly model: string;
  readonly threads: number;
  /** Tokens of prefix and suffix in one prompt: three quarters the one, one quarter the other. */
  readonly batch: number;
  /** Tokens that one slot holds. */
  readonly context: number;
  /** Completions that it can compute at once. */
  readonly slots: number;
}

const startMs = 120_000;

/** What it said last is enough to tell why it ended. */
const keptOutput = 2_000;

/** A llama-server on a port of the loopback that is free. */
export class LlamaServer {
  readonly #process: ChildProcess;
  readonly #url: string;
  #output = '';

  static async start(options: LlamaServerOptions): Promise<LlamaServer> {
    const server = new LlamaServer(options, await freePort());
    try {
      await server.#ready();
      return server;
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  private constructor({ command, model, threads, batch, context, slots }: LlamaServerOptions, port: number) {
    const flags = {
      '--model': model,
      '--host': '127.0.0.1',
      '--port': port,
      '--threads': threads,
      '--threads-batch': threads,
      '--batch-size': batch,
      '--ctx-size': context * slots,
      '--parallel': slots,
      '--cache-reuse': 256,
    };
    const args = Object.entries(flags).flatMap(([flag, value]) => [flag, String(value)]);
    this.#url = `http://127.0.0.1:${port}`;
    this.#process = spawn(command.file, [...command.args, ...args], {
      ...(command.cwd !== undefined && { cwd: command.cwd }),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process.on('error', (error) => (this.#output += messageOf(error)));
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream?.on(
        'data',
        (data: Buffer) => (this.#output = (this.#output + data.toString()).slice(-keptOutput)),
      );
    }
  }

  get processId(): number {
    return this.#process.pid ?? 0;
  }

  /** Posts JSON, and resolves to the JSON that is answered. Throws a HearthError with the server's own words for any but 200. */
  async post(path: string, body: unknown): Promise<unknown> {
    const response = await fetch(`${this.#url}${path}`, { method: 'POST', body: JSON.stringify(body) });
    const text = await response.text();
    if (response.ok) return JSON.parse(text) as unknown;
    throw new HearthError('unexpected', `llama-server answers ${response.status} to ${path}: ${text}`);
  }

  async stop(): Promise<void> {
    if (this.#process.pid === undefined || this.#process.exitCode !== null) return;
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await ended;
  }

  async #ready(): Promise<void> {
    const end = Date.now() + startMs;
    while (Date.now() < end && this.#process.exitCode === null && this.#process.pid !== undefined) {
      const response = await fetch(`${this.#url}/health`).catch(() => undefined);
      if (response?.ok) return;
      await delay(50);
    }
    throw new HearthError('unexpected', `llama-server did not start: ${this.#output.trim()}`);
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}
