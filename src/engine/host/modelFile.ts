import { open } from 'node:fs/promises';
import { HearthError } from '../../base/errors';
import { findHeaderFault } from './ggufHeader';

/** GGUF begins with these four bytes and a version (ggml, `docs/gguf.md`). */
const magic = 'GGUF';
const supportedVersions = [2, 3];

/** Below this a file cannot hold a header, let alone a model. */
const minBytes = 32;

const whatNext =
  'Name another GGUF file (setting hearth.model.path; --model in the tools), or none for the bundled model.';

/**
 * Looks at a model file before llama.cpp does, which may end the process over a bad one. Returns its size in
 * bytes; fails with `model-missing` or `model-invalid` and the reason.
 */
export async function checkModelFile(path: string): Promise<number> {
  const file = await openFile(path);
  try {
    const stats = await file.stat();
    if (!stats.isFile()) {
      throw new HearthError('model-missing', `${path} is a folder; a model file was expected. ${whatNext}`);
    }
    if (stats.size === 0) {
      throw new HearthError('model-invalid', `The model file ${path} is empty. ${whatNext}`);
    }
    const header = Buffer.alloc(8);
    await file.read(header, 0, header.length, 0);
    checkHeader(path, header, stats.size);
    const fault = await findHeaderFault(file, stats.size);
    if (fault) {
      throw new HearthError(
        'model-invalid',
        `The model file ${path} is damaged or cut short: it ${fault}. ${whatNext}`,
      );
    }
    return stats.size;
  } finally {
    await file.close();
  }
}

async function openFile(path: string) {
  try {
    return await open(path, 'r');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    const what = code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`;
    throw new HearthError('model-missing', `The model file ${path} ${what}. ${whatNext}`, { cause: error });
  }
}

function checkHeader(path: string, header: Buffer, size: number): void {
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
