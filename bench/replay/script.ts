import { basename } from 'node:path';
import { readSourceFile, readText } from '../../tools/sourceFile';
import { AcceptingTypist, type Taken } from './acceptingTypist';
import type { ReplaySource } from './arguments';
import { EditableDocument } from './editableDocument';
import { LineTypist } from './lineTypist';
import { OpenDocuments } from './openDocuments';
import { textsAfter } from './textsAfter';
import { type Trace, type TraceDocument, parseTrace } from './trace';
import { TraceTypist, type Typist } from './typist';

/** A document whose text at the end of a replay is known. */
export interface ExpectedText {
  readonly document: EditableDocument;
  readonly text: string;
}

/** What a replay plays: documents at the start, and who edits them. */
export interface Script {
  /** How reports call it. */
  readonly name: string;
  readonly documents: OpenDocuments;
  readonly typist: Typist;
  /** What documents must be at the end, as far as that is known. */
  readonly expected: readonly ExpectedText[];
}

/** Reads the source's file. Throws a HearthError where that or what is in it is bad. */
export async function loadScript(source: ReplaySource): Promise<Script> {
  if (source.kind === 'type') return loadTyping(source);
  const { file, accept } = source;
  const trace = parseTrace(await readText(file, 'trace'), file);
  const texts = Object.fromEntries(textsAfter(trace));
  return traceScript(basename(file), trace, texts, accept ? 'lines' : undefined);
}

/**
 * The script that plays a trace. `texts` are the texts known to stand at the end, by path; `taken` says what of
 * suggestions is taken; nothing where it is absent.
 */
export function traceScript(
  name: string,
  trace: Trace,
  texts: Readonly<Record<string, string>> = {},
  taken?: Taken,
): Script {
  const main = open(trace);
  const others = trace.others.map(open);
  const expected = [main, ...others].flatMap((document) => {
    const text = texts[document.path];
    return text === undefined ? [] : [{ document, text }];
  });
  const documents = new OpenDocuments([main, ...others]);
  const { events } = trace;
  const typist = taken ? new AcceptingTypist(events, documents, taken) : new TraceTypist(events);
  return { name, documents, typist, expected };
}

function open({ file, languageId, text }: TraceDocument): EditableDocument {
  return new EditableDocument(`replay:/${encodeURI(file)}`, file, languageId, text);
}

async function loadTyping(source: Extract<ReplaySource, { kind: 'type' }>): Promise<Script> {
  const { uri, path, languageId, text } = await readSourceFile(source.file);
  const document = new EditableDocument(uri, path, languageId, text);
  return {
    name: `${path}, lines ${source.from} to ${source.to} typed again`,
    documents: new OpenDocuments([document]),
    typist: new LineTypist(document, source),
    expected: [{ document, text }],
  };
}
