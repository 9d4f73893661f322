import { join } from 'node:path';

/** Who put a model where it was found. */
export type FoundBy = 'Ollama' | 'LM Studio' | 'llama.cpp' | 'Hugging Face' | 'Hearth' | 'your folder';

/** A folder in which models may be. */
export interface Location {
  readonly by: FoundBy;
  readonly folder: string;
}

export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly platform: NodeJS.Platform;
}

/** Where other programs keep models, as their documentation says. The folders need not exist. */
export function knownLocations({ env, home, platform }: Surroundings): readonly Location[] {
  const cache =
    platform === 'darwin' ? join(home, 'Library', 'Caches') : (env['XDG_CACHE_HOME'] ?? join(home, '.cache'));
  const local = platform === 'win32' ? (env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local')) : cache;
  const hub =
    env['HF_HUB_CACHE'] ??
    join(env['HF_HOME'] ?? join(env['XDG_CACHE_HOME'] ?? join(home, '.cache'), 'huggingface'), 'hub');
  const system = platform === 'linux' ? ['/usr/share/ollama/.ollama/models', '/var/lib/ollama/models'] : [];
  return [
    ...unique([env['OLLAMA_MODELS'] ?? join(home, '.ollama', 'models'), ...system]).map((folder) =>
      at('Ollama', folder),
    ),
    at('LM Studio', join(home, '.lmstudio', 'models')),
    at('LM Studio', join(home, '.cache', 'lm-studio', 'models')),
    at('llama.cpp', env['LLAMA_CACHE'] ?? join(local, 'llama.cpp')),
    at('Hugging Face', hub),
  ];
}

function at(by: FoundBy, folder: string): Location {
  return { by, folder };
}

function unique(folders: readonly string[]): string[] {
  return [...new Set(folders)];
}
