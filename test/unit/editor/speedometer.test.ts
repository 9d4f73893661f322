import { expect, test } from 'vitest';
import { Speedometer } from '../../../src/editor/models/speedometer';
import type { EngineStatus } from '../../../src/engine/port';
import type { ProbeOutcome } from '../../../src/engine/probe/probeOutcome';
import { readModelFile } from '../../../src/models/modelFile';
import { estimateTimes, lineTokens } from '../../../src/models/speed';
import { never, starterModel, tinyConfig, tinyModel } from '../../support/engineUnderTest';
import { sampleModel } from './sampleState';

const bundled = await readModelFile(starterModel);
const tiny = await readModelFile(tinyModel);
const result = { device: null, freeBytes: 0, text: '', promptMsPerToken: 3, msPerToken: 12 };

function speedometer(outcome: ProbeOutcome, msPerToken?: number, status?: EngineStatus) {
  const asked: unknown[] = [];
  const advisor = {
    advise: () => Promise.resolve({ backEnd: 'vulkan' } as const),
    measure: (...args: unknown[]) => {
      asked.push(args);
      return Promise.resolve(outcome);
    },
  };
  const engine = { status: status ?? ({ state: 'unloaded' } as const), msPerToken };
  const meter = new Speedometer({
    engine,
    advisor,
    config: () => ({ ...tinyConfig, gpu: 'auto', threads: 3 }),
  });
  return { meter, asked };
}

test('is that of the model in use, once it has answered', async () => {
  const model = { ...sampleModel, path: tinyModel };
  const { meter, asked } = speedometer({ ok: true, result }, 7, { state: 'ready', model });
  expect(await meter.known()).toEqual({ msPerToken: 7, activeBytes: tiny.facts.shape.activeBytes });
  expect(asked).toEqual([]);
});

test('is measured with the bundled model on what computes', async () => {
  const { meter, asked } = speedometer({ ok: true, result });
  expect(await meter.known()).toBeUndefined();
  const { activeBytes } = bundled.facts.shape;
  expect(await meter.measure(bundled, never)).toEqual({ msPerToken: 12, activeBytes });
  expect(asked).toEqual([['vulkan', 3, never]]);
});

test('is unknown where the probe fails', async () => {
  expect(await speedometer({ ok: false, why: 'it ended' }).meter.measure(bundled, never)).toBeUndefined();
});

test('grows with the weights that are read: two passes for a key, and one for each token after', () => {
  const { shape } = bundled.facts;
  const speed = { msPerToken: 5, activeBytes: shape.activeBytes / 3 };
  expect(estimateTimes(shape, speed)).toEqual({ keyMs: 30, lineMs: 15 * (lineTokens + 1) });
  expect(estimateTimes({ ...shape, activeBytes: 0 }, speed)).toBeUndefined();
});
