import { basename } from 'node:path';
import { readSourceFile, readText } from '../../tools/sourceFile';
import type { ReplaySource } from './arguments';
import { EditableDocument } from './editableDocument';
import { LineTypist } from './lineTypist';
import { parseTrace } from './trace';
import { TraceTypist, type Typist } from './typist';

/** What a replay plays: a document at the start, and who edits it. */
export interface Script {
  /** How reports call it. */
  readonly name: string;
  readonly document: EditableDocument;
  readonly typist: Typist;
  /** What the document must be at the end; undefined where nothing is known about it. */
  readonly expectedText: string | undefined;
}

/** Reads the source's file. Throws a HearthError where that or what is in it is bad. */
export function loadScript(source: ReplaySource): Promise<Script> {
  return source.kind === 'type' ? loadTyping(source) : loadTrace(source.file);
}

async function loadTyping(source: Extract<ReplaySource, { kind: 'type' }>): Promise<Script> {
  const { uri, path, languageId, text } = await readSourceFile(source.file);
  const document = new EditableDocument(uri, path, languageId, text);
  const name = `${path}, lines ${source.from} to ${source.to} typed again`;
  return { name, document, typist: new LineTypist(document, source), expectedText: text };
}

async function loadTrace(file: string): Promise<Script> {
  const trace = parseTrace(await readText(file, 'trace'), file);
  const uri = `replay:/${encodeURI(trace.file)}`;
  const document = new EditableDocument(uri, trace.file, trace.languageId, trace.text);
  return { name: basename(file), document, typist: new TraceTypist(trace.events), expectedText: undefined };
}
