import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tinyModel } from '../../support/engineUnderTest';
import { writeFullPrecisionCopy } from '../../support/gguf/fullPrecision';
import { readGguf } from '../../support/gguf/ggufReader';
import { uint32 } from '../../support/gguf/ggufValue';
import { toFloats } from '../../support/gguf/tensorFloats';

describe('the elements of a tensor', () => {
  test('are single and half precision numbers as they are', () => {
    const f32 = new Uint8Array(Float32Array.of(0.1, -2).buffer);
    expect([...toFloats({ name: 'a', dimensions: [2], type: 'f32', data: f32 })]).toEqual([
      Math.fround(0.1),
      -2,
    ]);

    const halves = Uint16Array.of(0x3c00, 0xc000, 0x3555, 0x0001, 0x8000, 0x7bff, 0x7c00);
    const f16 = { name: 'a', dimensions: [7], type: 'f16', data: new Uint8Array(halves.buffer) } as const;
    expect([...toFloats(f16)]).toEqual([1, -2, 0.333251953125, 2 ** -24, -0, 65_504, Infinity]);
  });

  test('are a scale times a byte in Q8_0, a scale for each 32', () => {
    const data = new Uint8Array(68);
    data.set([0x00, 0x38], 0); // 0.5
    data.set([1, 255, 127, 128], 2); // 1, −1, 127, −128
    data.set([0x00, 0xc4], 34); // −4
    data.set([3], 67);
    const floats = toFloats({ name: 'a', dimensions: [64], type: 'q8_0', data });
    expect([...floats.slice(0, 5)]).toEqual([0.5, -0.5, 63.5, -64, 0]);
    expect(floats[63]).toBe(-12);
    expect(floats).toHaveLength(64);
  });
});

describe('a full-precision copy', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hearth-gguf-'));
  });
  afterAll(async () => rm(folder, { recursive: true }));

  test('is the same model with every tensor in F32', async () => {
    const path = join(folder, 'copy.gguf');
    await writeFullPrecisionCopy(tinyModel, path);
    const original = readGguf(await readFile(tinyModel));
    const copy = readGguf(await readFile(path));

    expect([...copy.metadata]).toEqual(
      [...original.metadata].map(([key, value]) => [key, key === 'general.file_type' ? uint32(0) : value]),
    );
    expect(copy.tensors.map(({ name, dimensions, type }) => ({ name, dimensions, type }))).toEqual(
      original.tensors.map(({ name, dimensions }) => ({ name, dimensions, type: 'f32' })),
    );
    copy.tensors.forEach((tensor, i) => {
      const before = original.tensors[i];
      if (before)
        expect(Buffer.from(tensor.data).equals(Buffer.from(toFloats(before).buffer)), tensor.name).toBe(true);
    });
  });
});
