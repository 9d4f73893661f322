import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MetricsRecorder } from '../../../../src/completion/metricsRecorder';
import { none } from '../../../../src/completion/outcome';
import { DailyTotals, saveAfterMs } from '../../../../src/editor/statistics/dailyTotals';
import { DayFolder } from '../../../../src/editor/statistics/days/dayFolder';
import { emptyTally, formatDays } from '../../../../src/editor/statistics/days/days';
import { FakeClock } from '../../../support/fakeClock';
import { seededRandom } from '../../../support/random';
import { RecordingLogger } from '../../../support/recordingLogger';

const noon = new Date(2026, 10, 25, 12).getTime();
const dayMs = 86_400_000;

let folder = '';
let world: World;

/** A machine with windows that come and go. */
class World {
  now = noon;
  readonly alive = new Set<number>();
  #lastPid = 100;

  open(pid = ++this.#lastPid, host = 'here'): Window {
    this.alive.add(pid);
    return new Window(this, pid, host);
  }
}

/** A window of which only the daily totals are there. */
class Window {
  readonly clock = new FakeClock();
  readonly logger = new RecordingLogger();
  readonly metrics: MetricsRecorder;
  readonly totals: DailyTotals;

  constructor(
    readonly world: World,
    readonly pid: number,
    host: string,
  ) {
    const owner = { pid, host, isAlive: (other: number) => world.alive.has(other) };
    this.metrics = new MetricsRecorder(() => world.now);
    const { metrics, clock, logger } = this;
    const epochNow = (): number => world.now;
    this.totals = new DailyTotals({ metrics, folder: new DayFolder(folder, owner), clock, epochNow, logger });
  }

  request(times = 1): this {
    for (let request = 0; request < times; request++) this.metrics.record(none('aborted'));
    return this;
  }

  /** Lets the minute pass after which it is written, and waits for the disk. */
  async minute(): Promise<this> {
    await this.clock.advance(saveAfterMs);
    await this.settled();
    return this;
  }

  /** Reading comes after all that is under way. */
  async settled(): Promise<void> {
    await this.totals.refresh();
  }

  async requests(): Promise<Record<string, number>> {
    await this.totals.refresh();
    return Object.fromEntries(this.totals.days().map(({ day, requests }) => [day, requests]));
  }

  close(): void {
    this.totals.dispose();
    this.world.alive.delete(this.pid);
  }

  /** Ends without having been told to. */
  crash(): void {
    this.world.alive.delete(this.pid);
  }
}

beforeEach(async () => {
  folder = path.join(await mkdtemp(path.join(tmpdir(), 'hearth-days-')), 'days');
  world = new World();
});

afterEach(async () => {
  await rm(path.dirname(folder), { recursive: true, force: true });
});

async function files(): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}

describe('one window', () => {
  test('has today, also before anything was counted, and writes nothing then', async () => {
    const window = world.open();
    expect(window.totals.days()).toEqual([{ day: '2026-11-25', ...emptyTally }]);
    await window.minute();
    window.close();
    expect(await files()).toEqual([]);
  });

  test('counts what its recorder counts, day by day', () => {
    const window = world.open();
    window.metrics.keystroke();
    window.request(3);
    world.now += dayMs;
    window.request(2).metrics.suggestionShown();
    window.metrics.suggestionEnded('accepted', 1);
    window.metrics.textAccepted(7);
    expect(window.totals.days()).toEqual([
      { day: '2026-11-25', ...emptyTally, keystrokes: 1, requests: 3 },
      { day: '2026-11-26', ...emptyTally, requests: 2, shown: 1, accepted: 1, acceptedCharacters: 7 },
    ]);
  });

  test('writes once a minute at most, by a rename, and numbers only', async () => {
    const window = world.open().request();
    await window.clock.advance(saveAfterMs - 1);
    expect(await files()).toEqual([]);
    await window.clock.advance(1);
    await window.settled();
    const [name = ''] = await files();
    expect(await files()).toEqual([name]);
    const text = await readFile(path.join(folder, name), 'utf8');
    expect(text.replaceAll(/"(version|days|day|\d{4}-\d\d-\d\d|[a-zA-Z]+)"/g, '')).toMatch(
      /^[-\d:,[\]{}\s]+$/,
    );
    window.request();
    await window.clock.advance(saveAfterMs / 2);
    expect(await readFile(path.join(folder, name), 'utf8')).toBe(text);
  });

  test('writes when it ends what it has not written yet, and goes on when it comes again', async () => {
    const window = world.open().request(2);
    await window.settled();
    window.close();
    const next = world.open().request(3);
    expect(await next.requests()).toEqual({ '2026-11-25': 5 });
    next.close();
    expect(await files()).toHaveLength(1);
    expect(await world.open().requests()).toEqual({ '2026-11-25': 5 });
  });

  test('that is reset goes on counting', async () => {
    const window = world.open().request(4);
    window.metrics.keystroke();
    window.totals.take();
    window.metrics.reset();
    window.request(2);
    expect(await window.requests()).toEqual({ '2026-11-25': 6 });
    expect(window.totals.days()[0]?.keystrokes).toBe(1);
  });

  test('drops days that are older than ninety days', async () => {
    const window = world.open().request();
    await window.minute();
    world.now += 90 * dayMs;
    window.request();
    await window.minute();
    expect(await window.requests()).toEqual({ '2027-02-23': 1 });
    const [name = ''] = await files();
    expect(await readFile(path.join(folder, name), 'utf8')).not.toContain('2026-11-25');
  });

  test('keeps its counts in memory where the disk is in the way, says so once, and writes them later', async () => {
    await writeFile(folder, 'a file where the folder should be');
    const window = world.open().request();
    await window.minute();
    await window.request().minute();
    expect(window.logger.lines.filter((line) => line.includes('daily totals'))).toHaveLength(1);
    await rm(folder);
    await window.request().minute();
    expect(await files()).toHaveLength(1);
    expect(await world.open().requests()).toEqual({ '2026-11-25': 3 });
  });
});

