// @ts-check
// npm run package [-- --target=linux-x64] [--out=FILE]
//
// Makes the .vsix of one platform.
import { createVSIX } from '@vscode/vsce';
import fs from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { stage } from './packaging/stage.mjs';
import { hostTarget } from './packaging/targets.mjs';
import { root } from './vscode/paths.mjs';

/** The model is 92 MB of it. People download this, so growth must be noticed. */
const sizeLimitMb = 130;

const { values } = parseArgs({ options: { target: { type: 'string' }, out: { type: 'string' } } });
const target = values.target ?? hostTarget();
const artifacts = path.join(root, 'artifacts');
try {
  const { version } = JSON.parse(await fs.readFile(path.join(root, 'package.json'), 'utf8'));
  const packagePath = path.resolve(values.out ?? path.join(artifacts, `hearth-${target}-${version}.vsix`));
  const folder = path.join(artifacts, 'stage');
  await stage(folder, target);
  await fs.mkdir(path.dirname(packagePath), { recursive: true });
  await createVSIX({
    cwd: folder,
    packagePath,
    target,
    dependencies: false,
    allowMissingRepository: true,
    // The README's picture and links are read from the package: there is no public repository to point to.
    rewriteRelativeLinks: false,
  });
  const megabytes = (await fs.stat(packagePath)).size / 1e6;
  console.log(`${path.relative(process.cwd(), packagePath)}: ${megabytes.toFixed(1)} MB for ${target}`);
  if (megabytes > sizeLimitMb) {
    throw new Error(
      `The package has ${megabytes.toFixed(1)} MB; the limit is ${sizeLimitMb} MB. Its content lies in ` +
        `${path.relative(root, folder)}: leave out what the extension does not read, in scripts/packaging/stage.mjs.`,
    );
  }
  await fs.rm(folder, { recursive: true });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
