import { appendFile, cp, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EngineProcess } from '../../src/engine/engineProcess';
import { ProcessLauncher } from '../../src/engine/processLauncher';
import { engineBundle, never, tinyModel } from '../support/engineUnderTest';
import { HurriedClock } from '../support/hurriedClock';
import { RecordingLogger } from '../support/recordingLogger';

/** The binary for this machine's processor stands for one that was added: it is there, and works everywhere. */
const name = `@node-llama-cpp/${binaryOf(process.platform, process.arch)}`;
const native = fileURLToPath(new URL(`../../node_modules/${name}`, import.meta.url));

function binaryOf(platform: string, arch: string): string {
  if (platform === 'darwin') return arch === 'arm64' ? 'mac-arm64-metal' : 'mac-x64';
  return `${platform === 'win32' ? 'win' : platform}-${arch === 'arm' ? 'armv7l' : arch}`;
}

let folder: string;
let added: string;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'hearth-added-')));
  added = join(folder, 'node_modules');
});
afterEach(() => rm(folder, { recursive: true }));

function probe(addedBinaries?: string) {
  const logger = new RecordingLogger();
  const launcher = new ProcessLauncher(engineBundle, logger, addedBinaries);
  const params = { modelPath: tinyModel, backEnd: 'off', threads: 1 } as const;
  return EngineProcess.probe(launcher, params, 60_000, new HurriedClock(1), logger, never);
}

/** Adds a copy of the binary, which leaves a note of where it is when it is used. */
async function addBinary(): Promise<string> {
  const copy = join(added, name);
  await cp(native, copy, { recursive: true });
  const note = join(folder, 'used.txt');
  const leaveNote = `(await import('node:fs')).writeFileSync(${JSON.stringify(note)}, binsDir);\n`;
  await appendFile(join(copy, 'dist', 'index.js'), leaveNote);
  return note;
}

test('an engine computes with the binary that was added, and with its own where none was', async () => {
  const own = await probe();
  expect(await probe(join(folder, 'nothing'))).toMatchObject({ text: own.text });
  const note = await addBinary();
  await probe();
  await expect(readFile(note), 'another engine does not look there').rejects.toThrow('ENOENT');
  expect(await probe(added)).toMatchObject({ text: own.text });
  expect(await readFile(note, 'utf8')).toBe(join(added, name, 'bins'));
});

test('a binary of another version is not used', async () => {
  await addBinary();
  const file = join(added, name, 'package.json');
  const manifest = JSON.parse(await readFile(file, 'utf8')) as object;
  await writeFile(file, JSON.stringify({ ...manifest, version: '0.0.1' }));
  await expect(probe(added)).rejects.toMatchObject({ reason: 'native-binary-missing' });
});
