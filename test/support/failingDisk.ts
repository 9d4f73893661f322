import { type GrowingFile, NodeDisk } from '../../src/models/download/disk';

/** A real disk that has so many bytes free, and on which writing fails with a code after so many bytes. */
export class FailingDisk extends NodeDisk {
  written = 0;

  constructor(
    private readonly limits: {
      readonly free?: number;
      readonly failAfter?: number;
      readonly code?: string;
      /** Where to fail; writing by default. */
      readonly at?: 'write' | 'open' | 'folder';
    },
  ) {
    super();
  }

  override async freeBytes(folder: string): Promise<number> {
    return this.limits.free ?? super.freeBytes(folder);
  }

  override async makeFolder(folder: string): Promise<void> {
    if (this.limits.at === 'folder') throw this.#error();
    await super.makeFolder(folder);
  }

  override async openAt(path: string, bytes: number): Promise<GrowingFile> {
    if (this.limits.at === 'open') throw this.#error();
    const file = await super.openAt(path, bytes);
    const { failAfter = Infinity } = this.limits;
    return {
      write: async (chunk) => {
        if (this.written + chunk.length > failAfter) throw this.#error();
        this.written += chunk.length;
        await file.write(chunk);
      },
      close: () => file.close(),
    };
  }

  #error(): NodeJS.ErrnoException {
    const { code = 'ENOSPC' } = this.limits;
    return Object.assign(new Error(`${code}: the test's disk says so`), { code });
  }
}
