import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isAbortError } from '../../../../src/base/abort';
import { HearthError } from '../../../../src/base/errors';
import { type Disk, NodeDisk } from '../../../../src/models/download/disk';
import { Downloader } from '../../../../src/models/download/downloader';
import type { DownloadProgress, DownloadTask } from '../../../../src/models/download/downloadTask';
import { takeFileLock } from '../../../../src/models/download/fileLock';
import { NodeTransport } from '../../../../src/models/download/transport';
import { modelWords } from '../../../../src/models/modelWords';
import { FailingDisk } from '../../../support/failingDisk';
import { HurriedClock } from '../../../support/hurriedClock';
import { certificate, ModelServer } from '../../../support/modelServer';
import { until } from '../../../support/processes';
import { seededRandom } from '../../../support/random';
import { RecordingLogger } from '../../../support/recordingLogger';
import { buildProgram, endOf, startProgram } from '../../engine/snapshots/support/program';
import type { ProgramTask } from './support/downloading';

const random = seededRandom(8);
const content = Buffer.from(Uint8Array.from({ length: 1_000_003 }, () => Math.floor(random() * 256)));
const never = new AbortController().signal;

/** Waits of seconds take milliseconds. */
const clock = new HurriedClock(1000);

let folder: string;
let server: ModelServer;
let target: string;
let logger: RecordingLogger;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hearth-download-'));
  target = join(folder, 'models', 'model.gguf');
  logger = new RecordingLogger();
  server = await new ModelServer(content).start();
});
afterEach(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

interface Options {
  readonly task?: Partial<DownloadTask>;
  readonly disk?: Disk;
  readonly idleMs?: number;
  readonly onProgress?: (progress: DownloadProgress) => void;
  readonly signal?: AbortSignal;
}

async function download(options: Options = {}): Promise<void> {
  const { task = {}, disk = new NodeDisk(), idleMs = 5_000, onProgress = () => {}, signal = never } = options;
  const transport = new NodeTransport({ idleMs, ca: certificate });
  const downloader = new Downloader({ transport, disk, clock, logger });
  const known = { checksum: server.checksum, bytes: content.length, words: modelWords };
  const url = task.url ?? server.url;
  const found = await downloader.download(
    { name: 'Model', target, ...known, ...task, url },
    onProgress,
    signal,
  );
  expect(found).toEqual({ path: target, bytes: content.length, checksum: task.checksum ?? server.checksum });
}

const untouched = (): never => {
  throw new Error('A byte was written.');
};

async function files(): Promise<string[]> {
  return (await readdir(join(folder, 'models')).catch(() => [])).sort();
}

/** The file is there and right, and nothing is left beside it. */
async function expectWhole(): Promise<void> {
  expect(await files()).toEqual(['model.gguf']);
  expect((await readFile(target)).equals(content)).toBe(true);
}

async function failureOf(work: Promise<void>): Promise<HearthError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(HearthError);
  return error as HearthError;
}

const partial = ['model.gguf.part', 'model.gguf.part.json'];

