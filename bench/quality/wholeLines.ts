import { existsSync, readFileSync, truncateSync } from 'node:fs';

/**
 * The lines of a file of results; none where it is not there. A last line without its end was being written when the command was
 * interrupted: it is taken off the file, so that the next line does not go on with it.
 */
export function wholeLines(file: string): string[] {
  if (!existsSync(file)) return [];
  const bytes = readFileSync(file);
  const end = bytes.lastIndexOf('\n') + 1;
  if (end < bytes.length) truncateSync(file, end);
  return bytes.toString('utf8', 0, end).split('\n').slice(0, -1);
}