describe('several windows', () => {
  test('are summed, and none overwrites another', async () => {
    const windows = [world.open(), world.open(), world.open()];
    await Promise.all(windows.map((window, index) => window.request(index + 1).minute()));
    expect(await files()).toHaveLength(3);
    for (const window of windows) expect(await window.requests()).toEqual({ '2026-11-25': 6 });
  });

  test('two that write at once lose nothing', async () => {
    const [first, second] = [world.open(), world.open()];
    for (let minute = 0; minute < 30; minute++) {
      await Promise.all([first.request().minute(), second.request().minute()]);
    }
    expect(await first.requests()).toEqual({ '2026-11-25': 60 });
    expect(await second.requests()).toEqual({ '2026-11-25': 60 });
  });

  test('of those that begin at once one takes over a file that was left', async () => {
    const left = world.open().request(10);
    await left.minute();
    left.crash();
    const windows = Array.from({ length: 5 }, () => world.open());
    await Promise.all(windows.map((window) => window.request().minute()));
    for (const window of windows) expect(await window.requests()).toEqual({ '2026-11-25': 15 });
    expect(await files()).toHaveLength(5);
  });

  test('no file of a window that lives, or of another machine, is taken over', async () => {
    await world.open().request(1).minute();
    const elsewhere = world.open(7, 'elsewhere').request(2);
    await elsewhere.minute();
    elsewhere.crash();
    const window = world.open().request(4);
    await window.minute();
    expect(await window.requests()).toEqual({ '2026-11-25': 7 });
    expect(await files()).toHaveLength(3);
  });

  test('a window that has the process number of one that ended takes its file over', async () => {
    const before = world.open(42).request(1);
    await before.minute();
    const after = world.open(42).request(1);
    await after.minute();
    expect(await files()).toHaveLength(1);
    expect(await after.requests()).toEqual({ '2026-11-25': 2 });
  });

  test('clearing forgets the days of all, and what another one wrote before does not come back', async () => {
    const [first, second] = [world.open().request(3), world.open().request(5)];
    await Promise.all([first.minute(), second.minute()]);
    await first.totals.clear();
    expect(await files()).toEqual([]);
    expect(await second.requests()).toEqual({ '2026-11-25': 0 });
    await second.request(1).minute();
    expect(await first.requests()).toEqual({ '2026-11-25': 1 });
    expect(await second.requests()).toEqual({ '2026-11-25': 1 });
  });

  test('damaged files are ignored and removed; those of a later release stay, and files of others', async () => {
    const window = world.open().request(1);
    await window.minute();
    const [own = ''] = await files();
    // Of this machine, and of windows that have ended: such as would be taken over.
    const [damaged, later] = [1, 2].map((pid) => own.replace(/-\d+-/, `-${pid}-`)) as [string, string];
    await writeFile(path.join(folder, damaged), formatDays(new Map([['2026-11-25', emptyTally]])).slice(9));
    await writeFile(path.join(folder, later), '{"version":2}');
    await writeFile(path.join(folder, 'notes.txt'), 'mine');
    expect(await window.requests()).toEqual({ '2026-11-25': 1 });
    expect(await files()).not.toContain(damaged);
    await world.open().request(1).minute();
    expect(await readFile(path.join(folder, later), 'utf8')).toBe('{"version":2}');
    expect(await files()).toEqual(expect.arrayContaining([later, 'notes.txt']));
  });

  test('a half-written file of a window that crashed is removed', async () => {
    const window = world.open().request(1);
    await window.minute();
    const [name = ''] = await files();
    await writeFile(path.join(folder, `${name}.9.writing`), 'half');
    window.crash();
    const next = world.open().request(1);
    await next.minute();
    expect(await files()).toHaveLength(1);
    expect(await next.requests()).toEqual({ '2026-11-25': 2 });
  });

  test.each([1, 2, 3, 4])(
    'that come, write, end and crash at random: the sum is what was counted (seed %i)',
    async (seed) => {
      const random = seededRandom(seed);
      const open: Window[] = [];
      let written = 0;
      const unwritten = new Map<Window, number>();
      let most = 0;
      for (let step = 0; step < 60; step++) {
        const window = open[Math.floor(random() * open.length)];
        const what = random();
        if (window === undefined || (what < 0.15 && open.length < 4)) {
          open.push(world.open());
        } else if (what < 0.55) {
          const count = 1 + Math.floor(random() * 5);
          window.request(count);
          unwritten.set(window, (unwritten.get(window) ?? 0) + count);
        } else if (what < 0.8) {
          await window.minute();
          written += unwritten.get(window) ?? 0;
          unwritten.delete(window);
        } else {
          open.splice(open.indexOf(window), 1);
          if (what < 0.9) {
            // The takeover that its first count began may be under way: both ends of that are right.
            if (random() < 0.5) await delay(1);
            window.close();
            written += unwritten.get(window) ?? 0;
          } else {
            await window.settled();
            window.crash();
          }
          unwritten.delete(window);
        }
        most = Math.max(most, open.length);
      }
      for (const window of open) {
        await window.minute();
        written += unwritten.get(window) ?? 0;
      }
      const sums = await Promise.all(open.map((window) => window.requests()));
      for (const sum of sums) expect(sum).toEqual({ '2026-11-25': written });
      expect(open.length).toBeGreaterThan(0);
      expect((await files()).length).toBeLessThanOrEqual(most + 4);
    },
  );
});
