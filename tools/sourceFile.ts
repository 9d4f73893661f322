import { readFile } from 'node:fs/promises';
import { basename, extname, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { HearthError } from '../src/base/errors';

/** A file as the pipeline wants to know it. */
export interface SourceFile {
  readonly uri: string;
  /** Relative to the working directory, with `/` between folders; the name alone of a file outside of it. */
  readonly path: string;
  readonly languageId: string;
  readonly text: string;
}

/** Reads a UTF-8 file. Throws a HearthError where that is impossible. */
export async function readSourceFile(file: string): Promise<SourceFile> {
  const text = await readText(file, 'file');
  return {
    uri: pathToFileURL(resolve(file)).href,
    path: shownPath(file),
    languageId: languageOf(file),
    text,
  };
}

/** Text of a UTF-8 file, without a byte order mark. `what` is how the message calls it, such as "trace". */
export async function readText(file: string, what: string): Promise<string> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new HearthError('input-invalid', `Cannot read the ${what} ${file}: ${problemOf(error)}.`, {
      cause: error,
    });
  });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    const message = `The ${what} ${file} is not UTF-8 text. Give a text file, or convert it first.`;
    throw new HearthError('input-invalid', message, { cause: error });
  }
}

/** VS Code's language id by the file's extension; `plaintext` where it is unknown. */
export function languageOf(file: string): string {
  return languages[extname(file).toLowerCase()] ?? 'plaintext';
}

const languages: Readonly<Record<string, string>> = {
  '.c': 'c',
  '.cc': 'cpp',
  '.cjs': 'javascript',
  '.cpp': 'cpp',
  '.cs': 'csharp',
  '.css': 'css',
  '.cts': 'typescript',
  '.go': 'go',
  '.h': 'c',
  '.hpp': 'cpp',
  '.html': 'html',
  '.java': 'java',
  '.js': 'javascript',
  '.json': 'json',
  '.jsx': 'javascriptreact',
  '.kt': 'kotlin',
  '.lua': 'lua',
  '.md': 'markdown',
  '.mjs': 'javascript',
  '.mts': 'typescript',
  '.php': 'php',
  '.py': 'python',
  '.rb': 'ruby',
  '.rs': 'rust',
  '.scss': 'scss',
  '.sh': 'shellscript',
  '.swift': 'swift',
  '.ts': 'typescript',
  '.tsx': 'typescriptreact',
  '.yaml': 'yaml',
  '.yml': 'yaml',
};

function shownPath(file: string): string {
  const steps = relative(process.cwd(), resolve(file)).split(sep);
  // Where the file lies outside, the folders above it say nothing about it; on Windows it may be another drive.
  return steps[0] === '..' || resolve(file) === steps.join(sep) ? basename(file) : steps.join('/');
}

function problemOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'there is no such file. Check the path';
  if (code === 'EISDIR') return 'it is a folder. Give a file in it';
  if (code === 'EACCES' || code === 'EPERM') return 'reading it is not permitted. Change its permissions';
  return error instanceof Error ? error.message : String(error);
}
