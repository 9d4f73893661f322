import { beforeAll, describe, expect, test } from 'vitest';
import { type ModelRow, modelRows, type RowFacts } from '../../../src/editor/models/modelRows';
import { TransferText } from '../../../src/editor/models/transferText';
import { catalogue } from '../../../src/models/catalogue';
import { type ModelFile, readModelFile } from '../../../src/models/modelFile';
import { starterModel, tinyModel } from '../../support/engineUnderTest';

const gigabyte = 1024 ** 3;
let bundled: ModelFile;
let tiny: ModelFile;

beforeAll(async () => {
  bundled = await readModelFile(starterModel);
  tiny = await readModelFile(tinyModel);
});

function rows(changes: Partial<RowFacts> = {}) {
  return modelRows({
    current: starterModel,
    bundled,
    found: { models: [], unreadable: [] },
    catalogue,
    source: new URL('https://huggingface.co'),
    memory: { totalBytes: 16 * gigabyte, freeBytes: 8 * gigabyte },
    wish: { contextTokens: 3072, kvLimitBytes: 0 },
    speed: undefined,
    ...changes,
  });
}

function named(found: readonly ModelRow[], title: string): ModelRow {
  const row = found.find((each) => each.title === title);
  if (!row) throw new Error(`There is no ${title} among ${found.map((each) => each.title).join(', ')}`);
  return row;
}

describe('what is on this machine', () => {
  test('begins with the bundled model, which is in use', () => {
    const [first] = rows().here;
    expect(first).toMatchObject({ isCurrent: true, fits: true, choice: { kind: 'use', path: starterModel } });
    expect(first?.description).toBe('Q5_0 · 96 MB · comes with Hearth');
    expect(first?.detail).toMatch(/^\d{3} MB of memory · fits$/);
  });

  test('has what was found, and says by whom', () => {
    const model = { path: '/o/x', name: 'x:1b', by: 'Ollama', file: { ...tiny, path: '/o/x' } } as const;
    const { here } = rows({ found: { models: [model], unreadable: [] }, current: '/o/x' });
    expect(named(here, 'x:1b')).toMatchObject({ isCurrent: true, choice: { kind: 'use', path: '/o/x' } });
    expect(named(here, 'x:1b').description).toMatch(/found by way of Ollama$/);
    expect(here[0]?.isCurrent).toBe(false);
  });

  test('says why a model cannot be used, and does not use it', () => {
    const why = 'is a recurrent model';
    const unsuitable = { reason: 'model-unsuitable', why } as const;
    const file = { ...tiny, facts: { ...tiny.facts, unsuitable } };
    const problem = 'half.gguf is damaged';
    const { here } = rows({
      found: {
        models: [{ path: '/m.gguf', name: 'mamba', by: 'LM Studio', file }],
        unreadable: [{ path: '/half.gguf', by: 'LM Studio', problem }],
      },
    });
    expect(named(here, 'mamba')).toMatchObject({
      fits: false,
      choice: { kind: 'refused', message: `mamba ${why}.` },
    });
    expect(named(here, 'half.gguf').choice).toEqual({ kind: 'refused', message: problem });
  });
});

describe('what can be downloaded', () => {
  test('says size, licence and its restriction, memory, and where a checksum comes from', () => {
    const { toDownload } = rows({ memory: { totalBytes: 64 * gigabyte, freeBytes: 32 * gigabyte } });
    expect(toDownload).toHaveLength(catalogue.length);
    expect(toDownload.every(({ fits }) => fits)).toBe(true);
    const three = named(toDownload, 'Qwen2.5-Coder 3B');
    expect(three.description).toBe('Q8_0 · 3.3 GB · Qwen-Research (not for commercial use)');
    expect(three.detail).toMatch(/^[34]\.\d GB of memory · fits · 92 programming languages$/);
    expect(named(toDownload, 'Mellum 4B').detail).toMatch(/ · checksum from huggingface\.co, not pinned · /);
    for (const { title, detail } of toDownload) {
      const entry = catalogue.find(({ name }) => name === title);
      expect(detail.includes('not pinned'), title).toBe(entry?.sha256 === undefined);
    }
  });

  test('leaves out what is here already', () => {
    const path = '/storage/qwen2.5-coder-1.5b-q8_0.gguf';
    const model = { path, name: 'Qwen', by: 'Hearth', file: { ...tiny, path } } as const;
    const { toDownload } = rows({ found: { models: [model], unreadable: [] } });
    expect(toDownload.map(({ title }) => title)).not.toContain('Qwen2.5-Coder 1.5B');
  });

  test('with 4 GB free marks nothing as fitting that would not load, and refuses the rest with figures', () => {
    const { toDownload } = rows({ memory: { totalBytes: 16 * gigabyte, freeBytes: 4 * gigabyte } });
    for (const { title, fits, choice, detail } of toDownload) {
      const entry = catalogue.find(({ name }) => name === title);
      if (fits) expect(entry?.bytes, title).toBeLessThan(3.4 * gigabyte);
      else {
        expect(choice, title).toMatchObject({ kind: 'refused' });
        expect(detail, title).toMatch(
          /does not fit: takes [\d.]+ GB of memory, 3\.8 GB of what is free may be used/,
        );
      }
    }
    expect(toDownload.filter(({ fits }) => !fits).length).toBeGreaterThan(2);
  });

  test('estimates the times of a key and of a line from a speed that was measured', () => {
    expect(rows().here[0]?.detail).not.toMatch(/key/);
    const speed = { msPerToken: 10, shape: bundled.facts.shape };
    const { here, toDownload } = rows({ speed });
    expect(here[0]?.detail).toMatch(/· about 20 ms a key, 150 ms a line · fits$/);
    // 1.65 GB of eight bits are 8.7 times the effort of 94 MB of five bits.
    expect(named(toDownload, 'Qwen2.5-Coder 1.5B').detail).toMatch(
      /· about 150 ms a key, 900 ms a line · fits/,
    );
  });

  test('a setting that leaves no room for any place is said in its own words', () => {
    const wish = { contextTokens: 3072, kvLimitBytes: 1024 };
    expect(rows({ wish }).here[0]?.detail).toMatch(/hearth\.kv\.megabytes allows 0 MB/);
  });
});

describe('the text of a download', () => {
  test('has bytes, rate and time left, then the share checked', () => {
    let now = 0;
    const text = new TransferText(() => now);
    const total = 1_000_000_000;
    expect(text.next({ phase: 'fetching', done: 0, total })).toBe('0 KB of 1.0 GB');
    now = 2_000;
    expect(text.next({ phase: 'fetching', done: 20_000_000, total })).toBe(
      '20 MB of 1.0 GB · 10 MB/s · 2 min left',
    );
    now = 60_000;
    text.next({ phase: 'fetching', done: 900_000_000, total });
    now = 61_000;
    // What was long ago does not count.
    expect(text.next({ phase: 'fetching', done: 920_000_000, total })).toMatch(/20 MB\/s · 4 s left$/);
    expect(text.next({ phase: 'checking', done: 500_000_000, total })).toBe('Checking · 50 %');
  });
});
