import { join } from 'node:path';

/** Path of the bundled model's file, below the folder that Hearth is installed in. */
export function starterPath(installation: string): string {
  return join(installation, 'models', 'starter', 'hearth-starter-135m.gguf');
}
