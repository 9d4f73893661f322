import { type FileHandle, open } from 'node:fs/promises';
import { checksumOfFile } from './checksum';
import { isMissing } from './entryFiles';
import { fileMode } from './privateFolder';
import { readOnlyNoLink } from './headerIndex';

/** What a header records of its state. */
export interface StateFacts {
  readonly stateBytes: number;
  readonly stateChecksum: number;
}

/** Makes an empty file for llama.cpp to write into: what it made itself, others could read. */
export async function makeStateFile(path: string): Promise<void> {
  const file = await open(path, 'wx', fileMode);
  await file.close();
}

/**
 * Size and checksum of a state just written. Fails where the file is not as long as its writer says: a full disk may
 * show only when the file is closed, which llama.cpp does not look at.
 */
export async function measureState(path: string, writtenBytes: number): Promise<StateFacts> {
  const file = await open(path, readOnlyNoLink);
  try {
    const { size } = await file.stat();
    if (size === 0 || size !== writtenBytes) {
      throw new Error(`the state's file has ${size} bytes; ${writtenBytes} were written`);
    }
    const stateChecksum = await checksumOfFile(file, size);
    if (stateChecksum === undefined) throw new Error("the state's file was cut short");
    await file.chmod(fileMode);
    return { stateBytes: size, stateChecksum };
  } finally {
    await file.close();
  }
}

/** Why a state is not what its header says; undefined where it is. */
export async function faultOfState(
  path: string,
  facts: StateFacts,
): Promise<'missing' | 'damaged' | undefined> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, readOnlyNoLink);
    const stats = await file.stat();
    if (!stats.isFile() || stats.size !== facts.stateBytes) return 'damaged';
    return (await checksumOfFile(file, stats.size)) === facts.stateChecksum ? undefined : 'damaged';
  } catch (error) {
    return isMissing(error) ? 'missing' : 'damaged';
  } finally {
    await file?.close();
  }
}
