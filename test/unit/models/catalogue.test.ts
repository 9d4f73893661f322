import { describe, expect, test } from 'vitest';
import { addressOf, catalogue, type CatalogueEntry, faultsOf } from '../../../src/models/catalogue';

const [first] = catalogue;
if (!first) throw new Error('The catalogue is empty.');
const good: CatalogueEntry = first;

describe('the catalogue', () => {
  test.each(catalogue.map((entry) => [entry.id, entry] as const))('%s keeps its schema', (_, entry) => {
    expect(faultsOf(entry)).toEqual([]);
  });

  test('names each file once, the smaller models first', () => {
    expect(new Set(catalogue.map(({ id }) => id)).size).toBe(catalogue.length);
    const billions = catalogue.map((entry) => Math.round(entry.billions));
    expect(billions).toEqual([...billions].sort((a, b) => a - b));
  });

  test('says where a licence does not allow every use', () => {
    const open = ['Apache-2.0', 'MIT'];
    for (const { id, licence } of catalogue) {
      expect(licence.restriction === undefined, id).toBe(open.includes(licence.name));
    }
  });

  test.each<[string, Partial<CatalogueEntry>]>([
    ['a sum of 63 digits', { sha256: 'a'.repeat(63) }],
    ['a sum in capitals', { sha256: 'A'.repeat(64) }],
    ['no sum for a pinned revision', { sha256: undefined }],
    ['a sum for a file that may change', { source: { ...good.source, revision: 'main' } }],
    ['a path that leaves the repository', { source: { ...good.source, file: '../../x.gguf' } }],
    ['a branch for a revision', { source: { ...good.source, revision: 'v2' } }],
    ['a size in megabytes', { bytes: 491 }],
    ['no KV heads', { shape: { ...good.shape, kvHeads: 0 } }],
  ])('is found at fault for %s', (_, change) => {
    expect(faultsOf({ ...good, ...change })).not.toEqual([]);
  });

  test('gives addresses below any base', () => {
    const path = `${good.source.repository}/resolve/${good.source.revision}/${good.source.file}`;
    expect(addressOf(good.source, new URL('https://huggingface.co')).href).toBe(
      `https://huggingface.co/${path}`,
    );
    expect(addressOf(good.source, new URL('https://mirror.example/hf')).href).toBe(
      `https://mirror.example/hf/${path}`,
    );
  });
});
