import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A registry of npm as far as single files go: what it has by path, and 404 for anything else. */
export class NpmServer {
  readonly #server = createServer((request, response) => {
    this.seen.push(request.url ?? '');
    this.#answer(request.url ?? '', response);
  });
  readonly files = new Map<string, Buffer>();
  readonly seen: string[] = [];

  get base(): URL {
    return new URL(`http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/mirror`);
  }

  /** Has a package's archive, and says of it what `dist` says. */
  publish(name: string, version: string, archive: Buffer, dist: object = {}): void {
    const short = name.split('/').at(-1) ?? name;
    this.files.set(`/mirror/${name}/-/${short}-${version}.tgz`, archive);
    this.files.set(`/mirror/${name}/${version}`, Buffer.from(JSON.stringify({ name, version, dist })));
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #answer(path: string, response: ServerResponse): void {
    const file = this.files.get(path);
    if (file) response.writeHead(200, { 'content-length': file.length }).end(file);
    else response.writeHead(404).end('{"error":"not found"}');
  }
}
