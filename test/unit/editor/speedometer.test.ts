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
  expect(await meter.known()).toEqual({ msPerToken: 7, shape: tiny.facts.shape });
  expect(asked).toEqual([]);
});

test('is measured with the bundled model on what computes', async () => {
  const { meter, asked } = speedometer({ ok: true, result });
  expect(await meter.known()).toBeUndefined();
  expect(await meter.measure(bundled, never)).toEqual({ msPerToken: 12, shape: bundled.facts.shape });
  expect(asked).toEqual([['vulkan', 3, never]]);
});

test('is unknown where the probe fails', async () => {
  expect(await speedometer({ ok: false, why: 'it ended' }).meter.measure(bundled, never)).toBeUndefined();
});

test('grows with the weights that are read, those of five bits twice, and with the vocabulary', () => {
  const shape = { ...bundled.facts.shape, activeBytes: 300, fiveBitBytes: 100, vocabulary: 50_000 };
  const speed = { msPerToken: 40, shape: { ...shape, activeBytes: 600, fiveBitBytes: 200 } };
  expect(estimateTimes(shape, speed)).toEqual({ keyMs: 25, lineMs: 25 + 20 * (lineTokens - 1) });
  expect(estimateTimes({ ...shape, activeBytes: 1, fiveBitBytes: 0, vocabulary: 0 }, speed)?.keyMs).toBe(3);
  expect(estimateTimes({ ...shape, activeBytes: 0, fiveBitBytes: 0 }, speed)).toBeUndefined();
});

test('the bundled model is in blocks of five bits, the tiny one in none', () => {
  const { activeBytes, fiveBitBytes } = bundled.facts.shape;
  expect(fiveBitBytes / activeBytes).toBeGreaterThan(0.99);
  expect(tiny.facts.shape.fiveBitBytes).toBe(0);
});
