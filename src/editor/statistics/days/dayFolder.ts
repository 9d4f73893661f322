import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { access, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { type Days, formatDays, parseDays } from './days';

/** Who writes into a folder; a window is one process. */
export interface DayFolderOwner {
  readonly pid: number;
  readonly host: string;
  /** Whether a process of this host still runs. */
  readonly isAlive: (pid: number) => boolean;
}

interface WindowFile {
  readonly name: string;
  readonly host: string;
  readonly pid: number;
  readonly isWriting: boolean;
}

/** A file that is renamed while the folder is read is missed; so often it is read again. */
const mostReadings = 3;

const noDays: Days = new Map();

/**
 * A folder with a file of each window, which no other window writes. So windows never overwrite each other, and the sum
 * of all files is what all windows have counted. A new window takes over the file of one that has ended, by renaming
 * it: of several that try, one succeeds, and nothing is ever in two files. There are thus no more files than there have
 * been windows at once.
 */
export class DayFolder {
  readonly #path: string;
  readonly #owner: DayFolderOwner;
  /** Made when it is first needed: windows are opened faster without hashes. */
  #ownNameOnceMade: string | undefined;
  #hostMarkOnceMade: string | undefined;
  #writings = 0;
  #isAdopting = false;

  constructor(path: string, owner: DayFolderOwner = thisProcess) {
    this.#path = path;
    this.#owner = owner;
  }

  /** Takes over the file of a window that has ended; its days are then in this window's file. Undefined without one. */
  async adopt(): Promise<Days | undefined> {
    this.#isAdopting = true;
    try {
      return await this.#adopt();
    } finally {
      this.#isAdopting = false;
    }
  }

  /** Whether this window's file is there. */
  async hasOwn(): Promise<boolean> {
    return access(this.#ownPath).then(
      () => true,
      () => false,
    );
  }

  /** The days of all other windows. Files that are damaged are removed. */
  async readOthers(): Promise<readonly Days[]> {
    for (let reading = 1; ; reading++) {
      const files = (await this.#list()).filter(
        ({ name, isWriting }) => !isWriting && name !== this.#ownName,
      );
      const read = await Promise.all(files.map(({ name }) => this.#read(name)));
      const days = read
        .filter((each) => each !== undefined)
        .map((each) => (each === 'newer' ? noDays : each));
      if (days.length === files.length || reading === mostReadings) return days;
    }
  }

  /** Writes this window's file as a whole or not at all; not where `isWanted` says no in the end. */
  async write(days: Days, isWanted: () => boolean): Promise<void> {
    await mkdir(this.#path, { recursive: true });
    const writing = this.#writingPath();
    await writeFile(writing, formatDays(days));
    // Waits for nothing, so that it cannot come after what `writeNow` writes.
    if (isWanted()) renameSync(writing, this.#ownPath);
    else await this.#remove(writing);
  }

  /** The same before it returns, for a window that ends. */
  writeNow(days: Days): void {
    mkdirSync(this.#path, { recursive: true });
    const writing = this.#writingPath();
    writeFileSync(writing, formatDays(days));
    // What is being taken over must not be overwritten unread.
    renameSync(writing, this.#isAdopting ? join(this.#path, this.#newName()) : this.#ownPath);
  }

  /** Removes the files of all windows. Those that live begin anew. */
  async clear(): Promise<void> {
    for (const { name } of await this.#list()) await this.#remove(name);
  }

  async #adopt(): Promise<Days | undefined> {
    const ended = (await this.#list()).filter((file) => this.#hasEnded(file));
    for (const { name, isWriting } of ended) if (isWriting) await this.#remove(name);
    for (const { name, isWriting } of ended) {
      const days = isWriting ? undefined : await this.#read(name);
      if (days === undefined || days === 'newer') continue;
      const isOurs = await rename(join(this.#path, name), this.#ownPath).then(
        () => true,
        () => false,
      );
      if (isOurs) return days;
    }
    return undefined;
  }

  /** A host's name is no number, and need not be in a file name. */
  get #hostMark(): string {
    return (this.#hostMarkOnceMade ??= createHash('sha256')
      .update(this.#owner.host)
      .digest('hex')
      .slice(0, 8));
  }

  get #ownName(): string {
    return (this.#ownNameOnceMade ??= this.#newName());
  }

  get #ownPath(): string {
    return join(this.#path, this.#ownName);
  }

  #newName(): string {
    return `${this.#hostMark}-${this.#owner.pid}-${randomBytes(4).toString('hex')}.json`;
  }

  #writingPath(): string {
    return `${this.#ownPath}.${++this.#writings}.writing`;
  }

  /** Another window of this very process cannot be: a process number that comes again is that of an older one. */
  #hasEnded({ host, pid, name }: WindowFile): boolean {
    if (host !== this.#hostMark || name.startsWith(this.#ownName)) return false;
    return pid === this.#owner.pid || !this.#owner.isAlive(pid);
  }

  async #list(): Promise<readonly WindowFile[]> {
    const names = await readdir(this.#path).catch(() => []);
    return names.flatMap((name) => {
      const [, host, pid, writing] =
        /^([0-9a-f]{8})-(\d{1,10})-[0-9a-f]{8}\.json(\.\d+\.writing)?$/.exec(name) ?? [];
      if (host === undefined || pid === undefined) return [];
      return [{ name, host, pid: Number(pid), isWriting: writing !== undefined }];
    });
  }

  /** Undefined where the file is gone or damaged; then it is removed. */
  async #read(name: string): Promise<ReturnType<typeof parseDays>> {
    const text = await readFile(join(this.#path, name), 'utf8').catch(() => undefined);
    if (text === undefined) return undefined;
    const days = parseDays(text);
    if (days === undefined) await this.#remove(name);
    return days;
  }

  async #remove(name: string): Promise<void> {
    await rm(join(this.#path, name), { force: true }).catch(() => undefined);
  }
}

const thisProcess: DayFolderOwner = {
  pid: process.pid,
  host: hostname(),
  isAlive: (pid) => {
    try {
      process.kill(pid, 0);
      return true;
    } catch (error) {
      // There is one, of another user.
      return (error as NodeJS.ErrnoException).code === 'EPERM';
    }
  },
};
