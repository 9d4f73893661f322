import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Position } from '../../../../bench/quality/positions';
import { AnswersFile, type AnswersHeader, type RawAnswer } from '../../../../bench/shown/answersFile';
import { runStudy } from '../../../../bench/shown/study';
import { FakeClock } from '../../../support/fakeClock';
import { ScriptedAsker } from './support/scriptedAsker';

const header: AnswersHeader = {
  study: 'shown',
  version: 1,
  model: { file: 'm.gguf', sha256: '0123456789abcdef' },
  seed: 7,
  corpus: { files: 1, sha256: 'fedcba9876543210' },
};

const source = { package: 'sample', path: 'a.js', lines: Array.from({ length: 30 }, (_, n) => `line ${n}`) };
const positions: Position[] = Array.from({ length: 12 }, (_, line) => ({
  file: source,
  line,
  character: 0,
  kind: 'line start',
}));
const answer: RawAnswer = { text: 'line 0', stop: 'line', logs: [-0.5, -1.25] };

describe('a study', () => {
  let folder: string;
  let file: string;
  let progress: string[];

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'hearth-shown-'));
    file = path.join(folder, 'results', 'm.jsonl');
    progress = [];
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  async function run(
    wanted: readonly Position[],
    asker = new ScriptedAsker(() => answer),
    signal = new AbortController().signal,
    clock = new FakeClock(),
  ): Promise<ScriptedAsker> {
    const onProgress = (line: string): number => progress.push(line);
    await runStudy(wanted, { asker, answers: AnswersFile.open(file, header), clock, onProgress }, signal);
    return asker;
  }

  const read = async (): Promise<string[]> => (await readFile(file, 'utf8')).split('\n');

  it('writes a header and a line a position', async () => {
    await run(positions.slice(0, 2));
    const [first, second, third, end] = await read();
    expect(JSON.parse(first ?? '')).toEqual(header);
    expect(JSON.parse(second ?? '')).toEqual({ id: 'sample/a.js:1:1', ...answer });
    expect(JSON.parse(third ?? '')).toMatchObject({ id: 'sample/a.js:2:1' });
    expect(end).toBe('');
  });

  it('asks for nothing that is there already', async () => {
    await run(positions.slice(0, 2));
    expect((await run(positions.slice(0, 3))).asked).toEqual(['sample/a.js:3:1']);
    expect(AnswersFile.read(file).get('sample/a.js:2:1')).toEqual({ id: 'sample/a.js:2:1', ...answer });
  });

  it('has each answer on disk before it asks for the next', async () => {
    const linesWhenAsked: number[] = [];
    const watching = new ScriptedAsker(async () => {
      linesWhenAsked.push((await read()).length);
      return answer;
    });
    await run(positions.slice(0, 2), watching);
    expect(linesWhenAsked).toEqual([2, 3]);
  });

  it('ends behind the position at hand when it is called off', async () => {
    const controller = new AbortController();
    const interrupted = new ScriptedAsker((id) => {
      if (id === 'sample/a.js:2:1') controller.abort();
      return answer;
    });
    await run(positions, interrupted, controller.signal);
    expect(interrupted.asked).toHaveLength(2);
    expect((await run(positions.slice(0, 3))).asked).toEqual(['sample/a.js:3:1']);
  });

  it('takes off a line that was being written when the process ended', async () => {
    await run(positions.slice(0, 1));
    await appendFile(file, '{"id":"sample/a.js:2:1","te');
    expect((await run(positions.slice(0, 2))).asked).toEqual(['sample/a.js:2:1']);
    expect((await read()).slice(1, -1).map((line) => (JSON.parse(line) as { id: string }).id)).toEqual([
      'sample/a.js:1:1',
      'sample/a.js:2:1',
    ]);
  });

  it('refuses the answers of another study, by what differs', async () => {
    await run(positions.slice(0, 1));
    const before = await readFile(file, 'utf8');
    expect(() => AnswersFile.open(file, { ...header, version: 2, seed: 8 })).toThrow(
      /results of another study: version, seed differ\. Move the file away/,
    );
    expect(await readFile(file, 'utf8')).toBe(before);
  });

  it('says which line cannot be read, and how to get results where there are none', async () => {
    expect(() => AnswersFile.read(file)).toThrow(/no results in .*m\.jsonl\. Run the study first/);
    await run(positions.slice(0, 1));
    await appendFile(file, 'no json\n');
    expect(() => AnswersFile.read(file)).toThrow('holds a line that is no JSON: no json');
    await writeFile(file, '');
    expect(() => AnswersFile.read(file)).toThrow('There are no results');
  });

  it('tells every ten positions how far it is and how long it will take', async () => {
    await run(positions.slice(0, 1));
    progress = [];
    const clock = new FakeClock();
    const slow = new ScriptedAsker(async () => {
      await clock.advance(6_000);
      return answer;
    });
    await run(positions, slow, new AbortController().signal, clock);
    expect(progress).toEqual([
      '11 of 12 positions, 6.0 s each, 0 min left',
      '12 of 12 positions, 6.0 s each, 0 min left',
    ]);
  });
});
