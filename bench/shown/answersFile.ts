import { appendFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { HearthError } from '../../src/base/errors';
import type { StopReason } from '../../src/engine/port';
import { wholeLines } from '../quality/wholeLines';

/** All that the answers depend on. Those of another study are never mixed in. */
export interface AnswersHeader {
  readonly study: 'shown';
  readonly version: number;
  readonly model: { readonly file: string; readonly sha256: string };
  readonly seed: number;
  readonly corpus: { readonly files: number; readonly sha256: string };
}

/** What the engine says at a position, before any filter. */
export interface RawAnswer {
  readonly text: string;
  readonly stop: StopReason;
  /** Natural logarithms of the probabilities of all tokens chosen, the one that ends the text included. */
  readonly logs: readonly number[];
}

export interface AnswerRecord extends RawAnswer {
  /** See `idOf` of the positions. */
  readonly id: string;
}

/**
 * The answers of one model, a JSON line a position behind a header. Each line is on disk before the next position
 * begins, so a study that is interrupted goes on where it was. Nothing of the code that was to be written is kept:
 * answers are judged against the corpus.
 */
export class AnswersFile {
  readonly header: AnswersHeader;
  readonly #file: string;
  readonly #records = new Map<string, AnswerRecord>();

  /** Reads what is there; the file need not exist. Fails where it holds the answers of another study. */
  static open(file: string, header: AnswersHeader): AnswersFile {
    if (wholeLines(file).length === 0) {
      mkdirSync(path.dirname(file), { recursive: true });
      appendFileSync(file, `${JSON.stringify(header)}\n`);
    }
    const answers = AnswersFile.read(file);
    answers.#refuseOther(header);
    return answers;
  }

  /** Reads answers, whatever study they are of. Fails where there are none. */
  static read(file: string): AnswersFile {
    const [first, ...rest] = wholeLines(file);
    if (first === undefined) {
      throw new HearthError(
        'input-invalid',
        `There are no results in ${file}. Run the study first, without --report.`,
      );
    }
    return new AnswersFile(
      file,
      parse(file, first) as AnswersHeader,
      rest.map((line) => parse(file, line) as AnswerRecord),
    );
  }

  private constructor(file: string, header: AnswersHeader, records: readonly AnswerRecord[]) {
    this.#file = file;
    this.header = header;
    for (const record of records) this.#records.set(record.id, record);
  }

  get(id: string): AnswerRecord | undefined {
    return this.#records.get(id);
  }

  add(record: AnswerRecord): void {
    appendFileSync(this.#file, `${JSON.stringify(record)}\n`);
    this.#records.set(record.id, record);
  }

  #refuseOther(wanted: AnswersHeader): void {
    const found = this.header;
    const differing = (Object.keys(wanted) as (keyof AnswersHeader)[]).filter(
      (key) => JSON.stringify(found[key]) !== JSON.stringify(wanted[key]),
    );
    if (differing.length === 0) return;
    throw new HearthError(
      'input-invalid',
      `${this.#file} holds the results of another study: ${differing.join(', ')} differ. Move the file away to ` +
        'begin a new study.',
    );
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
