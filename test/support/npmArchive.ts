import { gzipSync } from 'node:zlib';
import { Header } from 'tar/header';

export interface ArchiveEntry {
  readonly path: string;
  readonly text?: string;
  /** A plain file by default. */
  readonly type?: 'File' | 'Directory' | 'SymbolicLink' | 'Link' | 'CharacterDevice';
  readonly linkpath?: string;
}

const block = 512;

/** An archive as npm makes them, of exactly these entries, however odd. */
export function archiveOf(...entries: readonly ArchiveEntry[]): Buffer {
  const parts = entries.flatMap(({ path, text = '', type = 'File', linkpath }) => {
    const content = Buffer.from(text);
    const header = Buffer.alloc(block);
    new Header({
      path,
      type,
      mode: type === 'Directory' ? 0o755 : 0o644,
      size: content.length,
      mtime: new Date(0),
      ...(linkpath !== undefined && { linkpath }),
    }).encode(header);
    return [header, content, Buffer.alloc((block - (content.length % block)) % block)];
  });
  return gzipSync(Buffer.concat([...parts, Buffer.alloc(2 * block)]));
}

/** The archive of a package with a binary, which is a few letters. */
export function packageArchive(name: string, version: string, binary = 'binary'): Buffer {
  return archiveOf(
    { path: 'package/package.json', text: JSON.stringify({ name, version }) },
    { path: `package/bins/${name.split('/').at(-1)}/llama-addon.node`, text: binary },
  );
}
