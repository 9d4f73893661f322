import { type FileHandle, open } from 'node:fs/promises';
import { basename } from 'node:path';
import { HearthError } from '../base/errors';
import { readHeader } from './gguf/header';
import type { ByteSource } from './gguf/headerReader';
import { type ModelFacts, modelFacts } from './modelFacts';

/** GGUF begins with these four bytes and a version (ggml, `docs/gguf.md`). */
const magic = 'GGUF';
const supportedVersions = [2, 3];

/** Below this a file cannot hold a header, let alone a model. */
const minBytes = 32;

const whatNext =
  'Name another GGUF file (setting hearth.model.path; --model in the tools), or none for the bundled model.';

/** A model file that was looked at. */
export interface ModelFile {
  readonly path: string;
  readonly bytes: number;
  readonly facts: ModelFacts;
}

/**
 * Looks at a model file before llama.cpp does, which may end the process over a bad one: reads its header only. Fails
 * with `model-missing` or `model-invalid` and the reason. A model that is unsuitable is none of these; see its facts.
 */
export async function readModelFile(path: string): Promise<ModelFile> {
  const file = await openFile(path);
  try {
    const stats = await file.stat();
    if (!stats.isFile()) {
      throw new HearthError('model-missing', `${path} is a folder; a model file was expected. ${whatNext}`);
    }
    if (stats.size === 0) {
      throw new HearthError('model-invalid', `The model file ${path} is empty. ${whatNext}`);
    }
    const start = Buffer.alloc(8);
    await file.read(start, 0, start.length, 0);
    checkStart(path, start, stats.size);
    const reading = await readHeader(sourceOf(file, stats.size));
    if ('header' in reading) {
      return { path, bytes: stats.size, facts: modelFacts(reading.header, basename(path)) };
    }
    throw new HearthError(
      'model-invalid',
      `The model file ${path} is damaged or cut short: it ${reading.fault}. ${whatNext}`,
    );
  } finally {
    await file.close();
  }
}

/** Fails with the reason where something in its header says that a model cannot complete in the editor. */
export function requireSuitable({ path, facts }: ModelFile): void {
  if (!facts.unsuitable) return;
  const { reason, why } = facts.unsuitable;
  throw new HearthError(
    reason,
    `${basename(path)} ${why}. Choose a dense attention model such as Qwen2.5-Coder.`,
  );
}

function sourceOf(file: FileHandle, size: number): ByteSource {
  return {
    size,
    read: async (into, at) => (await file.read(into, 0, into.length, at)).bytesRead,
  };
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    const what = code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`;
    throw new HearthError('model-missing', `The model file ${path} ${what}. ${whatNext}`, { cause: error });
  }
}

function checkStart(path: string, header: Buffer, size: number): void {
  const start = header.toString('latin1', 0, 4);
  if (start !== magic) {
    throw new HearthError(
      'model-invalid',
      `The file ${path} is not a model in GGUF format: it begins with ${JSON.stringify(start)}, not "${magic}". ` +
        whatNext,
    );
  }
  const version = header.readUInt32LE(4);
  if (!supportedVersions.includes(version)) {
    throw new HearthError(
      'model-invalid',
      `The model file ${path} is GGUF version ${version}; versions ${supportedVersions.join(' and ')} are read. ` +
        whatNext,
    );
  }
  if (size < minBytes) {
    throw new HearthError('model-invalid', `The model file ${path} is cut short: ${size} bytes. ${whatNext}`);
  }
}