describe('a download', () => {
  test('follows the redirect, checks the sum, and puts the file in its place in one step', async () => {
    const phases = new Set<string>();
    let last: DownloadProgress | undefined;
    await download({
      onProgress: (progress) => {
        phases.add(progress.phase);
        last = progress;
      },
    });
    await expectWhole();
    expect([...phases]).toEqual(['fetching', 'checking']);
    expect(last).toEqual({ phase: 'checking', done: content.length, total: content.length });
    expect(server.bytesSent).toBe(content.length);
    expect(server.seen.map(({ headers }) => headers['accept-encoding'])).toEqual(['identity', 'identity']);
  });

  test('takes the sum that the server states where none is known', async () => {
    await download({ task: { checksum: undefined, bytes: undefined } });
    await expectWhole();
  });

  test('takes a SHA-512, though the server states another sum', async () => {
    const sha512 = createHash('sha512').update(content).digest('hex');
    await download({ task: { checksum: `sha512:${sha512}` } });
    await expectWhole();
    await rm(target);
    const wrong = `${sha512.slice(0, -1)}${sha512.endsWith('0') ? '1' : '0'}`;
    const failure = await failureOf(download({ task: { checksum: `sha512:${wrong}` } }));
    expect(failure).toMatchObject({ reason: 'download-mismatch' });
    expect(failure.message).toContain(`have the SHA-512 ${sha512}; ${wrong} was expected`);
    expect(await files()).toEqual([]);
  });

  test('works over HTTPS', async () => {
    await server.stop();
    server = await new ModelServer(content, { https: true }).start();
    await download();
    await expectWhole();
  });

  test('says that a certificate is not trusted, and asks once only', async () => {
    await server.stop();
    server = await new ModelServer(content, { https: true }).start();
    const downloader = new Downloader({
      transport: new NodeTransport(),
      disk: new NodeDisk(),
      clock,
      logger,
    });
    const known = { checksum: server.checksum, bytes: content.length, words: modelWords };
    const task = { name: 'Model', url: server.url, target, ...known };
    const failure = await failureOf(downloader.download(task, () => {}, never).then(() => undefined));
    expect(failure).toMatchObject({ reason: 'download-refused' });
    expect(failure.message).toMatch(/certificate is not trusted.*http\.systemCertificates/);
    expect(await files()).toEqual([]);
  });

  test('goes on where the connection was cut, also many times', async () => {
    server.fail(...[300_000, 1, 200_000, 17, 100_000].map((after) => ({ kind: 'cut', after }) as const));
    await download();
    await expectWhole();
    expect(server.bytesSent).toBe(content.length);
    const ranges = server.seen.map(({ headers }) => headers.range);
    expect(ranges.filter((range) => range !== undefined).at(-1)).toBe('bytes=600018-');
  });

  test('goes on where nothing came for a while', async () => {
    server.fail({ kind: 'stall', after: 400_000 });
    await download({ idleMs: 100 });
    await expectWhole();
    expect(server.bytesSent).toBe(content.length);
  });

  test('works from a slow server', async () => {
    server.fail({ kind: 'slow', chunk: 50_000, ms: 5 });
    await download();
    await expectWhole();
  });

  test('tries again after 500 and 429, and waits as long as it is asked to', async () => {
    server.fail(
      { kind: 'status', status: 500 },
      { kind: 'status', status: 503 },
      { kind: 'status', status: 429, headers: { 'retry-after': '60' } },
    );
    await download();
    await expectWhole();
    expect(logger.lines.map((line) => /again in (\d+) s/.exec(line)?.[1])).toEqual(['1', '2', '60']);
  });

  test('starts over where the server knows no ranges', async () => {
    server.fail({ kind: 'cut', after: 500_000 }, { kind: 'ignores-range' });
    await download();
    await expectWhole();
    expect(server.bytesSent).toBe(content.length + 500_000);
  });

  test('starts over where the server has no such range (416)', async () => {
    server.fail({ kind: 'cut', after: 500_000 }, { kind: 'no-range-like-that' });
    await download();
    await expectWhole();
  });
});

describe('a download that was cancelled', () => {
  async function cancelAt(bytes: number): Promise<void> {
    const abort = new AbortController();
    const onProgress = ({ done }: DownloadProgress): void => {
      if (done >= bytes) abort.abort();
    };
    await expect(download({ onProgress, signal: abort.signal })).rejects.toSatisfy(isAbortError);
  }

  test('keeps what it has, and goes on with it', async () => {
    await cancelAt(400_000);
    expect(await files()).toEqual(partial);
    const before = server.seen.length;
    await download();
    await expectWhole();
    const [, atFile] = server.seen.slice(before);
    expect(atFile?.headers).toMatchObject({ range: expect.stringMatching(/^bytes=[4-9]\d{5}-$/) as string });
    expect(atFile?.headers['if-range']).toMatch(/^"[0-9a-f]{32}"$/);
  });

  test('starts over where the partial file is of another one', async () => {
    await cancelAt(400_000);
    const other = Buffer.from(content.map((byte) => byte ^ 255));
    await server.stop();
    server = await new ModelServer(other).start();
    await download();
    expect(server.bytesSent).toBe(other.length);
    expect((await readFile(target)).equals(other)).toBe(true);
  });

  test.each([
    ['without its sidecar', async () => rm(`${target}.part.json`)],
    ['with a damaged sidecar', async () => writeFile(`${target}.part.json`, '{"version":1,"sha')],
    ['that is too long', async () => writeFile(`${target}.part`, Buffer.alloc(content.length + 1))],
  ])('starts over where there is a partial file %s', async (_, damage) => {
    await cancelAt(400_000);
    await damage();
    await download();
    await expectWhole();
  });

  test('does not use bytes that went wrong on the disk', async () => {
    await cancelAt(400_000);
    const bytes = await readFile(`${target}.part`);
    bytes.writeUInt8(bytes.readUInt8(7) ^ 1, 7);
    await writeFile(`${target}.part`, bytes);
    expect(await failureOf(download())).toMatchObject({ reason: 'download-mismatch' });
    expect(await files()).toEqual([]);
    await download();
    await expectWhole();
  });

  test('while it waits for a server ends at once', async () => {
    server.fail(
      ...Array.from(
        { length: 3 },
        () => ({ kind: 'status', status: 429, headers: { 'retry-after': '100' } }) as const,
      ),
    );
    const abort = new AbortController();
    const work = download({ signal: abort.signal });
    setTimeout(() => abort.abort(), 30);
    await expect(work).rejects.toSatisfy(isAbortError);
  });
});

