import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { HearthError } from '../../../src/base/errors';

const run = promisify(execFile);

const mirror = 'http://deb.debian.org/debian';
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

/**
 * Unpacks a package of Debian sid and all that it depends on, the C library included, into a folder of its own, and leaves the
 * machine's own packages alone. Needs no root: apt only loads, with a state of its own, and checks the archive's signature.
 * Does nothing where the folder is there. Throws a HearthError that says what to install where this is no Debian.
 */
export async function unpackFromSid(name: string, folder: string): Promise<void> {
  if (existsSync(folder)) return;
  const parent = join(folder, '..');
  await mkdir(parent, { recursive: true });
  const work = await mkdtemp(join(parent, '.unpacking-'));
  try {
    const archives = await download(name, join(work, 'apt'));
    const root = join(work, 'root');
    await mkdir(root);
    for (const archive of archives) await run('dpkg-deb', ['-x', archive, root]);
    await rename(root, folder);
  } catch (error) {
    throw new HearthError(
      'input-invalid',
      `${name} of Debian sid could not be fetched: ${firstLine(error)} On Debian, with debian-archive-keyring, apt and ` +
        'dpkg it is fetched without root. Elsewhere name a llama-server of your own with --llama-server FILE.',
      { cause: error },
    );
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Resolves to the files of the package and its dependencies. */
async function download(name: string, state: string): Promise<string[]> {
  const sources = join(state, 'sources.list');
  const archives = join(state, 'archives');
  for (const part of ['lists/partial', 'archives/partial'])
    await mkdir(join(state, part), { recursive: true });
  await writeFile(sources, `deb [signed-by=${keyring}] ${mirror} sid main\n`);
  // Nothing counts as installed, so that the dependencies are complete.
  await writeFile(join(state, 'status'), '');
  const options = {
    'Dir::State': state,
    'Dir::State::lists': join(state, 'lists'),
    'Dir::State::status': join(state, 'status'),
    'Dir::Cache': state,
    'Dir::Cache::archives': archives,
    'Dir::Etc::sourcelist': sources,
    'Dir::Etc::sourceparts': '-',
    'Dir::Etc::preferencesparts': '-',
    'APT::Install-Recommends': 'false',
    'APT::Sandbox::User': '',
    'Debug::NoLocking': 'true',
  };
  const settings = Object.entries(options).flatMap(([key, value]) => ['-o', `${key}=${value}`]);
  await run('apt-get', [...settings, 'update']);
  await run('apt-get', [...settings, 'install', '--yes', '--download-only', name]);
  const files = await readdir(archives);
  return files.filter((file) => file.endsWith('.deb')).map((file) => join(archives, file));
}

function firstLine(error: unknown): string {
  const text = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
  return text.trim().split('\n', 1)[0] ?? '';
}
