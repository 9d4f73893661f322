import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { HearthError } from '../../src/base/errors';
import type { CorpusPackage } from './packages';

/** A file of the corpus as an editor would show it. */
export interface SourceFile {
  readonly package: string;
  /** Relative to the package, `/` between folders. */
  readonly path: string;
  readonly lines: readonly string[];
}

export interface Corpus {
  readonly files: readonly SourceFile[];
  readonly versions: Readonly<Record<string, string>>;
  /** SHA-256 of all paths and texts, its first 16 hexadecimal digits. */
  readonly sha256: string;
}

const sourceName = /(?<!\.d)\.[cm]?[jt]sx?$/;

/** Marks that compilers, bundlers and generators leave. */
const machineMade =
  /__esModule|exports\.\w+ = void 0|__createBinding|__decorate\(|_interopRequire|__webpack_|sourceMappingURL=|#__PURE__|DO NOT EDIT|@generated|\b[Gg]enerated by\b/;

const size = { least: 2_000, most: 200_000 };
const mostPerLine = { average: 80, longest: 300 };

/** Whether a text is code that people write and read. Sizes are in UTF-16 units. */
export function isUsable(text: string): boolean {
  if (text.length < size.least || text.length > size.most || machineMade.test(text)) return false;
  const lines = linesOf(text);
  if (text.length / lines.length > mostPerLine.average) return false;
  return lines.every((line) => line.length <= mostPerLine.longest);
}

/** Lines without their breaks; the break at the end of a file begins no further line. */
export function linesOf(text: string): string[] {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** Reads the usable files of `packages` from a `node_modules` folder; of files with equal text, the first. */
export function readCorpus(modules: string, packages: readonly CorpusPackage[]): Corpus {
  const files: SourceFile[] = [];
  const versions: Record<string, string> = {};
  const texts = new Set<string>();
  const hash = createHash('sha256');
  for (const { name, sources } of packages) {
    const folder = path.join(modules, name);
    versions[name] = versionOf(folder, name);
    for (const file of sources.flatMap((source) => filesBelow(folder, source))) {
      const text = readFileSync(path.join(folder, file), 'utf8');
      if (texts.has(text) || !isUsable(text)) continue;
      texts.add(text);
      hash.update(`${name}\0${file}\0${text}\0`);
      files.push({ package: name, path: file, lines: linesOf(text) });
    }
  }
  return { files, versions, sha256: hash.digest('hex').slice(0, 16) };
}

function versionOf(folder: string, name: string): string {
  const manifest = path.join(folder, 'package.json');
  if (!existsSync(manifest)) {
    throw new HearthError(
      'input-invalid',
      `The package ${name}, whose code the study completes, is not in ${path.dirname(manifest)}. Run npm ci first.`,
    );
  }
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version?: string };
  return version ?? 'unknown';
}

/** Source files at or below `source`, relative to `folder`, in an order that no file system decides. */
function filesBelow(folder: string, source: string): string[] {
  const full = path.join(folder, source);
  if (!existsSync(full)) return [];
  if (statSync(full).isFile()) return sourceName.test(source) ? [source] : [];
  return readdirSync(full)
    .filter((name) => name !== 'node_modules')
    .sort((a, b) => (a < b ? -1 : 1))
    .flatMap((name) => filesBelow(folder, `${source}/${name}`));
}
