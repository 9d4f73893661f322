import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readGgufFileInfo } from 'node-llama-cpp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tinyModel } from '../../support/engineUnderTest';
import { readGguf } from '../../support/gguf/ggufReader';
import {
  bool,
  float32,
  float32s,
  type GgufValue,
  int32s,
  string,
  strings,
  uint32,
} from '../../support/gguf/ggufValue';
import { GgufWriter } from '../../support/gguf/ggufWriter';
import { f32Data } from '../../support/gguf/tensorFloats';

/** One value of each type, at the ends of its range where it has ends. */
const everyType: Readonly<Record<string, GgufValue>> = {
  'of.uint8': { type: 'uint8', value: 255 },
  'of.int8': { type: 'int8', value: -128 },
  'of.uint16': { type: 'uint16', value: 65_535 },
  'of.int16': { type: 'int16', value: -32_768 },
  'of.uint32': uint32(4_294_967_295),
  'of.int32': { type: 'int32', value: -2_147_483_648 },
  'of.float32': float32(-0.5),
  'of.bool': bool(true),
  'of.string': string('日本 ▁<PRE>\n'),
  'of.uint64': { type: 'uint64', value: 2n ** 64n - 1n },
  'of.int64': { type: 'int64', value: -(2n ** 63n) },
  'of.float64': { type: 'float64', value: Math.PI },
  'list.strings': strings(['', 'Ġ', '<｜fim▁end｜>']),
  'list.int32s': int32s([1, -2, 3]),
  'list.float32s': float32s([0, -1.5]),
  'list.bools': { type: 'array', of: 'bool', values: [true, false] },
  'list.empty': strings([]),
};

/** Odd sizes, so that there is something to align. */
const tensors = [
  {
    name: 'first.weight',
    dimensions: [3, 5],
    type: 'f32',
    data: f32Data(Float32Array.from({ length: 15 }, (_, i) => i)),
  },
  { name: 'second.weight', dimensions: [7], type: 'f16', data: new Uint8Array(14).fill(1) },
  { name: 'third.weight', dimensions: [32, 2], type: 'q8_0', data: new Uint8Array(68).fill(2) },
] as const;

function writer(): GgufWriter {
  const made = new GgufWriter();
  for (const [key, value] of Object.entries(everyType)) made.set(key, value);
  for (const tensor of tensors) made.add(tensor);
  return made;
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hearth-gguf-'));
});
afterAll(async () => rm(folder, { recursive: true }));

async function infoOf(made: GgufWriter, name: string) {
  const path = join(folder, `${name}.gguf`);
  await made.write(path);
  return { info: await readGgufFileInfo(path), bytes: await readFile(path) };
}

describe('a written GGUF file', () => {
  test('gives node-llama-cpp every metadata value', async () => {
    const { info } = await infoOf(writer().set('general.architecture', string('llama')), 'metadata');
    expect(info.version).toBe(3);
    for (const [key, value] of Object.entries(everyType)) {
      const [group = '', name = ''] = key.split('.');
      const read = (info.metadata as unknown as Record<string, Record<string, unknown>>)[group]?.[name];
      expect(read, key).toEqual(value.type === 'array' ? value.values : value.value);
    }
  });

  test('gives node-llama-cpp every tensor at an aligned place', async () => {
    const { info, bytes } = await infoOf(writer(), 'tensors');
    const found = info.tensorInfo ?? [];
    expect(found.map(({ name, dimensions, ggmlType }) => ({ name, dimensions, ggmlType }))).toEqual([
      { name: 'first.weight', dimensions: [3, 5], ggmlType: 0 },
      { name: 'second.weight', dimensions: [7], ggmlType: 1 },
      { name: 'third.weight', dimensions: [32, 2], ggmlType: 8 },
    ]);
    found.forEach(({ fileOffset }, i) => {
      const at = Number(fileOffset);
      const data = tensors[i]?.data ?? new Uint8Array();
      expect(at % 32).toBe(0);
      expect(new Uint8Array(bytes.subarray(at, at + data.length))).toEqual(data);
    });
  });

  test('is read back with its types', () => {
    const read = readGguf(writer().toBuffer());
    expect(Object.fromEntries(read.metadata)).toEqual(everyType);
    expect(read.tensors.map((tensor) => ({ ...tensor, data: new Uint8Array(tensor.data) }))).toEqual(tensors);
  });

  test('is the same bytes as the file that was read', async () => {
    const original = await readFile(tinyModel);
    const { metadata, tensors: read } = readGguf(original);
    const copy = new GgufWriter();
    for (const [key, value] of metadata) copy.set(key, value);
    for (const tensor of read) copy.add(tensor);
    expect(copy.toBuffer().equals(original)).toBe(true);
  });

  test('has a value once, the last that was set', () => {
    const twice = new GgufWriter().set('a', uint32(1)).set('b', uint32(2)).set('a', uint32(3));
    expect([...readGguf(twice.toBuffer()).metadata]).toEqual([
      ['a', uint32(3)],
      ['b', uint32(2)],
    ]);
  });
});

describe('what is wrong is said', () => {
  test('of a tensor whose data is too short', () => {
    expect(() => new GgufWriter().add({ ...tensors[0], data: new Uint8Array(59) })).toThrow(
      'Tensor first.weight of type f32 has 59 bytes; its dimensions 3 × 5 take 60.',
    );
  });

  test('of a file that is cut short', () => {
    expect(() => readGguf(writer().toBuffer().subarray(0, 100))).toThrow(
      /ends at byte 100; byte \d+ was expected/,
    );
  });
});
