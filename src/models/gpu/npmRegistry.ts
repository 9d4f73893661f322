import { HearthError } from '../../base/errors';
import type { Checksum, DownloadWords } from '../download/downloadTask';
import { givenUp, PassingFailure, statusFailure } from '../download/failures';
import { follow } from '../download/response';
import type { Transport } from '../download/transport';
import { type GpuPackage, gpuPackagesVersion } from './gpuPackages';

/** Where the packages are, unless a setting names a mirror. */
export const npmRegistry = 'https://registry.npmjs.org';

/** How messages speak of the download of a binary. */
export const gpuWords: DownloadWords = {
  setting: 'hearth.gpu.source',
  origin: 'the npm registry',
  refusal: 'it may ask for a login, which Hearth does not send',
  otherWays: 'Or get the file yourself and use Hearth: Add GPU Support, Install from File.',
  fromFile: 'install it from a file',
};

/** More than what the registry says of one version of a package takes. */
const mostBytes = 1_000_000;

/** The address of a package's archive below a registry's, or a mirror's, base address. */
export function archiveAddress({ name }: Pick<GpuPackage, 'name'>, base: URL): URL {
  return new URL(`@node-llama-cpp/${name}/-/${name}-${gpuPackagesVersion}.tgz`, folderOf(base));
}

/** npm's form of a sum, as downloads have it. Undefined where it is none of SHA-512. */
export function checksumOf(integrity: string): Checksum | undefined {
  const base64 = /^(?:sha512-)?([A-Za-z0-9+/]{86}==)$/.exec(integrity)?.[1];
  return base64 === undefined ? undefined : `sha512:${Buffer.from(base64, 'base64').toString('hex')}`;
}

/** What a registry states of a package's archive. Fails where it has no such package, or states nothing. */
export async function statedChecksum(
  { name }: Pick<GpuPackage, 'name'>,
  base: URL,
  transport: Transport,
  signal: AbortSignal,
): Promise<Checksum> {
  const url = new URL(`@node-llama-cpp/${name}/${gpuPackagesVersion}`, folderOf(base));
  const text = await textAt(url, name, transport, signal).catch((error: unknown) => {
    throw error instanceof PassingFailure ? givenUp(name, url.host, error) : error;
  });
  const checksum = integrityIn(text);
  if (checksum !== undefined) return checksum;
  throw new HearthError(
    'download-mismatch',
    `${url.host} does not state the SHA-512 of ${name} ${gpuPackagesVersion}, so the file cannot be checked. Use another ` +
      `${gpuWords.setting}, or ${gpuWords.fromFile}.`,
  );
}

async function textAt(url: URL, name: string, transport: Transport, signal: AbortSignal): Promise<string> {
  const headers = { 'user-agent': 'hearth', accept: 'application/json', 'accept-encoding': 'identity' };
  const { response } = await follow(transport, { url, words: gpuWords }, headers, signal);
  try {
    if (response.status !== 200) throw statusFailure({ name, words: gpuWords }, response);
    const parts: Buffer[] = [];
    let bytes = 0;
    for await (const part of response.body) {
      if ((bytes += part.length) > mostBytes) break;
      parts.push(part);
    }
    return Buffer.concat(parts).toString('utf8');
  } finally {
    response.discard();
  }
}

function integrityIn(text: string): Checksum | undefined {
  try {
    const { dist } = JSON.parse(text) as { readonly dist?: { readonly integrity?: unknown } };
    return typeof dist?.integrity === 'string' ? checksumOf(dist.integrity) : undefined;
  } catch {
    return undefined;
  }
}

function folderOf(base: URL): string {
  return base.href.endsWith('/') ? base.href : `${base.href}/`;
}
