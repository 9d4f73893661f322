import { afterEach, describe, expect, test, vi } from 'vitest';
import { MetricsEndpoint, retryMs } from '../../../../src/editor/openMetrics/metricsEndpoint';
import { MetricsServer } from '../../../../src/editor/openMetrics/metricsServer';
import { FakeClock } from '../../../support/fakeClock';
import { RecordingLogger } from '../../../support/recordingLogger';
import { fullReport } from '../statistics/fullReport';

const report = () => Promise.resolve(fullReport(5));
const open: { dispose(): void }[] = [];

afterEach(() => {
  for (const each of open.splice(0)) each.dispose();
});

/** A window with the setting at a port. */
class Window {
  readonly clock = new FakeClock();
  readonly logger = new RecordingLogger();
  readonly endpoint: MetricsEndpoint;
  changes = 0;

  constructor(public port: number) {
    const { clock, logger } = this;
    const onDidChange = (): void => {
      this.changes++;
    };
    this.endpoint = new MetricsEndpoint({ port: () => this.port, report, clock, logger, onDidChange });
    open.push(this.endpoint);
  }

  async set(port: number): Promise<void> {
    this.port = port;
    await this.endpoint.apply();
  }
}

async function freePort(): Promise<number> {
  const server = await MetricsServer.listen(0, report);
  const { port } = server;
  server.dispose();
  return port;
}

async function isServed(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/metrics`).then(
    async (response) => (await response.text()).includes('hearth_requests_total'),
    () => false,
  );
}

describe('the setting', () => {
  test('is off: nothing happens', async () => {
    const window = new Window(0);
    await window.endpoint.apply();
    expect([window.endpoint.port, window.endpoint.problem, window.changes]).toEqual([
      undefined,
      undefined,
      0,
    ]);
    expect(window.logger.lines).toEqual([]);
  });

  test('starts, moves and stops the server', async () => {
    const [first, second] = [await freePort(), await freePort()];
    const window = new Window(first);
    await window.endpoint.apply();
    expect([await isServed(first), window.endpoint.port]).toEqual([true, first]);
    await window.set(second);
    expect([await isServed(first), await isServed(second)]).toEqual([false, true]);
    await window.set(0);
    expect([await isServed(second), window.endpoint.port, window.endpoint.problem]).toEqual([
      false,
      undefined,
      undefined,
    ]);
    expect(window.clock.pending).toBe(0);
  });

  test('changed several times at once ends with the last', async () => {
    const [first, second] = [await freePort(), await freePort()];
    const window = new Window(first);
    void window.endpoint.apply();
    void window.set(0);
    void window.set(first);
    await window.set(second);
    expect([await isServed(first), await isServed(second)]).toEqual([false, true]);
  });
});

describe('two windows', () => {
  test('the first has the port; the second says so, and gets it when it is free', async () => {
    const port = await freePort();
    const [first, second] = [new Window(port), new Window(port)];
    await first.endpoint.apply();
    await second.endpoint.apply();
    expect(first.endpoint.problem).toBeUndefined();
    expect(second.endpoint.problem).toMatch(`port ${port} is in use`);
    expect(second.changes).toBe(1);
    await second.clock.advance(retryMs);
    await second.endpoint.apply();
    expect(second.endpoint.problem).toMatch('is in use');
    first.endpoint.dispose();
    await second.clock.advance(retryMs);
    await vi.waitUntil(() => second.endpoint.problem === undefined, 5_000);
    expect([second.endpoint.port, await isServed(port)]).toEqual([port, true]);
    expect(second.logger.lines.filter((line) => line.startsWith('warn'))).toHaveLength(1);
    expect(second.logger.lines.some((line) => line.startsWith('error'))).toBe(false);
  });

  test('the problem is over when it is turned off, and nothing is tried again', async () => {
    const port = await freePort();
    const [first, second] = [new Window(port), new Window(port)];
    await first.endpoint.apply();
    await second.endpoint.apply();
    await second.set(0);
    expect(second.endpoint.problem).toBeUndefined();
    expect(second.clock.pending).toBe(0);
  });

  test('one that is closed lets go of the port, and does not take it again', async () => {
    const port = await freePort();
    const window = new Window(port);
    const starting = window.endpoint.apply();
    window.endpoint.dispose();
    await starting;
    expect(await isServed(port)).toBe(false);
    await window.endpoint.apply();
    expect(await isServed(port)).toBe(false);
    expect(window.clock.pending).toBe(0);
  });
});
