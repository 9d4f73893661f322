import { SystemClock } from '../../../../../src/base/clock';
import { SilentLogger } from '../../../../../src/base/logger';
import { NodeDisk } from '../../../../../src/models/download/disk';
import { Downloader } from '../../../../../src/models/download/downloader';
import type { Checksum } from '../../../../../src/models/download/downloadTask';
import { NodeTransport } from '../../../../../src/models/download/transport';
import { modelWords } from '../../../../../src/models/modelWords';

/** What the program is told in its first argument, as JSON. */
export interface ProgramTask {
  readonly url: string;
  readonly target: string;
  readonly checksum: Checksum;
  readonly bytes: number;
}

/** A program that downloads one file, so that it can be killed on the way. */
async function run({ url, ...task }: ProgramTask): Promise<void> {
  const downloader = new Downloader({
    transport: new NodeTransport(),
    disk: new NodeDisk(),
    clock: new SystemClock(),
    logger: new SilentLogger(),
  });
  await downloader.download(
    { name: 'model', url: new URL(url), words: modelWords, ...task },
    () => {},
    new AbortController().signal,
  );
}

void run(JSON.parse(process.argv[2] ?? '') as ProgramTask);
