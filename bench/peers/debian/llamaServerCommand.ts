import { join } from 'node:path';
import { HearthError } from '../../../src/base/errors';
import { unpackFromSid } from './aptFolder';

/** How a program is started. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  /** The working folder; any where absent. */
  readonly cwd?: string;
}

/** Debian's folder for libraries of each kind of processor that Node calls so. */
const triplets: Readonly<Record<string, { readonly folder: string; readonly loader: string }>> = {
  x64: { folder: 'x86_64-linux-gnu', loader: 'ld-linux-x86-64.so.2' },
  arm64: { folder: 'aarch64-linux-gnu', loader: 'ld-linux-aarch64.so.1' },
};

/**
 * Debian sid's llama-server (package llama.cpp-tools), fetched into `folder` where it is not there. It runs with its own C
 * library, by that one's loader. Throws a HearthError where it cannot be had.
 */
export async function debianLlamaServer(folder: string): Promise<Command> {
  const triplet = triplets[process.arch];
  if (process.platform !== 'linux' || triplet === undefined) {
    throw new HearthError(
      'input-invalid',
      `Debian has no llama-server for ${process.platform} on ${process.arch}. Name one with --llama-server FILE.`,
    );
  }
  await unpackFromSid('llama.cpp-tools', folder);
  const libraries = join(folder, 'usr/lib', triplet.folder);
  return {
    file: join(libraries, triplet.loader),
    args: [
      ...['--library-path', `${libraries}:${join(libraries, 'llama')}`],
      join(folder, 'usr/bin/llama-server'),
    ],
    // ggml looks for its back ends beside the program, which the loader is here, and in the working folder.
    cwd: join(libraries, 'ggml/backends0'),
  };
}
