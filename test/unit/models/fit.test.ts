import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../src/models/catalogue';
import { largestFitting, shapeOfEntry } from '../../../src/models/catalogueFit';
import {
  batchTokens,
  describeNoFit,
  estimateMemory,
  leastContext,
  type MemoryPlan,
  type NoFit,
  planMemory,
} from '../../../src/models/fit';
import type { ModelShape } from '../../../src/models/modelFacts';
import { seededRandom } from '../../support/random';

const megabyte = 1024 * 1024;
const gigabyte = 1024 * megabyte;

/** 70 MB for a context of 3,072 tokens, and next to nothing for the rest but the process. */
const small: ModelShape = {
  weightBytes: 0,
  repackedBytes: 0,
  activeBytes: 0,
  fiveBitBytes: 0,
  kvBytesPerToken: (70 * megabyte) / 3072,
  vocabulary: 0,
  trainedContext: 8192,
};

function plan(limit: number, { shape = small, total = 16_384, free = 8_192, contextTokens = 3072 } = {}) {
  const wish = { contextTokens, kvLimitBytes: limit * megabyte };
  return planMemory(shape, wish, { totalBytes: total * megabyte, freeBytes: free * megabyte });
}

function fitting(found: MemoryPlan | NoFit): MemoryPlan {
  if ('estimate' in found) return found;
  throw new Error('It does not fit.');
}

describe('the number of places', () => {
  test.each<[string, () => MemoryPlan | NoFit, number]>([
    ['four where the machine has room', () => plan(0), 4],
    ['two at least where it has little', () => plan(0, { total: 1_024 }), 2],
    ['fewer where little is free', () => plan(0, { free: 420 }), 3],
    ['what the setting allows', () => plan(220), 3],
    ['never more than eight', () => plan(10_000), 8],
    ['one where the setting allows one', () => plan(70), 1],
    ['within what is free, whatever the setting says', () => plan(10_000, { free: 500 }), 3],
    [
      'one where the model does not say its sizes',
      () => plan(0, { shape: { ...small, kvBytesPerToken: 0 } }),
      1,
    ],
  ])('is %s', (_, found, expected) => {
    expect(fitting(found())).toMatchObject({ sequences: expected, contextTokens: 3072 });
  });

  test('is refused with the figures where not one fits the setting', () => {
    expect(() => plan(64)).toThrow(
      'One context of 3072 tokens takes 70 MB, and hearth.kv.megabytes allows 64 MB. Raise it, or lower hearth.model.contextTokens.',
    );
  });
});

describe('where memory is short', () => {
  test('places go first, then the context, then the second place', () => {
    const sizes: string[] = [];
    for (let free = 600; free > 100; free--) {
      const found = plan(0, { free });
      const size = 'estimate' in found ? `${found.sequences} × ${found.contextTokens}` : 'none';
      if (sizes.at(-1) !== size) sizes.push(size);
    }
    const expected = [
      '4 × 3072',
      '3 × 3072',
      '2 × 3072',
      '2 × 1536',
      '2 × 1024',
      '1 × 1536',
      '1 × 1024',
      'none',
    ];
    expect(sizes).toEqual(expected);
  });

  test('no context is asked for beyond what the model was trained for', () => {
    expect(fitting(plan(0, { contextTokens: 32_768 })).contextTokens).toBe(8192);
  });

  test('a refusal has the figures and a smaller model', () => {
    const shape: ModelShape = { ...small, weightBytes: 4 * gigabyte };
    const found = plan(0, { shape, free: 2_048 });
    if (!('least' in found)) throw new Error('It fits.');
    expect(describeNoFit('Large', found, 'Small')).toMatch(
      /^Large takes 4,\d{3} MB of memory at the least \(4,096 MB of weights, 24 MB for one place.*\), and 1,792 MB may be used of what is free\. .*choose Small with Hearth: Choose Model\.$/,
    );
  });

  test('a plan never takes more than may be used, and a model is refused only if its least does', () => {
    const random = seededRandom(4);
    for (let round = 0; round < 5_000; round++) {
      const shape: ModelShape = {
        weightBytes: random() * 8 * gigabyte,
        repackedBytes: 0,
        activeBytes: 0,
        fiveBitBytes: 0,
        kvBytesPerToken: Math.ceil(random() * 400_000),
        vocabulary: Math.ceil(random() * 256_000),
        trainedContext: 32_768,
      };
      const contextTokens = leastContext + Math.floor(random() * 31_000);
      const memory = { totalBytes: 16 * gigabyte, freeBytes: random() * 16 * gigabyte };
      const found = planMemory(shape, { contextTokens, kvLimitBytes: 0 }, memory);
      if ('estimate' in found) {
        const { total, kv } = found.estimate;
        expect(total).toBeLessThanOrEqual(memory.freeBytes * (7 / 8));
        expect(kv).toBeLessThanOrEqual(memory.freeBytes / 2);
        expect(found.contextTokens).toBeGreaterThanOrEqual(leastContext);
        expect(estimateMemory(shape, found.contextTokens, found.sequences)).toEqual(found.estimate);
      } else {
        const isTooMuch = found.least.total > found.usableBytes || found.least.kv > memory.freeBytes / 2;
        expect(isTooMuch).toBe(true);
      }
    }
  });
});

