import { EditableDocument } from '../replay/editableDocument';
import { LineTypist } from '../replay/lineTypist';
import type { ReplayEvent } from '../replay/typist';
import type { PlayedTrace } from '../traces/pace';
import type { TraceSource } from '../traces/generate';
import { repeatedTo } from '../traces/catalogue';
import { languageOf } from '../../tools/sourceFile';
import { textsAfter } from '../replay/textsAfter';

/** The lines of the source that are typed again, in the copy of it that stands nearest the middle; from 1. */
const typed = { from: 101, to: 110 };

/** The sizes of document that are compared, in lines. */
export const documentSizes = [200, 2_000, 20_000] as const;

/**
 * The same lines typed into documents of different sizes: a source repeated to so many lines, of which ten in the middle
 * are typed again, key by key.
 */
export function growthTrace(source: TraceSource, lines: number): PlayedTrace {
  const { file } = source;
  const text = repeatedTo(source.text, lines);
  const copyLines = source.text.trimEnd().split('\n').length;
  const copy = Math.floor(lines / 2 / copyLines) * copyLines;
  const document = new EditableDocument(`bench:/${file}`, file, languageOf(file), text);
  const typist = new LineTypist(document, { from: copy + typed.from, to: copy + typed.to, accept: false });
  const events: ReplayEvent[] = [];
  while (typist.nextAt !== undefined) events.push(typist.next(undefined));
  const trace = { file, languageId: document.languageId, text, others: [], events };
  return { name: `${lines} lines`, trace, finalTexts: Object.fromEntries(textsAfter(trace)) };
}
