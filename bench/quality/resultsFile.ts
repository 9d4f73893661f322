import { appendFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { HearthError } from '../../src/base/errors';
import type { CursorKind } from './cursorKinds';
import type { Score } from './matching';
import { wholeLines } from './wholeLines';

/** All that the results depend on. Results of another study are never mixed in. */
export interface StudyHeader {
  readonly study: 'quality';
  readonly version: number;
  readonly model: { readonly file: string; readonly sha256: string };
  readonly window: Readonly<Record<string, number>>;
  readonly seed: number;
  readonly corpus: {
    readonly files: number;
    readonly sha256: string;
    readonly versions: Readonly<Record<string, string>>;
  };
}

export interface VariantAnswer {
  readonly score: Score;
  /** Tokens of the whole prompt, whatever of it was shared. */
  readonly promptTokens: number;
}

/** The answers at one position. */
export interface PositionRecord {
  readonly id: string;
  readonly package: string;
  readonly file: string;
  /** From 1, as `character`. */
  readonly line: number;
  readonly character: number;
  readonly kind: CursorKind;
  readonly answers: Readonly<Partial<Record<string, VariantAnswer>>>;
}

/**
 * The results of one model, a JSON line a position behind a header. Each line is on disk before the next position
 * begins, so a study that is interrupted goes on where it was.
 */
export class ResultsFile {
  readonly file: string;
  readonly #records = new Map<string, PositionRecord>();

  /** Reads what is there; the file need not exist. Fails where it holds the results of another study. */
  static open(file: string, header: StudyHeader): ResultsFile {
    const results = new ResultsFile(file);
    const [first, ...rest] = wholeLines(file);
    if (first === undefined) {
      mkdirSync(path.dirname(file), { recursive: true });
      appendFileSync(file, `${JSON.stringify(header)}\n`);
    } else {
      refuseOther(file, parse(file, first) as Partial<StudyHeader>, header);
    }
    for (const line of rest) results.#remember(parse(file, line) as PositionRecord);
    return results;
  }

  /** Reads results for a report, whatever study they are of. */
  static read(file: string): { header: StudyHeader; results: ResultsFile } {
    const results = new ResultsFile(file);
    const [first, ...rest] = wholeLines(file);
    if (first === undefined) {
      throw new HearthError(
        'input-invalid',
        `There are no results in ${file}. Run the study first, without --report.`,
      );
    }
    for (const line of rest) results.#remember(parse(file, line) as PositionRecord);
    return { header: parse(file, first) as StudyHeader, results };
  }

  private constructor(file: string) {
    this.file = file;
  }

  get records(): PositionRecord[] {
    return [...this.#records.values()];
  }

  /** What is known of a position. */
  get(id: string): PositionRecord | undefined {
    return this.#records.get(id);
  }

  /** Adds a position, or further answers at one that is there. */
  add(record: PositionRecord): void {
    appendFileSync(this.file, `${JSON.stringify(record)}\n`);
    this.#remember(record);
  }

  #remember(record: PositionRecord): void {
    const answers = { ...this.#records.get(record.id)?.answers, ...record.answers };
    this.#records.set(record.id, { ...record, answers });
  }
}

function parse(file: string, line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch (error) {
    throw new HearthError(
      'input-invalid',
      `${file} holds a line that is no JSON: ${line.slice(0, 80)}. Take that line out, or move the file away and start anew.`,
      { cause: error },
    );
  }
}

function refuseOther(file: string, found: Partial<StudyHeader>, wanted: StudyHeader): void {
  const differing = (Object.keys(wanted) as (keyof StudyHeader)[]).filter(
    (key) => JSON.stringify(found[key]) !== JSON.stringify(wanted[key]),
  );
  if (differing.length === 0) return;
  const [key = 'study'] = differing;
  const there = key in found ? JSON.stringify(found[key]).slice(0, 120) : 'missing';
  throw new HearthError(
    'input-invalid',
    `${file} holds the results of another study: ${differing.join(', ')} differ (${key} there: ` +
      `${there}). Move the file away to begin a new study.`,
  );
}
