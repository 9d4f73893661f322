// Without `node:` on purpose: VS Code puts its proxy settings and certificates into what an extension gets by `require`
// of 'http' and 'https', by these very names. Modules asked for as 'node:https' are not patched.
import { type IncomingHttpHeaders, type IncomingMessage, request as requestHttp } from 'http';
import { request as requestHttps } from 'https';
import { AbortError } from '../../base/abort';
import { networkFailure } from './failures';

/** The answer to one request. Its body must be read to its end, or discarded. */
export interface HttpResponse {
  readonly url: URL;
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: AsyncIterable<Buffer>;
  discard(): void;
}

/**
 * Sends one GET request and follows nothing. It and the reading of the body reject with `AbortError`, with a
 * `PassingFailure`, or with a `HearthError` where another attempt would end alike.
 */
export interface Transport {
  get(url: URL, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<HttpResponse>;
}

export interface NodeTransportOptions {
  /** A connection without a byte for so long, in ms, counts as cut. */
  readonly idleMs: number;
  /** Certificates to trust beside those of the system, in PEM. */
  readonly ca?: string;
}

/**
 * Requests by Node's `http` and `https`, which honour the editor's proxy where `fetch` does only in late versions, and
 * which hand out the body as it comes, with back-pressure.
 */
export class NodeTransport implements Transport {
  readonly #options: NodeTransportOptions;

  constructor(options: NodeTransportOptions = { idleMs: 30_000 }) {
    this.#options = options;
  }

  get(url: URL, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<HttpResponse> {
    const { idleMs, ca } = this.#options;
    return new Promise((resolve, reject) => {
      const send = url.protocol === 'https:' ? requestHttps : requestHttp;
      const request = send(
        url,
        { headers, signal, timeout: idleMs, ...(ca !== undefined && { ca }) },
        (response) => resolve(toResponse(url, response, signal)),
      );
      request.on('timeout', () => request.destroy(new Error(`No byte came for ${idleMs / 1000} s.`)));
      // An error after the answer has begun reaches whoever reads its body.
      request.on('error', (error) => reject(signal.aborted ? new AbortError() : networkFailure(error)));
      request.end();
    });
  }
}

function toResponse(url: URL, response: IncomingMessage, signal: AbortSignal): HttpResponse {
  return {
    url,
    status: response.statusCode ?? 0,
    headers: response.headers,
    body: chunksOf(response, signal),
    discard: () => response.destroy(),
  };
}

async function* chunksOf(response: IncomingMessage, signal: AbortSignal): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of response) yield chunk as Buffer;
  } catch (error) {
    throw signal.aborted ? new AbortError() : networkFailure(error);
  }
}
