import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { readHeader } from '../../../src/models/gguf/header';
import { modelFacts } from '../../../src/models/modelFacts';
import { readModelFile, requireSuitable } from '../../../src/models/modelFile';
import { bufferSource } from '../../support/bufferSource';
import { starterModel, tinyModel } from '../../support/engineUnderTest';
import { string, strings, uint32 } from '../../support/gguf/ggufValue';
import { GgufWriter } from '../../support/gguf/ggufWriter';
import { addTinyLlama } from '../../support/gguf/tinyLlama';
import { damaged } from '../../support/ggufDamage';

let good: Buffer;

beforeAll(async () => {
  good = await readFile(tinyModel);
});

async function faultOf(content: Buffer): Promise<string | undefined> {
  const reading = await readHeader(bufferSource(content));
  return 'fault' in reading ? reading.fault : undefined;
}

/** The good model with a 64-bit number at a place of its header. */
function withNumber(offset: number, value: bigint): Buffer {
  const copy = Buffer.from(good);
  copy.writeBigUInt64LE(value, offset);
  return copy;
}

describe('the header of a model', () => {
  test('that is whole has no fault', async () => {
    expect(await readModelFile(tinyModel)).toMatchObject({ path: tinyModel, bytes: good.length });
  });

  test.each([
    ['number of tensors', 8],
    ['number of entries', 16],
    ['length of the first key', 24],
  ])('has a fault when the %s is damaged', async (_, offset) => {
    for (const value of [15_400_000n, 2n ** 40n, 2n ** 64n - 1n]) {
      expect(await faultOf(withNumber(offset, value)), String(value)).toMatch(
        /^has .* at byte \d+ of its header$/,
      );
    }
  });

  test('has a fault wherever it is cut', async () => {
    for (const length of [8, 23, 24, 40, 1_000, 100_000, 266_000]) {
      expect(await faultOf(good.subarray(0, length)), String(length)).toMatch(/no room/);
    }
  });

  test('has a fault where the tensors behind it are cut short', async () => {
    expect(await faultOf(good.subarray(0, -100))).toMatch(/^ends at byte \d+, and its tensors at byte \d+$/);
    expect(await faultOf(good.subarray(0, good.length / 2))).toMatch(/^ends at byte/);
  });

  test('is walked over in no time, whatever its bytes', async () => {
    for (let seed = 0; seed < 100; seed++) {
      const start = performance.now();
      await faultOf(damaged(good, seed));
      expect(performance.now() - start, `seed ${seed}`).toBeLessThan(2_000);
    }
  });
});

describe('the facts of a model', () => {
  test('of the tiny one', async () => {
    const { facts } = await readModelFile(tinyModel);
    expect(facts).toMatchObject({ family: 'qwen-coder', layout: 'anchored', unsuitable: undefined });
    expect(facts.shape).toMatchObject({ vocabulary: 8192, kvBytesPerToken: (6 * 256 * 2 * 2) / 2 });
  });

  test('of the bundled one', async () => {
    const { facts, bytes } = await readModelFile(starterModel);
    expect(facts).toMatchObject({
      architecture: 'llama',
      family: 'qwen-coder',
      layout: 'anchored',
      unsuitable: undefined,
    });
    expect(facts.shape).toMatchObject({
      // 30 layers, 3 KV heads, 64 wide, key and value, two bytes each.
      kvBytesPerToken: 30 * 3 * 64 * 2 * 2,
      vocabulary: 49_152,
      trainedContext: 8192,
    });
    expect(bytes - facts.shape.weightBytes).toBeLessThan(3_000_000);
  });
});

/** A model with the metadata that `change` makes of a good one's. */
function modelWith(change: (writer: GgufWriter) => void): Buffer {
  const writer = new GgufWriter()
    .set('tokenizer.ggml.model', string('gpt2'))
    .set('tokenizer.ggml.tokens', strings(['a', 'b', '<fim_prefix>', '<fim_suffix>', '<fim_middle>', '<e>']));
  addTinyLlama(writer, [true, true, false, false, false, false], 1);
  change(writer);
  return writer.toBuffer();
}

