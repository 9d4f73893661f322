import { HearthError } from '../../src/base/errors';
import type { Confidence, EngineAnswer, StopReason } from '../../src/engine/port';

/** What the model said, without what it cost in the KV cache. */
export interface RecordedAnswer {
  readonly text: string;
  readonly stop: StopReason;
  readonly generatedTokens: number;
  readonly confidence: Confidence | undefined;
}

/** One answer as it stands in the file: key, text, why it ended, tokens, and how sure the model was. */
type Row = readonly [string, string, StopReason, number, number?, number?];

/** Answers of a model by what was asked (`answerKey`), and what was asked of which there is none. */
export class RecordedAnswers {
  readonly #answers = new Map<string, RecordedAnswer>();
  readonly #used = new Set<string>();
  readonly #missing = new Map<string, string>();

  get size(): number {
    return this.#answers.size;
  }

  /** The ends of the lines that were asked about and of which no answer is recorded, each question once. */
  get missing(): readonly string[] {
    return [...this.#missing.values()];
  }

  has(key: string): boolean {
    return this.#answers.has(key);
  }

  /** The answer; undefined where there is none, which is remembered with `before`, the text before the cursor. */
  find(key: string, before: string): RecordedAnswer | undefined {
    const answer = this.#answers.get(key);
    if (answer === undefined) this.#missing.set(key, before.slice(before.lastIndexOf('\n') + 1));
    else this.#used.add(key);
    return answer;
  }

  /** Remembers an answer, unless there is one already. */
  add(key: string, { text, stop, cost, confidence }: EngineAnswer): void {
    if (this.#answers.has(key)) return;
    this.#answers.set(key, {
      text,
      stop,
      generatedTokens: cost.generatedTokens,
      confidence: confidence && { first: rounded(confidence.first), mean: rounded(confidence.mean) },
    });
  }

  /** Forgets answers that were not asked for since they were read. */
  dropUnused(): void {
    for (const key of this.#answers.keys()) if (!this.#used.has(key)) this.#answers.delete(key);
  }

  /** One row of JSON a line, by their keys: a change of one answer is a change of one line. */
  format(): string {
    const rows = [...this.#answers].map(([key, { text, stop, generatedTokens, confidence }]): Row => {
      if (confidence === undefined) return [key, text, stop, generatedTokens];
      return [key, text, stop, generatedTokens, confidence.first, confidence.mean];
    });
    rows.sort(([a], [b]) => (a < b ? -1 : 1));
    return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  }

  /** Reads what {@link format} wrote. Throws a HearthError that names the bad line; `name` is the file's. */
  static parse(content: string, name: string): RecordedAnswers {
    const answers = new RecordedAnswers();
    for (const [index, line] of content.split('\n').entries()) {
      if (line === '') continue;
      const [key, text, stop, generatedTokens, first, mean] = parseRow(line, `${name}, line ${index + 1}`);
      const confidence = first === undefined || mean === undefined ? undefined : { first, mean };
      answers.#answers.set(key, { text, stop, generatedTokens, confidence });
    }
    return answers;
  }
}

function parseRow(line: string, where: string): Row {
  const fail = (problem: string): never => {
    throw new HearthError(
      'input-invalid',
      `${where}: ${problem}, expected ["key","text","line",12,-0.1,-0.2]. Take the file from version control.`,
    );
  };
  let row: unknown;
  try {
    row = JSON.parse(line);
  } catch {
    return fail('it is not JSON');
  }
  const kinds = ['string', 'string', 'string', 'number', 'number', 'number'];
  const isRow =
    Array.isArray(row) && row.length >= 4 && row.every((cell, index) => typeof cell === kinds[index]);
  return isRow ? (row as Row) : fail('it is no answer');
}

/** Four decimals say enough of a logarithm. */
function rounded(log: number): number {
  return Number(log.toFixed(4)) + 0;
}
