import { chmod, lstat, mkdir } from 'node:fs/promises';
import { HearthError, messageOf } from '../../../base/errors';

/** Read, write and enter for the owner alone: the files hold text of the user's documents. */
export const folderMode = 0o700;
export const fileMode = 0o600;

const whatNext = 'Choose another folder for snapshots, or turn them off.';

/** What must be known of a folder before it is trusted; an `fs.Stats` has it. */
export interface FolderFacts {
  readonly mode: number;
  readonly uid: number;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
}

/**
 * Makes sure that `folder` is there and only its owner can enter it. Fails with `input-invalid` where it cannot be
 * made, is a link or a file, or belongs to another user.
 */
export async function preparePrivateFolder(folder: string): Promise<void> {
  const facts = await makeFolder(folder);
  const fault = faultOfFolder(facts, process.getuid?.());
  if (fault) throw new HearthError('input-invalid', `The snapshot folder ${folder} ${fault}. ${whatNext}`);
  if (isOpenToOthers(facts)) await restrict(folder);
}

/** Why a folder is not to be used by user `uid` (undefined where the system has no such numbers). */
export function faultOfFolder(facts: FolderFacts, uid: number | undefined): string | undefined {
  if (facts.isSymbolicLink()) return 'is a link; a folder of its own was expected';
  if (!facts.isDirectory()) return 'is not a folder';
  if (uid !== undefined && facts.uid !== uid) {
    return `belongs to user ${facts.uid}; one of user ${uid}, who runs Hearth, was expected`;
  }
  return undefined;
}

async function makeFolder(folder: string): Promise<FolderFacts> {
  try {
    // Where something has this name already, `lstat` says what it is: `mkdir` alone would follow a link.
    await mkdir(folder, { recursive: true, mode: folderMode }).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    });
    return await lstat(folder);
  } catch (error) {
    throw new HearthError(
      'input-invalid',
      `The snapshot folder ${folder} cannot be made: ${messageOf(error)}. ${whatNext}`,
      { cause: error },
    );
  }
}

/** Windows has no such bits: there the folder's access list decides, which it takes from the user's profile. */
function isOpenToOthers({ mode }: FolderFacts): boolean {
  return process.platform !== 'win32' && (mode & 0o077) !== 0;
}

async function restrict(folder: string): Promise<void> {
  try {
    await chmod(folder, folderMode);
  } catch (error) {
    throw new HearthError(
      'input-invalid',
      `The snapshot folder ${folder} can be read by other users, and that cannot be changed: ` +
        `${messageOf(error)}. ${whatNext}`,
      { cause: error },
    );
  }
}
