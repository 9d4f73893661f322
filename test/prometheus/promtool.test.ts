import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { MetricsServer } from '../../src/editor/openMetrics/metricsServer';
import { Promtool } from '../support/promtool';
import { fullReport } from '../unit/editor/statistics/fullReport';

let promtool: Promtool;

beforeAll(() => {
  promtool = Promtool.find();
});

/** What the server gives a program that accepts a format. */
async function served(accept: string, requests?: number): Promise<string> {
  const server = await MetricsServer.listen(0, () => Promise.resolve(fullReport(requests)));
  try {
    const response = await fetch(`http://127.0.0.1:${server.port}/metrics`, { headers: { accept } });
    expect(response.status).toBe(200);
    return await response.text();
  } finally {
    server.dispose();
  }
}

describe('promtool', () => {
  test.each([0, 300])('finds no fault in what is served after %i requests', async (requests) => {
    const text = await served('*/*', requests);
    expect(promtool.run(['check', 'metrics'], text)).toEqual({ status: 0, output: '' });
  });

  test('would find one: a counter by a wrong name', async () => {
    const text = (await served('*/*')).replaceAll('hearth_requests_total', 'hearth_requests');
    const { status, output } = promtool.run(['check', 'metrics'], text);
    expect(status).not.toBe(0);
    expect(output).toContain('hearth_requests');
  });

  test('reads what is served as OpenMetrics, as Prometheus itself does', async () => {
    const text = await served('application/openmetrics-text; version=1.0.0');
    expect(await importedBy(promtool, text)).toMatchObject({ status: 0 });
    const broken = text.replace('# TYPE hearth_requests counter', '# TYPE hearth_requests number');
    expect((await importedBy(promtool, broken)).status).not.toBe(0);
  });
});

/** Lets Prometheus's own reader of OpenMetrics import a text, which for that must say when. */
async function importedBy(tool: Promtool, text: string) {
  const folder = await mkdtemp(path.join(tmpdir(), 'hearth-openmetrics-'));
  try {
    const file = path.join(folder, 'metrics.txt');
    await writeFile(file, text.replaceAll(/^([^#\n].*)$/gm, '$1 1764000000'));
    return tool.run(['tsdb', 'create-blocks-from', 'openmetrics', file, path.join(folder, 'data')]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