async function factsOf(content: Buffer, name = 'model.gguf') {
  const reading = await readHeader(bufferSource(content));
  if ('fault' in reading) throw new Error(reading.fault);
  return modelFacts(reading.header, name);
}

describe('a model is unsuitable', () => {
  test.each<[string, (writer: GgufWriter) => void, RegExp]>([
    [
      'that is recurrent',
      (writer) => writer.set('general.architecture', string('mamba')),
      /recurrent or hybrid/,
    ],
    [
      'that is a hybrid',
      (writer) => writer.set('general.architecture', string('qwen3next')),
      /recurrent or hybrid/,
    ],
    [
      'with state of its own kind',
      (writer) => writer.set('llama.ssm.state_size', uint32(16)),
      /recurrent or hybrid/,
    ],
    [
      'that reads images',
      (writer) => writer.set('general.architecture', string('clip')),
      /no language model/,
    ],
    [
      'without a vocabulary',
      (writer) => writer.set('tokenizer.ggml.tokens', strings([])),
      /no language model/,
    ],
    ['that is a part', (writer) => writer.set('split.no', uint32(1)), /is part 2 of a model/],
    [
      'with another tokenizer',
      (writer) => writer.set('tokenizer.ggml.model', string('bert')),
      /tokenizer "bert"/,
    ],
  ])('%s', async (_, change, why) => {
    const facts = await factsOf(modelWith(change));
    expect(facts.unsuitable).toMatchObject({
      reason: 'model-unsuitable',
      why: expect.stringMatching(why) as string,
    });
    expect(() => requireSuitable({ path: '/x/model.gguf', bytes: 1, facts })).toThrow(
      /^model\.gguf (is|has) /,
    );
  });

  test('unless nothing speaks against it; its family is told by its sentinels and its name', async () => {
    const good = modelWith(() => {});
    expect(await factsOf(good)).toMatchObject({ family: 'starcoder2', unsuitable: undefined });
    expect(await factsOf(good, 'mellum.gguf')).toMatchObject({ family: 'mellum', layout: 'suffix-first' });
  });
});

describe('10,000 damaged headers', () => {
  test('crash nothing and hang nothing', { timeout: 120_000 }, async () => {
    const small = modelWith((writer) => writer.set('general.file_type', uint32(7)));
    let faults = 0;
    let slowest = 0;
    for (let seed = 0; seed < 10_000; seed++) {
      // Bytes of the header, one of its lengths, or its end.
      const bytes =
        seed % 4 === 3
          ? small.subarray(0, 8 + ((seed * 7919) % 1200))
          : damaged(small, seed, 1 + (seed % 16), Math.min(small.length, 2_000));
      const start = performance.now();
      const reading = await readHeader(bufferSource(bytes));
      if ('fault' in reading) faults++;
      else modelFacts(reading.header, 'model.gguf');
      slowest = Math.max(slowest, performance.now() - start);
    }
    // Damage to numbers that nobody reads is none; a check that finds none, or nothing else, would be broken.
    expect(faults).toBeGreaterThan(5_000);
    expect(faults).toBeLessThan(10_000);
    expect(slowest).toBeLessThan(2_000);
  });

  test('with lengths at their worst are read in no time', { timeout: 120_000 }, async () => {
    const small = modelWith(() => {});
    for (const value of [
      0n,
      1n,
      255n,
      65_536n,
      65_537n,
      2n ** 31n,
      2n ** 32n,
      2n ** 53n,
      2n ** 63n,
      2n ** 64n - 1n,
    ]) {
      for (let offset = 8; offset < 1_400; offset++) {
        const copy = Buffer.from(small);
        copy.writeBigUInt64LE(value, offset);
        await faultOf(copy);
      }
    }
  });
});