describe('a download that cannot be', () => {
  test.each([
    [403, /does not give Model.*status 403.*terms.*proxy/],
    [404, /does not have Model.*status 404.*hearth\.models\.source/],
    [418, /status 418/],
  ])('says so for status %i, and asks once only', async (status, says) => {
    server.fail({ kind: 'status', status });
    const failure = await failureOf(download());
    expect(failure).toMatchObject({ reason: 'download-refused' });
    expect(failure.message).toMatch(says);
    expect(await files()).toEqual([]);
    expect(server.seen).toHaveLength(1);
  });

  test('gives up after five failures in a row, and keeps what it has', async () => {
    server.fail({ kind: 'cut', after: 500_000 });
    server.fail(...Array.from({ length: 5 }, () => ({ kind: 'status', status: 500 }) as const));
    const failure = await failureOf(download());
    expect(failure).toMatchObject({ reason: 'download-failed' });
    expect(failure.message).toMatch(/status 500.*is kept/);
    expect(await files()).toEqual(partial);
    await download();
    await expectWhole();
  });

  test('does not wait for an hour', async () => {
    server.fail({ kind: 'status', status: 429, headers: { 'retry-after': '3600' } });
    const failure = await failureOf(download());
    expect(failure.message).toMatch(/come back in 60 minutes/);
    expect(await files()).toEqual([]);
  });

  test('says that nobody answers', async () => {
    const { url } = server;
    await server.stop();
    const failure = await failureOf(download({ task: { url, checksum: `sha256:${'a'.repeat(64)}` } }));
    expect(failure).toMatchObject({ reason: 'download-failed' });
    expect(failure.message).toMatch(/could not be fetched.*ECONNREFUSED/);
    server = await new ModelServer(content).start();
  });

  test('removes bytes that are not those of the sum', async () => {
    server.fail({ kind: 'wrong-bytes' });
    const failure = await failureOf(download());
    expect(failure).toMatchObject({ reason: 'download-mismatch' });
    expect(failure.message).toMatch(/have the SHA-256 [0-9a-f]{64}; [0-9a-f]{64} was expected/);
    expect(await files()).toEqual([]);
  });

  test.each([1000, -1000])('does not fetch a file whose length is wrong by %i', async (by) => {
    server.fail({ kind: 'wrong-length', by });
    const failure = await failureOf(download({ onProgress: untouched }));
    expect(failure).toMatchObject({ reason: 'download-mismatch' });
    expect(failure.message).toContain(String(content.length + by));
    expect(await files()).toEqual([]);
  });

  test('does not fetch a file whose stated sum is not the pinned one', async () => {
    const failure = await failureOf(
      download({ task: { checksum: `sha256:${'b'.repeat(64)}` }, onProgress: untouched }),
    );
    expect(failure).toMatchObject({ reason: 'download-mismatch' });
    expect(await files()).toEqual([]);
  });

  test('does not fetch what cannot be checked', async () => {
    await server.stop();
    server = await new ModelServer(content, { statesSum: false }).start();
    const failure = await failureOf(download({ task: { checksum: undefined }, onProgress: untouched }));
    expect(failure.message).toMatch(/does not state the SHA-256/);
    expect(await files()).toEqual([]);
  });

  test.each([
    ['http://models.example/file', 'http://models.example'],
    ['ftp://127.0.0.1/file', 'ftp://127.0.0.1'],
    ['file:///etc/passwd', 'file://'],
  ])('does not follow a redirect to %s', async (location, named) => {
    server.fail({ kind: 'redirect', location });
    const failure = await failureOf(download());
    expect(failure).toMatchObject({ reason: 'download-refused' });
    expect(failure.message).toContain(named);
  });

  test('does not follow a redirect from HTTPS to HTTP on this machine', async () => {
    const plain = server;
    server = await new ModelServer(content, { https: true }).start();
    server.fail({ kind: 'redirect', location: plain.url.href });
    expect(await failureOf(download())).toMatchObject({ reason: 'download-refused' });
    await plain.stop();
  });

  test('does not follow redirects for ever', async () => {
    const { href } = server.url;
    server.fail(...Array.from({ length: 20 }, () => ({ kind: 'redirect', location: href }) as const));
    const failure = await failureOf(download());
    expect(failure.message).toMatch(/more than 5 times/);
  });
});