/** Measured by `npm run -s bench:fit` on Linux x64, 2026-11-25; resident memory in MB, with four places. */
const measured: readonly [name: string, shape: ModelShape, resident: Readonly<Record<number, number>>][] = [
  [
    'the bundled model, Q5_0',
    {
      weightBytes: 94_364_928,
      repackedBytes: 0,
      activeBytes: 94_364_928,
      fiveBitBytes: 94_241_280,
      kvBytesPerToken: 23_040,
      vocabulary: 49_152,
      trainedContext: 8_192,
    },
    { 1024: 319, 3072: 496, 6144: 763 },
  ],
  [
    'Qwen2.5-Coder 0.5B Instruct, Q4_K_M',
    {
      weightBytes: 485_452_288,
      repackedBytes: 29_417_472,
      activeBytes: 391_859_712,
      fiveBitBytes: 266_700_000,
      kvBytesPerToken: 12_288,
      vocabulary: 151_936,
      trainedContext: 32_768,
    },
    { 1024: 808, 3072: 850, 6144: 1004 },
  ],
  [
    'Qwen2.5-Coder 1.5B Instruct, Q4_K_M',
    {
      weightBytes: 1_111_370_240,
      repackedBytes: 625_508_352,
      activeBytes: 980_097_536,
      fiveBitBytes: 0,
      kvBytesPerToken: 28_672,
      vocabulary: 151_936,
      trainedContext: 32_768,
    },
    { 1024: 1985, 3072: 2194, 6144: 2547 },
  ],
];

test.each(measured)(
  'the memory of %s is estimated within 15 %% of what was measured',
  (_, shape, resident) => {
    for (const [contextTokens, megabytes] of Object.entries(resident)) {
      const { total } = estimateMemory(shape, Number(contextTokens), 4);
      expect(Math.abs(total / megabyte / megabytes - 1), contextTokens).toBeLessThan(0.15);
    }
  },
);

test('what the catalogue says of a file is what its header says', () => {
  const [, [, half], [, oneAndAHalf]] = measured as [
    unknown,
    (typeof measured)[number],
    (typeof measured)[number],
  ];
  for (const [id, shape] of [
    ['qwen2.5-coder-0.5b-instruct-q4', half],
    ['qwen2.5-coder-1.5b-instruct-q4', oneAndAHalf],
  ] as const) {
    const entry = catalogue.find((each) => each.id === id);
    if (!entry) throw new Error(`The catalogue has no ${id}.`);
    const said = estimateMemory(shapeOfEntry(entry), 3072, 4).total;
    expect(Math.abs(said / estimateMemory(shape, 3072, 4).total - 1), id).toBeLessThan(0.03);
  }
});

describe('with 4 GB free', () => {
  const memory = { totalBytes: 16 * gigabyte, freeBytes: 4 * gigabyte };
  const wish = { contextTokens: 3072, kvLimitBytes: 0 };
  const fits = (entry: (typeof catalogue)[number]): boolean =>
    'estimate' in planMemory(shapeOfEntry(entry), wish, memory);

  test('what is offered as fitting would load: its weights, its context and its buffers stay below', () => {
    for (const entry of catalogue.filter(fits)) {
      const { layers, kvHeads, headWidth, vocabulary } = entry.shape;
      // Worked out anew, for the smallest pool that an engine works with.
      const kv = layers * kvHeads * headWidth * 4 * 1024;
      const logits = batchTokens * vocabulary * 4;
      expect(entry.bytes + kv + logits, entry.id).toBeLessThan(4 * gigabyte);
    }
  });

  test('models up to 3 B are, and larger ones are not', () => {
    expect(catalogue.filter(fits).map(({ id }) => id)).toEqual([
      'qwen2.5-coder-0.5b-instruct-q4',
      'qwen2.5-coder-0.5b-q8',
      'qwen2.5-coder-1.5b-instruct-q4',
      'qwen2.5-coder-1.5b-q8',
      'starcoder2-3b-q4',
      'qwen2.5-coder-3b-q8',
    ]);
  });

  test('the hint is the largest that fits and is smaller', () => {
    expect(largestFitting(wish, memory)?.id).toBe('qwen2.5-coder-3b-q8');
    expect(largestFitting(wish, memory, 1_200_000_000)?.id).toBe('qwen2.5-coder-1.5b-instruct-q4');
    expect(largestFitting(wish, { ...memory, freeBytes: 100 * megabyte })).toBeUndefined();
  });
});
