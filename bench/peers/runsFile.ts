import { appendFile, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { HearthError } from '../../src/base/errors';
import { wholeLines } from '../quality/wholeLines';
import { nameOf, type RunKey, type RunRecord } from './runRecord';

/** The runs of one model, a JSON line each; the latest of a key counts. A bench that was interrupted goes on where it was. */
export class RunsFile {
  readonly #file: string;
  readonly #records: Map<string, RunRecord>;

  /** Reads what is there; the file need not exist. Throws a HearthError for a line that is no run. */
  static open(file: string): RunsFile {
    const records = wholeLines(file).map((line, index) => parse(line, `${file}, line ${index + 1}`));
    return new RunsFile(file, new Map(records.map((record) => [nameOf(record), record])));
  }

  private constructor(file: string, records: Map<string, RunRecord>) {
    this.#file = file;
    this.#records = records;
  }

  get records(): readonly RunRecord[] {
    return [...this.#records.values()];
  }

  find(key: RunKey): RunRecord | undefined {
    return this.#records.get(nameOf(key));
  }

  async add(record: RunRecord): Promise<void> {
    await mkdir(dirname(this.#file), { recursive: true });
    await appendFile(this.#file, `${JSON.stringify(record)}\n`);
    this.#records.set(nameOf(record), record);
  }
}

function parse(line: string, where: string): RunRecord {
  try {
    const record = JSON.parse(line) as Partial<RunRecord>;
    if (record.figures && record.contender && record.trace) return record as RunRecord;
  } catch {
    // Said below, as for any other line.
  }
  throw new HearthError('input-invalid', `${where} is no run. Take the line out, or move the file away.`);
}
