import { realpath, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { throwIfAborted } from '../../base/abort';
import { HearthError } from '../../base/errors';
import { type ModelFile, readModelFile } from '../modelFile';
import type { FoundBy, Location } from './locations';
import { type Candidate, ollamaModels } from './ollama';
import { filesBelow } from './walk';

/** A model on this machine. It stays where it is. */
export interface FoundModel {
  readonly path: string;
  /** As its keeper calls it, or by its header. */
  readonly name: string;
  readonly by: FoundBy;
  readonly file: ModelFile;
}

/** A file that looks like a model and is none that can be read. */
export interface UnreadableModel {
  readonly path: string;
  readonly by: FoundBy;
  readonly problem: string;
}

export interface FoundModels {
  readonly models: readonly FoundModel[];
  readonly unreadable: readonly UnreadableModel[];
}

/** Finds models where other programs keep them. Reads headers only, each once as long as its file does not change. */
export class ModelFinder {
  readonly #known = new Map<string, { readonly version: string; readonly file: ModelFile | HearthError }>();

  /** Never fails for what is in a folder. A file that several names lead to is found once, by the first. */
  async find(locations: readonly Location[], signal: AbortSignal): Promise<FoundModels> {
    const models: FoundModel[] = [];
    const unreadable: UnreadableModel[] = [];
    const seen = new Set<string>();
    for (const { by, folder } of locations) {
      for (const { path, name } of await candidatesIn({ by, folder }, signal)) {
        throwIfAborted(signal);
        const real = await realpath(path).catch(() => undefined);
        if (real === undefined || seen.has(real)) continue;
        seen.add(real);
        const file = await this.#read(path, real);
        if (file instanceof HearthError) unreadable.push({ path, by, problem: file.message });
        else models.push({ path, name: name ?? file.facts.name, by, file });
      }
    }
    return { models, unreadable };
  }

  async #read(path: string, real: string): Promise<ModelFile | HearthError> {
    try {
      const { size, mtimeMs } = await stat(real);
      const version = `${size} ${mtimeMs}`;
      const known = this.#known.get(path);
      if (known?.version === version) return known.file;
      const file = await readModelFile(path).catch((error: unknown) => HearthError.from(error));
      this.#known.set(path, { version, file });
      return file;
    } catch (error) {
      return HearthError.from(error);
    }
  }
}

function candidatesIn({ by, folder }: Location, signal: AbortSignal): Promise<Candidate[]> {
  return by === 'Ollama' ? ollamaModels(folder, signal) : ggufsBelow(folder, signal);
}

async function ggufsBelow(folder: string, signal: AbortSignal): Promise<Candidate[]> {
  const isGguf = (name: string): boolean => /\.gguf$/i.test(name);
  return (await filesBelow(folder, isGguf, signal)).map((path) => {
    // Names in llama.cpp's cache say the repository, too; those of others are the header's.
    return { path, ...(isDescriptive(path) && { name: basename(path).replace(/\.gguf$/i, '') }) };
  });
}

/** Headers often name no more than the base model; a file's name mostly says which one it is. */
function isDescriptive(path: string): boolean {
  return /\d/.test(basename(path)) && basename(path).length > 12;
}
