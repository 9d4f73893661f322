import { describe, expect, test } from 'vitest';
import { Emitter } from '../../../src/base/emitter';
import { SilentLogger } from '../../../src/base/logger';
import { CompletionService } from '../../../src/completion/completionService';
import { Monitor } from '../../../src/editor/monitor';
import { completionSettings, readSettings } from '../../../src/editor/settings';
import type { EngineStats, EngineStatus } from '../../../src/engine/port';
import { engineStats } from '../../support/engineStats';
import { FakeClock } from '../../support/fakeClock';
import { ScriptedEngine } from '../../support/scriptedEngine';
import { sampleModel } from './sampleState';

class StatusEngine extends ScriptedEngine {
  override status: EngineStatus = { state: 'unloaded' };
  readonly #statusChanged = new Emitter<EngineStatus>();
  override readonly onDidChangeStatus = this.#statusChanged.event;
  statsAsked = 0;
  hangs = false;

  set(state: 'ready' | 'working'): void {
    this.status = { state, model: sampleModel };
    this.#statusChanged.fire(this.status);
  }

  override stats(): Promise<EngineStats> {
    this.statsAsked++;
    if (this.hangs) return new Promise(() => undefined);
    return Promise.resolve(engineStats({ rssBytes: this.statsAsked }));
  }
}

function setUp() {
  const clock = new FakeClock();
  const engine = new StatusEngine();
  const { settings } = readSettings(() => undefined);
  const logger = new SilentLogger();
  const pipeline = new CompletionService({
    engine,
    clock,
    logger,
    settings: () => completionSettings(settings),
  });
  const editorState = () => ({
    off: undefined,
    keepsPlaces: false,
    settingProblems: [],
    otherProviders: [],
    recording: undefined,
    lastOutcome: undefined,
    metricsProblem: undefined,
  });
  const monitor = new Monitor({ pipeline, engine, clock, logger, editorState });
  let events = 0;
  monitor.onDidChange(() => events++);
  return { clock, engine, pipeline, monitor, eventCount: () => events };
}

describe('Monitor', () => {
  test('speaks at most four times a second, and never loses the last change', async () => {
    const { clock, pipeline, monitor, eventCount } = setUp();
    for (let ms = 0; ms < 1000; ms += 10) {
      pipeline.metrics.record({ kind: 'none', reason: 'filtered' });
      await clock.advance(10);
    }
    expect(eventCount()).toBeLessThanOrEqual(5);
    pipeline.metrics.record({ kind: 'none', reason: 'filtered' });
    const before = eventCount();
    await clock.advance(1000);
    expect(eventCount()).toBe(before + 1);
    await clock.advance(1000);
    expect(eventCount()).toBe(before + 1);
    monitor.dispose();
    expect(clock.pending).toBe(0);
  });

  test('is busy only after 150 ms of work without a pause', async () => {
    const { clock, engine, monitor } = setUp();
    for (let request = 0; request < 5; request++) {
      engine.set('working');
      await clock.advance(140);
      expect(monitor.state.isBusy).toBe(false);
      engine.set('ready');
      await clock.advance(20);
    }
    engine.set('working');
    await clock.advance(160);
    expect(monitor.state.isBusy).toBe(true);
    engine.set('ready');
    expect(monitor.state.isBusy).toBe(false);
  });

  test('asks for the figures of the engine once after it did something, and not for answers from the cache', async () => {
    const { clock, engine, pipeline, monitor } = setUp();
    engine.set('working');
    engine.set('ready');
    await clock.advance(2000);
    expect(engine.statsAsked).toBe(1);
    expect(monitor.state.engineStats?.rssBytes).toBe(1);
    for (let hit = 0; hit < 20; hit++) {
      pipeline.metrics.record({
        kind: 'answer',
        origin: 'cache',
        text: 'x',
        replaceAfter: 0,
        timeToTextMs: 1,
      });
      await clock.advance(300);
    }
    expect(engine.statsAsked).toBe(1);
  });

  test('asks for the figures of the engine whenever somebody looks, but not for one that hangs', async () => {
    const { clock, engine, monitor } = setUp();
    await monitor.refresh();
    await monitor.refresh();
    expect([engine.statsAsked, monitor.state.engineStats?.rssBytes]).toEqual([2, 2]);
    expect(clock.pending).toBe(0);
    engine.hangs = true;
    let isOver = false;
    void monitor.refresh().then(() => (isOver = true));
    await clock.advance(1_900);
    expect(isOver).toBe(false);
    await clock.advance(200);
    expect([isOver, monitor.state.engineStats?.rssBytes]).toEqual([true, 2]);
  });
});
