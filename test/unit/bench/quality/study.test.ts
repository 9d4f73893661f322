import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Position } from '../../../../bench/quality/positions';
import { ResultsFile, type StudyHeader } from '../../../../bench/quality/resultsFile';
import { runStudy } from '../../../../bench/quality/study';
import type { Variant } from '../../../../bench/quality/variants';
import { FakeClock } from '../../../support/fakeClock';
import { ScriptedAnswerer } from '../../../support/scriptedAnswerer';

const header: StudyHeader = {
  study: 'quality',
  version: 1,
  model: { file: 'm.gguf', sha256: '0123456789abcdef' },
  window: { linesAbove: 40 },
  seed: 7,
  corpus: { files: 1, sha256: 'fedcba9876543210', versions: { sample: '1.0.0' } },
};

const variant = (name: string): Variant => ({
  name,
  layout: 'plain',
  anchorLines: 24,
  healing: (tokens) => ({ tokens, bytes: '' }),
});
const [one, two] = [variant('one'), variant('two')];

const source = { package: 'sample', path: 'a.js', lines: Array.from({ length: 30 }, (_, n) => `line ${n}`) };
const positions: Position[] = Array.from({ length: 12 }, (_, line) => ({
  file: source,
  line,
  character: 0,
  kind: 'line start',
}));

describe('a study', () => {
  let folder: string;
  let file: string;
  let progress: string[];

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'hearth-quality-'));
    file = path.join(folder, 'results', 'm.jsonl');
    progress = [];
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  const right = new ScriptedAnswerer(() => ({ score: 1, promptTokens: 9 }));

  async function run(
    wanted: readonly Position[],
    answerer = new ScriptedAnswerer(() => ({ score: 1, promptTokens: 9 })),
    variants: readonly Variant[] = [one, two],
    signal = new AbortController().signal,
  ): Promise<ScriptedAnswerer> {
    const results = ResultsFile.open(file, header);
    const onProgress = (line: string): number => progress.push(line);
    await runStudy(wanted, { answerer, results, variants, clock: new FakeClock(), onProgress }, signal);
    return answerer;
  }

  const read = async (): Promise<string[]> => (await readFile(file, 'utf8')).split('\n');

  it('writes a header and a line a position', async () => {
    await run(positions.slice(0, 2));
    const [first, second, third, end] = await read();
    expect(JSON.parse(first ?? '')).toEqual(header);
    expect(JSON.parse(second ?? '')).toEqual({
      id: 'sample/a.js:1:1',
      package: 'sample',
      file: 'a.js',
      line: 1,
      character: 1,
      kind: 'line start',
      answers: { one: { score: 1, promptTokens: 9 }, two: { score: 1, promptTokens: 9 } },
    });
    expect(JSON.parse(third ?? '')).toMatchObject({ id: 'sample/a.js:2:1' });
    expect(end).toBe('');
  });

  it('asks for nothing that is there already', async () => {
    await run(positions.slice(0, 2));
    const again = await run(positions.slice(0, 3));
    expect(again.asked).toEqual(['sample/a.js:3:1 one', 'sample/a.js:3:1 two']);
    expect(again.holes).toBe(1);
    expect(ResultsFile.read(file).results.records).toHaveLength(3);
  });

  it('asks a new variant only, and keeps what is known', async () => {
    await run(positions.slice(0, 1), right, [one]);
    const again = await run(positions.slice(0, 1));
    expect(again.asked).toEqual(['sample/a.js:1:1 two']);
    const [record] = ResultsFile.read(file).results.records;
    expect(Object.keys(record?.answers ?? {})).toEqual(['one', 'two']);
  });

  it('has each position on disk before it asks for the next', async () => {
    const linesWhenAsked: number[] = [];
    const watching = new ScriptedAnswerer(async () => {
      linesWhenAsked.push((await read()).length);
      return { score: 0, promptTokens: 9 };
    });
    await run(positions.slice(0, 2), watching, [one]);
    expect(linesWhenAsked).toEqual([2, 3]);
  });

  it('writes no half position when it is called off, and asks it again', async () => {
    const controller = new AbortController();
    const interrupted = new ScriptedAnswerer((asked) => {
      if (asked === 'sample/a.js:2:1 one') controller.abort();
      return { score: 1, promptTokens: 9 };
    });
    await run(positions, interrupted, [one, two], controller.signal);
    expect(interrupted.asked).toHaveLength(3);
    expect(ResultsFile.read(file).results.records).toHaveLength(1);
    const again = await run(positions.slice(0, 2));
    expect(again.asked).toEqual(['sample/a.js:2:1 one', 'sample/a.js:2:1 two']);
  });

  it('takes off a line that was being written when the process ended', async () => {
    await run(positions.slice(0, 1));
    await appendFile(file, '{"id":"sample/a.js:2:1","answers":{"o');
    const again = await run(positions.slice(0, 2));
    expect(again.asked).toHaveLength(2);
    expect((await read()).slice(1, -1).map((line) => (JSON.parse(line) as { id: string }).id)).toEqual([
      'sample/a.js:1:1',
      'sample/a.js:2:1',
    ]);
  });

  it('refuses the results of another study, by what differs', async () => {
    await run(positions.slice(0, 1));
    const before = await readFile(file, 'utf8');
    expect(() => ResultsFile.open(file, { ...header, seed: 8 })).toThrow(
      /results of another study: seed differ \(seed there: 7\)\. Move the file away/,
    );
    expect(() =>
      ResultsFile.open(file, { ...header, model: { ...header.model, sha256: 'ffff' }, version: 2 }),
    ).toThrow('version, model differ');
    expect(await readFile(file, 'utf8')).toBe(before);
  });

  it('says which line cannot be read', async () => {
    await run(positions.slice(0, 1));
    await appendFile(file, 'no json\n');
    expect(() => ResultsFile.open(file, header)).toThrow('holds a line that is no JSON: no json');
    await writeFile(file, '{}\n');
    expect(() => ResultsFile.open(file, header)).toThrow('(study there: missing)');
  });

  it('says how to get results where there are none', () => {
    expect(() => ResultsFile.read(file)).toThrow(/no results in .*m\.jsonl\. Run the study first/);
  });

  it('tells every ten positions how far it is and how long it will take', async () => {
    await run(positions.slice(0, 1));
    progress = [];
    const clock = new FakeClock();
    const slow = new ScriptedAnswerer(async () => {
      await clock.advance(3_000);
      return { score: 1, promptTokens: 9 };
    });
    await runStudy(
      positions,
      {
        answerer: slow,
        results: ResultsFile.open(file, header),
        variants: [one, two],
        clock,
        onProgress: (line) => progress.push(line),
      },
      new AbortController().signal,
    );
    expect(progress).toEqual([
      '11 of 12 positions, 6.0 s each, 0 min left',
      '12 of 12 positions, 6.0 s each, 0 min left',
    ]);
  });
});
