import { readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { filesBelow } from './walk';

/** A file that may be a model, and what its keeper calls it. */
export interface Candidate {
  readonly path: string;
  /** Undefined where the file's own name has to do. */
  readonly name?: string;
}

const modelLayer = 'application/vnd.ollama.image.model';

/**
 * Models of Ollama: `manifests/REGISTRY/LIBRARY/NAME/TAG` is a manifest in JSON, whose layer of the type above is a GGUF
 * in `blobs/`. Adapters and projectors are layers of other types.
 */
export async function ollamaModels(folder: string, signal: AbortSignal): Promise<Candidate[]> {
  const manifests = join(folder, 'manifests');
  const found: Candidate[] = [];
  for (const path of await filesBelow(manifests, () => true, signal)) {
    const digest = await digestIn(path);
    if (digest === undefined) continue;
    const [, ...parts] = relative(manifests, path).split(sep);
    const tag = parts.pop() ?? '';
    const name = `${parts.join('/').replace(/^library\//, '')}:${tag}`;
    found.push({ path: join(folder, 'blobs', digest.replace(':', '-')), name });
  }
  return found;
}

/** The digest of a manifest's model; undefined in any other file. */
async function digestIn(path: string): Promise<string | undefined> {
  try {
    const manifest = JSON.parse(await readFile(path, 'utf8')) as {
      layers?: readonly { mediaType?: unknown; digest?: unknown }[];
    } | null;
    const digest = manifest?.layers?.find(({ mediaType }) => mediaType === modelLayer)?.digest;
    // It becomes part of a path.
    return typeof digest === 'string' && /^sha256:[0-9a-f]{64}$/.test(digest) ? digest : undefined;
  } catch {
    return undefined;
  }
}
