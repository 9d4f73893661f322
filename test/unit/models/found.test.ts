import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isAbortError } from '../../../src/base/abort';
import { knownLocations, type Location } from '../../../src/models/found/locations';
import { ModelFinder } from '../../../src/models/found/modelFinder';
import { tinyModel } from '../../support/engineUnderTest';

const never = new AbortController().signal;
let home: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'hearth-found-'));
});
afterEach(async () => rm(home, { recursive: true }));

async function put(path: string, content?: string): Promise<string> {
  const full = join(home, path);
  await mkdir(dirname(full), { recursive: true });
  if (content === undefined) await cp(tinyModel, full);
  else await writeFile(full, content);
  return full;
}

function locations(
  env: Record<string, string> = {},
  platform: NodeJS.Platform = 'linux',
): readonly Location[] {
  return knownLocations({ env, home, platform }).filter(({ folder }) => folder.startsWith(home));
}

async function found(where = locations()) {
  const { models, unreadable } = await new ModelFinder().find(where, never);
  return { models: models.map(({ by, name }) => `${by}: ${name}`), unreadable };
}

const digest = 'a'.repeat(64);
const manifest = (layers: unknown): string => JSON.stringify({ schemaVersion: 2, layers });
const modelLayer = { mediaType: 'application/vnd.ollama.image.model', digest: `sha256:${digest}` };

describe('models of other programs', () => {
  test('are found where each keeps them, with its name for them', async () => {
    await put(`.ollama/models/blobs/sha256-${digest}`);
    await put(
      '.ollama/models/manifests/registry.ollama.ai/library/qwen2.5-coder/1.5b',
      manifest([modelLayer]),
    );
    await put('.lmstudio/models/owner/repository/lm-studio-7b.gguf');
    await put('.cache/llama.cpp/owner_model-q8_0.gguf');
    await put('.cache/huggingface/hub/models--o--n/blobs/5e1f');
    const snapshot = join(home, '.cache/huggingface/hub/models--o--n/snapshots/0123');
    await mkdir(snapshot, { recursive: true });
    await symlink('../../blobs/5e1f', join(snapshot, 'model-1.5b.Q4.gguf'));
    expect(await found()).toEqual({
      models: [
        'Ollama: qwen2.5-coder:1.5b',
        'LM Studio: lm-studio-7b',
        'llama.cpp: owner_model-q8_0',
        'Hugging Face: model-1.5b.Q4',
      ],
      unreadable: [],
    });
  });

  test.each<[string, Record<string, string>, NodeJS.Platform, string]>([
    ['OLLAMA_MODELS', { OLLAMA_MODELS: '/o' }, 'linux', '/o'],
    ['LLAMA_CACHE', { LLAMA_CACHE: '/l' }, 'linux', '/l'],
    ['HF_HOME', { HF_HOME: '/h' }, 'linux', '/h/hub'],
    ['HF_HUB_CACHE', { HF_HUB_CACHE: '/c', HF_HOME: '/h' }, 'linux', '/c'],
    ['XDG_CACHE_HOME', { XDG_CACHE_HOME: '/x' }, 'linux', '/x/llama.cpp'],
    ['the caches of macOS', {}, 'darwin', '/home/Library/Caches/llama.cpp'],
    ['those of Windows', { LOCALAPPDATA: '/local' }, 'win32', '/local/llama.cpp'],
  ])('%s decides where', (_, env, platform, folder) => {
    const folders = knownLocations({ env, home: '/home', platform }).map((location) => location.folder);
    expect(folders).toContain(folder);
  });

  test('a manifest that is damaged, of something else, or that leads out of the folder finds nothing', async () => {
    const at = '.ollama/models/manifests/registry/library/x/';
    await put(`${at}damaged`, '{"layers":');
    await put(`${at}null`, 'null');
    await put(
      `${at}adapter`,
      manifest([{ ...modelLayer, mediaType: 'application/vnd.ollama.image.adapter' }]),
    );
    await put(`${at}outside`, manifest([{ ...modelLayer, digest: 'sha256:../../../../etc/passwd' }]));
    await put(`${at}gone`, manifest([modelLayer]));
    expect(await found()).toEqual({ models: [], unreadable: [] });
  });

  test('one file by many names is found once', async () => {
    const path = await put('.lmstudio/models/a/b/model-7b-code.gguf');
    await mkdir(join(home, 'mine'));
    await symlink(path, join(home, 'mine', 'link-to-it.gguf'));
    const where: Location[] = [...locations(), { by: 'your folder', folder: join(home, 'mine') }];
    expect((await found(where)).models).toEqual(['LM Studio: model-7b-code']);
  });

  test('one that was cut short is told apart, with the reason', async () => {
    const path = await put('.lmstudio/models/a/b/half.gguf');
    await writeFile(path, (await readFile(path)).subarray(0, 1_000_000));
    await put('.lmstudio/models/a/b/page.gguf', '<html></html>');
    const { models, unreadable } = await found();
    expect(models).toEqual([]);
    expect(unreadable.map(({ problem }) => problem)).toEqual([
      expect.stringMatching(/half\.gguf is damaged or cut short: it ends at byte 1000000/),
      expect.stringMatching(/page\.gguf is not a model/),
    ]);
  });
});

test('links in circles, folders that are none and folders that are missing do no harm', async () => {
  await mkdir(join(home, 'loop/inner'), { recursive: true });
  await symlink(join(home, 'loop'), join(home, 'loop/inner/again'));
  await symlink(join(home, 'nowhere'), join(home, 'loop/dangling.gguf'));
  const file = await put('file', 'x');
  const where: Location[] = ['loop', 'missing'].map((name) => ({
    by: 'your folder',
    folder: join(home, name),
  }));
  expect(await found([...where, { by: 'your folder', folder: file }])).toEqual({
    models: [],
    unreadable: [],
  });
});

test('a search can be called off', async () => {
  const abort = new AbortController();
  abort.abort();
  await put('.lmstudio/models/a/b/model-7b-code.gguf');
  await expect(new ModelFinder().find(locations(), abort.signal)).rejects.toSatisfy(isAbortError);
});
