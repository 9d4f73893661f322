import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Disposable } from '../../base/lifecycle';
import type { StatisticsReport } from '../statistics/report';
import { metricsText } from './metricsText';

/** Where the figures are served. */
export const metricsPath = '/metrics';

/** Whoever asks is one program or two. */
const mostConnections = 8;

/** Serves the figures over HTTP, on the loopback address only. */
export class MetricsServer implements Disposable {
  readonly #server: Server;

  /**
   * Listens on a port of 127.0.0.1; 0 takes any that is free. Rejects with Node's error where the port is not to be had.
   * `report` is asked for at each request.
   */
  static listen(port: number, report: () => Promise<StatisticsReport>): Promise<MetricsServer> {
    const server = createServer((request, response) => void answer(request, response, report));
    server.maxConnections = mostConnections;
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen({ port, host: '127.0.0.1', exclusive: true }, () => resolve(new MetricsServer(server)));
    });
  }

  private constructor(server: Server) {
    this.#server = server;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  dispose(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

/**
 * Whether a request was sent to this machine by name. A page in a browser can have its own name point to 127.0.0.1 (DNS
 * rebinding) and then read what is served there; but it cannot hide its name.
 */
export function isLoopbackHost(host: string | undefined): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i.test(host ?? '');
}

interface Refusal {
  readonly status: number;
  readonly why: string;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  report: () => Promise<StatisticsReport>,
): Promise<void> {
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  const refusal = refusalOf(request);
  if (refusal !== undefined) {
    refuse(response, refusal);
    return;
  }
  try {
    const { contentType, text } = await metricsText(await report(), request.headers.accept);
    response.writeHead(200, { 'Content-Type': contentType });
    response.end(request.method === 'HEAD' ? undefined : text);
  } catch {
    refuse(response, { status: 500, why: 'The figures cannot be read.' });
  }
}

function refusalOf({ method, url = '', headers }: IncomingMessage): Refusal | undefined {
  if (!isLoopbackHost(headers.host)) return { status: 403, why: 'Ask for localhost or 127.0.0.1.' };
  if (url.split('?', 1)[0] !== metricsPath) return { status: 404, why: `The figures are at ${metricsPath}.` };
  if (method !== 'GET' && method !== 'HEAD') return { status: 405, why: 'The figures can only be read.' };
  return undefined;
}

function refuse(response: ServerResponse, { status, why }: Refusal): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(`${why}\n`);
}
