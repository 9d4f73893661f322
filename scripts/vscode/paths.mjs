// @ts-check
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root folder, without a trailing separator. */
export const root = path.resolve(fileURLToPath(new URL('../..', import.meta.url)));

/** Everything these scripts fetch or write lives here; git ignores it and it may be deleted at any time. */
export const cacheFolder = path.join(root, '.vscode-test');