describe('a disk', () => {
  test('with too little space is found out before a byte is fetched', async () => {
    const failure = await failureOf(download({ disk: new FailingDisk({ free: 10_000_000 }) }));
    expect(failure).toMatchObject({ reason: 'disk-full' });
    expect(failure.message).toMatch(/needs 68 MB more.*has 10 MB left/);
    expect(await files()).toEqual([]);
  });

  test('that fills up on the way keeps what it has', async () => {
    const failure = await failureOf(download({ disk: new FailingDisk({ failAfter: 500_000 }) }));
    expect(failure).toMatchObject({ reason: 'disk-full' });
    expect(failure.message).toMatch(/is full \(ENOSPC\)/);
    expect(await files()).toEqual(partial);
    await download();
    await expectWhole();
  });

  test.each(['folder', 'open', 'write'] as const)('that allows no %s says so', async (at) => {
    const failure = await failureOf(
      download({ disk: new FailingDisk({ failAfter: 0, code: 'EACCES', at }) }),
    );
    expect(failure).toMatchObject({ reason: 'disk-denied' });
    expect(failure.message).toMatch(/cannot be written into .*models.*Allow your user/);
    expect((await files()).includes('model.gguf')).toBe(false);
  });

  test('on which a file is where the folder should be says so', async () => {
    await writeFile(join(folder, 'models'), 'not a folder');
    expect(await failureOf(download())).toMatchObject({ reason: 'disk-denied' });
  });
});

describe('two windows', () => {
  test('do not write one file', async () => {
    await new NodeDisk().makeFolder(join(folder, 'models'));
    const lock = await takeFileLock(`${target}.lock`, clock);
    expect(await failureOf(download())).toMatchObject({ reason: 'download-busy' });
    await lock?.release();
    await download();
    await expectWhole();
  });

  test('take over from one that was killed', async () => {
    await new NodeDisk().makeFolder(join(folder, 'models'));
    const dead = { pid: 2 ** 22 + 12345, host: hostname(), token: 'x' };
    await writeFile(`${target}.lock`, JSON.stringify(dead));
    await download();
    await expectWhole();
  });
});

describe('a process that downloads', () => {
  test('may be killed at any byte, 50 times, and little is fetched twice', { timeout: 120_000 }, async () => {
    await server.stop();
    const large = Buffer.concat([content, content, content, content]);
    server = await new ModelServer(large, { chunk: 4_000 }).start();
    const program = await buildProgram('downloading', folder, new URL('support/', import.meta.url));
    const task: ProgramTask = {
      url: server.url.href,
      target,
      checksum: server.checksum,
      bytes: large.length,
    };
    const share = large.length / 51;
    for (let kill = 0; kill < 50; kill++) {
      const child = startProgram(program, [JSON.stringify(task)]);
      const killAt = share * (kill + random());
      server.onSend = async (at) => {
        // On a real line little is under way at a time; on one machine all of it would be in the system's buffers.
        await until(
          () => child.exitCode !== null || child.signalCode !== null || sizeOf(`${target}.part`) >= at,
        );
        if (at + 4_000 > killAt) child.kill('SIGKILL');
      };
      await endOf(child);
      expect(child.signalCode, `kill ${kill}`).toBe('SIGKILL');
      expect((await files()).includes('model.gguf'), `kill ${kill}`).toBe(false);
    }
    server.onSend = () => {};
    expect(await endOf(startProgram(program, [JSON.stringify(task)]))).toBe(0);
    expect(await files()).toEqual(['model.gguf']);
    expect((await readFile(target)).equals(large)).toBe(true);
    expect(server.bytesSent / large.length).toBeLessThanOrEqual(1.1);
    // What was killed had fetched something, each time.
    expect(server.seen.filter(({ headers }) => headers.range !== undefined).length).toBeGreaterThan(50);
  });
});

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
