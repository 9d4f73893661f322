import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { listOwnFiles, removeFile, statePath, type WritingFile } from './entryFiles';
import { isRunning } from '../../../base/lockFile';
import { brokenLockName } from './folderLock';

/** Writing takes seconds at most. After this, in ms, a running process of the same number is another one. */
const maxWritingMs = 10 * 60_000;

/** Removes what ended processes left behind half done. To be called with the folder's lock held. */
export async function removeLeftovers(folder: string): Promise<void> {
  const { headers, states, writing } = await listOwnFiles(folder);
  for (const file of writing) {
    if (await isLeftover(folder, file)) await removeFile(join(folder, file.name));
  }
  const whole = new Set(headers);
  for (const id of states) {
    if (!whole.has(id)) await removeFile(statePath(folder, id));
  }
  for (const name of await readdir(folder)) {
    if (brokenLockName.test(name)) await removeFile(join(folder, name));
  }
}

async function isLeftover(folder: string, { name, pid }: WritingFile): Promise<boolean> {
  if (!isRunning(pid)) return true;
  try {
    return Math.abs(Date.now() - (await stat(join(folder, name))).mtimeMs) > maxWritingMs;
  } catch {
    return false;
  }
}
