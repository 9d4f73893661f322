import { join } from 'node:path';
import { StringDocument } from '../../src/completion/document';
import type { PromptText } from '../../src/engine/port';
import { readWindow } from '../../src/prompt/window';
import { readText } from '../../tools/sourceFile';

/** A file that people wrote, from the installed packages. */
export interface Source {
  /** As the model sees it. */
  readonly path: string;
  readonly lines: readonly string[];
}

/** Reads files below `node_modules`; throws a HearthError where one is missing. */
export async function readSources(root: string, files: readonly string[]): Promise<Source[]> {
  return Promise.all(
    files.map(async (file) => {
      const text = await readText(join(root, 'node_modules', file), 'source');
      return { path: file.split('/').slice(-2).join('/'), lines: text.split(/\r\n|\n/) };
    }),
  );
}

/** A cursor in a source, of which the lines between it and `resumesAt` are not written yet. */
export interface Cursor {
  /** Names the document; any text that may stand in a path. */
  readonly document: string;
  /** The lines above the cursor's: the first `line` lines of the source. */
  readonly line: number;
  /** What stands on the cursor's line. */
  readonly typed: string;
  /** The source's line that follows the cursor's. */
  readonly resumesAt: number;
}

/**
 * The text around a cursor as the completion pipeline reads it. The document's name is in its path too, which stands at
 * the beginning of a prompt: so no prompt shares KV state with one of another document that has the same text.
 */
export function promptAt(source: Source, { document, line, typed, resumesAt }: Cursor): PromptText {
  const lines = [...source.lines.slice(0, line), typed, ...source.lines.slice(resumesAt)];
  const uri = `bench:/${document}`;
  const path = `${document}/${source.path}`;
  const view = new StringDocument(uri, path, 'typescript', 1, lines.join('\n'));
  const { before, beforeIsWhole, after } = readWindow(view, { line, character: typed.length });
  return { document: uri, path, repository: '', before, beforeIsWhole, after, line };
}

/** A cursor at the end of a line of a source that is otherwise whole. */
export function atLineEnd(source: Source, document: string, line: number): PromptText {
  return promptAt(source, { document, line, typed: source.lines[line] ?? '', resumesAt: line + 1 });
}

/** Half a line, and the key that comes next. */
export interface HalfLine {
  readonly line: number;
  readonly typed: string;
  readonly key: string;
}

/** Fewer characters leave no half to speak of. */
const minCharacters = 12;

/** The first line from `from` on that can be left half typed; undefined where none below can. */
export function halfLineFrom(source: Source, from: number): HalfLine | undefined {
  const line = source.lines.findIndex((text, index) => index >= from && text.trim().length >= minCharacters);
  const text = source.lines[line];
  if (text === undefined) return undefined;
  const indentation = text.length - text.trimStart().length;
  const half = indentation + Math.floor(text.trim().length / 2);
  return { line, typed: text.slice(0, half), key: text.slice(half, half + 1) };
}
