import { strict as assert } from 'node:assert';
import { createServer } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import { suite, suiteTeardown, test } from 'mocha';
import { commands, workspace } from 'vscode';
import type { StatisticsReport } from '../../../src/editor/statistics/report';
import { answerAt, closeAllEditors, code, hearth, inWorkspace, openFile, setSetting, until } from './support';

/** A port that nobody listens on now. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  assert(address !== null && typeof address === 'object');
  return address.port;
}

async function served(port: number): Promise<string | undefined> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/metrics`);
    return await response.text();
  } catch {
    return undefined;
  }
}

suite('The report', () => {
  suiteTeardown(async () => {
    await setSetting('metrics.port', undefined);
    await closeAllEditors();
  });

  test('says what was asked, where, how it ended and what the engine holds', async () => {
    const api = await hearth();
    const { document, selection } = await openFile('reported.ts', code);
    await answerAt(api, document, selection.active);
    await answerAt(api, document, selection.active);
    const report = await api.report();
    const [hit, ask] = report.recent;
    const { line, character } = selection.active;
    const where = { uri: document.uri.toString(), path: 'reported.ts', line, character, trigger: 'explicit' };
    for (const [name, value] of Object.entries(where)) {
      assert.equal(hit?.[name as keyof typeof where], value);
      assert.equal(ask?.[name as keyof typeof where], value);
    }
    assert.deepEqual([hit?.kind, hit?.origin, hit?.strip], ['answer', 'cache', null]);
    assert.ok(ask?.strip && ask.strip.evaluated > 0 && ask.strip.generated > 0, JSON.stringify(ask));
    assert.ok(Date.now() - ask.at < 600_000);
    const serving = report.kv.sequences.find(({ state }) => state === 'serving');
    assert.deepEqual([serving?.path, serving?.line], ['reported.ts', line]);
    assert.equal(report.kv.sequences.length, report.engine.sequences);
    assert.equal(report.engine.processId, await api.engineProcessId());
    assert.ok((report.engine.cpuSeconds ?? 0) > 0);
    assert.ok((report.engine.cpuSecondsAMinute ?? -1) >= 0);
  });

  test('is what Export writes, and its counters are those of the metrics', async () => {
    const api = await hearth();
    const target = inWorkspace('statistics.json');
    // What the process uses goes on changing.
    const steady = ({ takenAt, engine, ...rest }: StatisticsReport) => {
      assert.ok(takenAt > 0);
      return { ...rest, engine: engine.state };
    };
    // What is computed ahead, while nobody asks, may change the places in memory between two looks.
    await until('what Export writes is the report', async () => {
      const before = JSON.parse(JSON.stringify(await api.report())) as StatisticsReport;
      await commands.executeCommand('hearth.exportStatistics', target);
      const text = new TextDecoder().decode(await workspace.fs.readFile(target));
      const exported = JSON.parse(text) as StatisticsReport;
      const metrics = api.metrics();
      assert.equal(exported.requests, metrics.requests);
      assert.equal(exported.cache.hits, metrics.hits);
      assert.deepEqual(exported.outcomes, metrics.outcomes);
      assert.ok(exported.takenAt >= before.takenAt);
      return isDeepStrictEqual(steady(exported), steady(before));
    });
  });

  test('is served to Prometheus while the setting says so', async () => {
    const api = await hearth();
    const port = await freePort();
    await setSetting('metrics.port', port);
    const text = await until('the figures are served', () => served(port));
    assert.match(text, new RegExp(`^hearth_requests_total ${api.metrics().requests}$`, 'm'));
    assert.doesNotMatch(text, /reported|\.ts|\//);
    await setSetting('metrics.port', 0);
    await until('the figures are no longer served', async () => (await served(port)) === undefined);
  });

  test('has today, until the caches are cleared', async () => {
    const api = await hearth();
    const requestsToday = async () => (await api.report()).days.at(-1)?.requests ?? 0;
    const before = await requestsToday();
    const { document, selection } = await openFile('counted.ts', code);
    await answerAt(api, document, selection.active);
    assert.ok((await requestsToday()) > before);
    await commands.executeCommand('hearth.clearCaches');
    const report = await api.report();
    assert.deepEqual([report.days.length, report.days[0]?.requests], [1, 0]);
    assert.equal(report.cache.entries, 0);
    assert.ok(report.cache.evictions.cleared > 0);
    assert.ok(report.kv.sequences.every(({ state }) => state === 'empty'));
  });
});
