import { HearthError } from '../src/base/errors';
import type { DocumentView, Position } from '../src/completion/document';
import { readArguments, usageError } from './command';
import { type EngineOptions, engineArguments, engineUsage, readEngineOptions } from './engineOptions';

export interface CompleteArguments {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
  readonly json: boolean;
  readonly engine: EngineOptions;
}

const usage = `npm run -s complete -- FILE:LINE:COL [--json] ${engineUsage}`;

/** Throws a HearthError that says what was wrong and how the command is used. */
export function readCompleteArguments(args: string[]): CompleteArguments {
  const options = { ...engineArguments, json: { type: 'boolean' } } as const;
  const { values, positionals } = readArguments({ args, options, allowPositionals: true }, usage);
  const [place, ...rest] = positionals;
  if (place === undefined) throw usageError('The place to complete at is missing', usage);
  if (rest.length > 0) throw usageError(`Expected one place, got ${positionals.length}`, usage);
  return { ...readPlace(place), json: values.json ?? false, engine: readEngineOptions(values, usage) };
}

/** A Windows path has a colon of its own, so the numbers are read from the right. */
function readPlace(place: string): Pick<CompleteArguments, 'file' | 'line' | 'column'> {
  const [, file, line, column] = /^(.+):(\d{1,9}):(\d{1,9})$/.exec(place) ?? [];
  if (file === undefined) {
    throw usageError(`"${place}" is no place, expected FILE:LINE:COL such as src/app.ts:12:5`, usage);
  }
  return { file, line: Number(line), column: Number(column) };
}

/** The position of a line and a column, both from 1. Throws a HearthError that says how many there are. */
export function positionIn(document: DocumentView, line: number, column: number): Position {
  const { path, lineCount } = document;
  if (line < 1 || line > lineCount) {
    throw outside(
      `Line ${line} is outside ${path}, which has ${lineCount} ${plural('line', lineCount)}`,
      lineCount,
    );
  }
  const columns = document.lineAt(line - 1).length + 1;
  if (column < 1 || column > columns) {
    const has = `which has ${columns} ${plural('column', columns)}, the one behind its end included`;
    throw outside(`Column ${column} is outside line ${line} of ${path}, ${has}`, columns);
  }
  return { line: line - 1, character: column - 1 };
}

function outside(problem: string, last: number): HearthError {
  return new HearthError('input-invalid', `${problem}. Give a number from 1 to ${last}.`);
}

function plural(word: string, count: number): string {
  return count === 1 ? word : `${word}s`;
}
