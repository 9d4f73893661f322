import { expect, test } from 'vitest';
import { readCorpus, type SourceFile } from '../../../bench/quality/corpus';
import { corpusPackages } from '../../../bench/quality/packages';
import type { DocumentView, Position } from '../../../src/completion/document';
import { type FilterContext, readFilterContext } from '../../../src/completion/filterContext';
import { applyFilters, type Filter, filters } from '../../../src/completion/filters';
import { seededRandom } from '../../support/random';

const cursors = 3_000;
const mostLines = 6;

/** What the author of a file wrote at a cursor, and the document without it. */
interface Truth {
  readonly answer: string;
  readonly context: FilterContext;
}

/** Most of the true answers that a filter may drop or cut, as a share. */
const mostHarmed = 0.002;

/** Least of the answers with one closer too many that are cut there, as a share: what closes nothing may seem to close a block. */
const leastCaught = { ')': 0.6, ']': 0.6, '}': 0.02 };

const truths = readTruths();

test.each(filters.map((filter): [string, Filter] => [filter.name, filter]))(
  'what people wrote passes %s',
  (_, filter) => {
    const harmed = truths.filter(({ answer, context }) => {
      const filtered = filter(answer, context);
      return filtered.kind === 'dropped' || filtered.text !== answer || filtered.replaceAfter > 0;
    });
    expect(harmed.length / truths.length, describeAll(harmed)).toBeLessThanOrEqual(mostHarmed);
  },
);

test('what people wrote passes all filters together', () => {
  const harmed = truths.filter(({ answer, context }) => {
    const filtered = applyFilters(answer, context);
    return filtered.kind === 'dropped' || filtered.text !== answer;
  });
  expect(harmed.length / truths.length, describeAll(harmed)).toBeLessThanOrEqual(2 * mostHarmed);
});

test.each(Object.entries(leastCaught))('a "%s" too many is cut', (closer, least) => {
  const lines = truths.filter(({ answer }) => !answer.includes('\n'));
  const caught = lines.filter(({ answer, context }) => {
    const filtered = applyFilters(answer + closer, context);
    return filtered.kind === 'dropped' || filtered.text === answer;
  });
  expect(caught.length / lines.length).toBeGreaterThan(least);
});

/** Half of the answers are the rest of a line, and half go on to the end of its block; of some a part is typed. */
function readTruths(): readonly Truth[] {
  const { files } = readCorpus('node_modules', corpusPackages);
  const random = seededRandom(6);
  const below = (limit: number): number => Math.floor(random() * limit);
  const found: Truth[] = [];
  while (found.length < cursors) {
    const file = files[below(files.length)];
    if (file === undefined) break;
    const line = below(file.lines.length);
    const text = lineOf(file, line);
    const start = indentation(text);
    const at = random() < 0.25 ? start : start + below(text.length - start);
    const head = text.slice(0, at);
    const further = found.length % 2 === 0 ? [] : restOfBlock(file, line, head);
    const whole = [text.slice(at), ...further].join('\n');
    const typed = random() < 0.3 ? whole.slice(0, below(whole.length)) : '';
    const answer = whole.slice(typed.length);
    if (answer.trim() === '' || (found.length % 2 === 1 && further.length === 0)) continue;
    const { document, cursor } = withoutAnswer(file, line, head + typed, further.length);
    found.push({ answer, context: readFilterContext(document, cursor, typed, 'automatic') });
  }
  return found;
}

/** The lines below as far as no blank line comes and none further out, or as far as they fill what `head` opens. */
function restOfBlock(file: SourceFile, line: number, head: string): readonly string[] {
  const start = indentation(lineOf(file, line));
  const fillsBlock = opens(head) && lineOf(file, line) === head.trimEnd();
  const lines: string[] = [];
  for (let next = line + 1; next < file.lines.length && lines.length < mostLines; next++) {
    const text = lineOf(file, next);
    if (text === '' || indentation(text) < start) break;
    const ends = fillsBlock && lines.length > 0 && indentation(text) === start && !goesOn(text);
    if (!ends || /^\s*[)\]}]/.test(text)) lines.push(text);
    if (ends) break;
  }
  return lines;
}

function withoutAnswer(
  file: SourceFile,
  line: number,
  written: string,
  further: number,
): { document: DocumentView; cursor: Position } {
  const own = written.split('\n');
  const removed = 1 + further - own.length;
  const cursor = { line: line + own.length - 1, character: own.at(-1)?.length ?? 0 };
  const document: DocumentView = {
    uri: 'file:///corpus',
    path: file.path,
    languageId: /\.[cm]?tsx?$/.test(file.path) ? 'typescript' : 'javascript',
    version: 1,
    lineCount: file.lines.length - removed,
    lineAt: (at) => own[at - line] ?? lineOf(file, at < line ? at : at + removed),
  };
  return { document, cursor };
}

function lineOf(file: SourceFile, line: number): string {
  return file.lines[line]?.trimEnd() ?? '';
}

function indentation(text: string): number {
  return text.search(/\S|$/);
}

function opens(text: string): boolean {
  return /(?:[{([:]|=>)$/.test(text.trimEnd());
}

function goesOn(text: string): boolean {
  return /^\s*(?:case|catch|default|else|finally)\b/.test(text) || (/^\s*[)\]}]/.test(text) && opens(text));
}

function describeAll(harmed: readonly Truth[]): string {
  return harmed.map(({ answer, context }) => JSON.stringify([context.head, answer])).join('\n');
}
