import { describe, expect, test } from 'vitest';
import { gpuRows } from '../../../src/editor/gpu/gpuRows';
import { gpuSupportFor } from '../../../src/models/gpu/gpuPackages';

const registry = new URL('https://registry.npmjs.org');

function rowsFor(platform: NodeJS.Platform, added: readonly string[] = []) {
  const states = gpuSupportFor(platform, 'x64').map((support) => ({
    support,
    isAdded: added.includes(support.name),
  }));
  return gpuRows(states, registry);
}

describe('the list', () => {
  test('has what there is, with its size, licence and needs, and the way from a file', () => {
    const [vulkan, cuda, file, ...more] = rowsFor('linux');
    expect(vulkan).toMatchObject({ title: 'Add Vulkan', description: '24 MB, 74 MB on disk · MIT' });
    expect(vulkan?.detail).toMatch(/^needs a driver with Vulkan.*libvulkan\.so\.1$/);
    expect(cuda).toMatchObject({ title: 'Add CUDA', description: '320 MB, 565 MB on disk · MIT' });
    expect(cuda?.detail).toMatch(/^needs NVIDIA's driver and the CUDA runtime 12 or 13/);
    expect(file?.choice).toEqual({ kind: 'file' });
    expect(file?.detail).toContain('@node-llama-cpp/linux-x64-vulkan, linux-x64-cuda, linux-x64-cuda-ext');
    expect(more).toEqual([]);
  });

  test('offers to remove what was added', () => {
    const [vulkan, cuda] = rowsFor('linux', ['vulkan']);
    expect(vulkan).toMatchObject({ title: 'Remove Vulkan', icon: 'trash', choice: { kind: 'remove' } });
    expect(vulkan?.description).toBe('added · 74 MB on disk');
    expect(cuda?.choice.kind).toBe('add');
  });

  test('says where a sum comes from that is not pinned', () => {
    const [cuda] = rowsFor('win32');
    expect(cuda?.description).toMatch(/^about 315 MB/);
    expect(cuda?.detail).toMatch(/ · checksum from registry\.npmjs\.org, not pinned$/);
  });

  test('is empty where there is nothing to add', () => {
    expect(rowsFor('darwin')).toEqual([]);
  });
});
