import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  createServer as createHttp,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttps } from 'node:https';
import { type AddressInfo, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Checksum } from '../../src/models/download/downloadTask';

/** What goes wrong at one answer. Those about the file's bytes happen where the file is, behind the redirect. */
export type Fault =
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  /** Redirects there in place of to the file. */
  | { readonly kind: 'redirect'; readonly location: string }
  /** Closes the connection after so many bytes of the body. */
  | { readonly kind: 'cut'; readonly after: number }
  /** Sends nothing more after so many bytes. */
  | { readonly kind: 'stall'; readonly after: number }
  /** Waits so long between two chunks. */
  | { readonly kind: 'slow'; readonly chunk: number; readonly ms: number }
  /** Flips a bit of the last byte. */
  | { readonly kind: 'wrong-bytes' }
  /** Has another file, which is longer or shorter by so many bytes. */
  | { readonly kind: 'wrong-length'; readonly by: number }
  | { readonly kind: 'ignores-range' }
  | { readonly kind: 'no-range-like-that' };

export interface SeenRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

/** In which anything arrives on one machine. */
const arrivalMs = 50;

const tls = (name: string): string => fileURLToPath(new URL(`tls/${name}.pem`, import.meta.url));

/** Of the server's HTTPS, for who has to trust it. It is for tests alone, and its key is public. */
export const certificate = readFileSync(tls('certificate'), 'utf8');

export interface ModelServerOptions {
  readonly https?: boolean;
  /** Whether the source states the file's sum, as Hugging Face does. */
  readonly statesSum?: boolean;
  /** Whether the file is there under any repository's address, or under `url` only. */
  readonly anyPath?: boolean;
  /** Size of the pieces that a body is sent in. */
  readonly chunk?: number;
}

/**
 * A server of one file that behaves as Hugging Face does: the address of the repository redirects to another one, with
 * the file's sum and size in `X-Linked-Etag` and `X-Linked-Size`; there the file has an entity tag and ranges.
 */
export class ModelServer {
  readonly #content: Buffer;
  readonly #options: ModelServerOptions;
  readonly #faults: Fault[] = [];
  readonly #server;
  readonly #sockets = new Set<Socket>();
  readonly seen: SeenRequest[] = [];
  /** Bytes of the file that were handed to the network. */
  bytesSent = 0;
  /** Waited for before each piece is sent: where it begins in the file. */
  onSend: (at: number) => void | Promise<void> = () => {};

  constructor(content: Buffer, options: ModelServerOptions = {}) {
    this.#content = content;
    this.#options = options;
    const listener = (request: IncomingMessage, response: ServerResponse): void => {
      this.#serve(request, response).catch(() => response.destroy());
    };
    this.#server = options.https
      ? createHttps({ cert: certificate, key: readFileSync(tls('key')) }, listener)
      : createHttp(listener);
    this.#server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
  }

  get sum(): string {
    return createHash('sha256').update(this.#content).digest('hex');
  }

  /** The same as a download's task has it. */
  get checksum(): Checksum {
    return `sha256:${this.sum}`;
  }

  /** The base address, as `hearth.models.source` has it. */
  get base(): URL {
    const { port } = this.#server.address() as AddressInfo;
    return new URL(this.#options.https ? `https://localhost:${port}` : `http://127.0.0.1:${port}`);
  }

  get url(): URL {
    return new URL('owner/name/resolve/main/model.gguf', this.base);
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  /** The next answers go wrong like this, one each; a redirect to the file takes none but those about addresses. */
  fail(...faults: readonly Fault[]): void {
    this.#faults.push(...faults);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    this.seen.push({ path, headers: request.headers });
    const fault = this.#faults[0];
    if (!path.startsWith('/cdn/')) {
      const isThere = this.#options.anyPath === true || path === this.url.pathname;
      this.#redirect(response, isThere ? fault : { kind: 'status', status: 404 });
      return;
    }
    if (fault?.kind === 'status' || fault?.kind === 'redirect') {
      this.#redirect(response, fault);
      return;
    }
    this.#faults.shift();
    await this.#send(request, response, fault);
  }

  #redirect(response: ServerResponse, fault: Fault | undefined): void {
    if (fault?.kind === 'status') {
      this.#faults.shift();
      response.writeHead(fault.status, fault.headers).end('sorry');
      return;
    }
    if (fault?.kind === 'redirect') this.#faults.shift();
    const stated = { 'x-linked-etag': `"${this.sum}"`, 'x-linked-size': String(this.#content.length) };
    response
      .writeHead(302, {
        location: fault?.kind === 'redirect' ? fault.location : `${this.base.origin}/cdn/${this.sum}`,
        ...(this.#options.statesSum !== false && stated),
      })
      .end();
  }

  async #send(request: IncomingMessage, response: ServerResponse, fault: Fault | undefined): Promise<void> {
    const content = spoilt(this.#content, fault);
    const etag = `"${createHash('sha256').update(content).digest('hex').slice(0, 32)}"`;
    const condition = request.headers['if-range'];
    const wanted = /^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1];
    const isRange = wanted !== undefined && fault?.kind !== 'ignores-range' && (condition ?? etag) === etag;
    const start = isRange ? Number(wanted) : 0;
    if (start >= content.length || fault?.kind === 'no-range-like-that') {
      response.writeHead(416, { 'content-range': `bytes */${content.length}` }).end();
      return;
    }
    const range = isRange && { 'content-range': `bytes ${start}-${content.length - 1}/${content.length}` };
    response.writeHead(isRange ? 206 : 200, {
      etag,
      'content-length': content.length - start,
      'accept-ranges': 'bytes',
      ...range,
    });
    await this.#sendBody(response, content, start, fault);
  }

  async #sendBody(
    response: ServerResponse,
    content: Buffer,
    start: number,
    fault: Fault | undefined,
  ): Promise<void> {
    const chunk = fault?.kind === 'slow' ? fault.chunk : (this.#options.chunk ?? 64 * 1024);
    const end = fault?.kind === 'cut' || fault?.kind === 'stall' ? start + fault.after : content.length;
    for (let at = start; at < Math.min(end, content.length); at += chunk) {
      if (response.destroyed) return;
      const piece = content.subarray(at, Math.min(at + chunk, end, content.length));
      await this.onSend(at);
      this.bytesSent += piece.length;
      await new Promise<void>((resolve) => {
        const done = (): void => {
          response.off('close', done);
          resolve();
        };
        response.once('close', done);
        response.write(piece, done);
      });
      if (fault?.kind === 'slow') await delay(fault.ms);
    }
    if (fault?.kind === 'cut') {
      // What was sent arrives: a connection that is torn down loses what is still on its way.
      await delay(arrivalMs);
      response.destroy();
    } else if (fault?.kind !== 'stall') response.end();
  }
}

function spoilt(content: Buffer, fault: Fault | undefined): Buffer {
  if (fault?.kind === 'wrong-length') {
    const { by } = fault;
    return by > 0 ? Buffer.concat([content, Buffer.alloc(by)]) : content.subarray(0, by);
  }
  if (fault?.kind !== 'wrong-bytes') return content;
  const copy = Buffer.from(content);
  copy.writeUInt8(copy.readUInt8(copy.length - 1) ^ 1, copy.length - 1);
  return copy;
}
