import { request } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isLoopbackHost, MetricsServer } from '../../../../src/editor/openMetrics/metricsServer';
import { fullReport } from '../statistics/fullReport';

let server: MetricsServer;
let asked = 0;

beforeEach(async () => {
  asked = 0;
  server = await MetricsServer.listen(0, () => {
    asked++;
    return Promise.resolve(fullReport(20));
  });
});

afterEach(() => server.dispose());

interface Answer {
  readonly status: number | undefined;
  readonly type: string | undefined;
  readonly body: string;
}

function ask(path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port: server.port, path, method, headers, agent: false };
    const asking = request(options, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => (body += part));
      response.on('end', () =>
        resolve({ status: response.statusCode, type: response.headers['content-type'], body }),
      );
    });
    asking.on('error', reject);
    asking.end();
  });
}

describe('the server of the figures', () => {
  test('serves them to a program on this machine', async () => {
    const { status, type, body } = await ask('/metrics');
    expect(status).toBe(200);
    expect(type).toMatch(/^text\/plain/);
    expect(body).toContain('\nhearth_requests_total ');
    expect((await ask('/metrics?x=1')).status).toBe(200);
    expect(await ask('/metrics', {}, 'HEAD')).toMatchObject({ status: 200, body: '' });
  });

  test('serves OpenMetrics to whoever asks for it', async () => {
    const { type, body } = await ask('/metrics', { Accept: 'application/openmetrics-text; version=1.0.0' });
    expect(type).toMatch(/^application\/openmetrics-text/);
    expect(body.endsWith('# EOF\n')).toBe(true);
  });

  test('refuses a name that somebody let point to this machine, before it looks at any figure', async () => {
    for (const host of [
      'evil.example',
      'evil.example:9464',
      'localhost.evil.example',
      '127.0.0.1.evil.example',
      '-',
    ]) {
      const { status, body } = await ask('/metrics', { Host: host });
      expect([host, status]).toEqual([host, 403]);
      expect(body).not.toContain('hearth_');
    }
    expect(asked).toBe(0);
    for (const host of ['localhost', `localhost:${server.port}`, '127.0.0.1', '[::1]:9', 'LOCALHOST']) {
      expect([host, (await ask('/metrics', { Host: host })).status]).toEqual([host, 200]);
    }
  });

  test('has nothing else, and takes nothing', async () => {
    for (const path of ['/', '/metrics/', '/metrics/../etc/passwd', '/favicon.ico']) {
      expect((await ask(path)).status).toBe(404);
    }
    expect((await ask('/metrics', {}, 'POST')).status).toBe(405);
    expect(asked).toBe(0);
  });

  test('a report that cannot be made is a 500 that says nothing of why', async () => {
    const broken = await MetricsServer.listen(0, () => Promise.reject(new Error('/home/geheim')));
    const [port] = [broken.port];
    const response = await fetch(`http://127.0.0.1:${port}/metrics`);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('geheim');
    broken.dispose();
  });

  test('cannot be reached by any other address of this machine', async () => {
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4');
    for (const { address } of others) expect([address, await canConnect(address)]).toEqual([address, false]);
    expect(await canConnect('127.0.0.1')).toBe(true);
  });

  test('is gone when it is disposed of, with a connection open', async () => {
    const response = await fetch(`http://127.0.0.1:${server.port}/metrics`, {
      headers: { Connection: 'keep-alive' },
    });
    await response.text();
    const { port } = server;
    server.dispose();
    const next = await MetricsServer.listen(port, () => Promise.resolve(fullReport(1)));
    next.dispose();
  });

  function canConnect(host: string): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = connect({ host, port: server.port, timeout: 1_000 });
      const end = (answer: boolean): void => {
        socket.destroy();
        resolve(answer);
      };
      socket.on('connect', () => end(true));
      socket.on('error', () => end(false));
      socket.on('timeout', () => end(false));
    });
  }
});

test.each([
  ['localhost', true],
  ['127.0.0.1:1', true],
  ['127.1.2.3', true],
  ['[::1]', true],
  ['::1', false],
  ['localhost:x', false],
  ['10.0.0.1', false],
  ['user@localhost', false],
  [undefined, false],
])('the host %s is this machine: %s', (host, expected) => {
  expect(isLoopbackHost(host)).toBe(expected);
});
