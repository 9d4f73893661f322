import { withFolderLock } from '../../../../../src/engine/host/snapshots/folderLock';

/** A program that takes the lock of the folder it is given, says so, and holds it until it is killed. */
const [, , folder = ''] = process.argv;

await withFolderLock(folder, 5_000, async () => {
  process.stdout.write('held');
  await new Promise<void>((resolve) => setTimeout(resolve, 60_000));
});
