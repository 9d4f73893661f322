import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseOutcome, type ProbeOutcome } from './probeOutcome';

/** Every update of a driver or of Hearth makes new keys; the oldest go. */
const mostEntries = 24;

/** What probes found, kept in a file of all windows. A file that cannot be read or written is one without entries. */
export class ProbeBook {
  readonly #path: string;
  #writing: Promise<void> = Promise.resolve();

  constructor(path: string) {
    this.#path = path;
  }

  /** Undefined where nothing is known, or where what is written makes no sense. */
  async find(key: string): Promise<ProbeOutcome | undefined> {
    await this.#writing;
    return (await this.#read()).get(key);
  }

  /** Resolves when it is written: the file is the old one or the new one at any time. */
  async note(key: string, outcome: ProbeOutcome | undefined): Promise<void> {
    const written = this.#writing.then(() => this.#note(key, outcome)).catch(() => undefined);
    this.#writing = written;
    await written;
  }

  /** Forgets everything, so that it is tried out again. */
  async clear(): Promise<void> {
    this.#writing = this.#writing.then(() => rm(this.#path, { force: true })).catch(() => undefined);
    await this.#writing;
  }

  async #note(key: string, outcome: ProbeOutcome | undefined): Promise<void> {
    const entries = await this.#read();
    entries.delete(key);
    if (outcome) entries.set(key, outcome);
    const kept = [...entries].slice(-mostEntries);
    await mkdir(dirname(this.#path), { recursive: true });
    // Two windows may write at once: each has a file of its own to rename, and the later one stands.
    const aside = `${this.#path}.${process.pid}`;
    await writeFile(aside, JSON.stringify(Object.fromEntries(kept), undefined, 1));
    await rename(aside, this.#path);
  }

  async #read(): Promise<Map<string, ProbeOutcome>> {
    try {
      const found = JSON.parse(await readFile(this.#path, 'utf8')) as Record<string, unknown> | null;
      return new Map(
        Object.entries(found ?? {}).flatMap(([key, value]) => {
          const outcome = parseOutcome(value);
          return outcome ? [[key, outcome] as const] : [];
        }),
      );
    } catch {
      return new Map();
    }
  }
}
