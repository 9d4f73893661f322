import { describe, expect, it } from 'vitest';
import { readTracesArguments } from '../../../../bench/traces/arguments';
import type { GeneratedTrace } from '../../../../bench/traces/generate';
import { LiveCheck } from '../../../../bench/traces/liveCheck';
import { RecordingEngine } from '../../../../bench/traces/recordingEngine';
import { replayTraces } from '../../../../bench/traces/replayTraces';
import { formatTracesReport } from '../../../../bench/traces/tracesReport';
import type { EngineAnswer, EngineRequest } from '../../../../src/engine/port';
import { OracleEngine } from '../../../support/oracleEngine';

const above = ['const first = readNumber(1);', 'const second = readNumber(2);', ''].join('\n');
const line = 'const third = first + second;';

/** Types a line below two others, a key a second. */
function trace(name: string): GeneratedTrace {
  const events = line.split('').map((insert, index) => {
    return { at: index * 1000, edit: { offset: above.length + index, delete: 0, insert } };
  });
  return {
    name,
    trace: { file: `${name}.js`, languageId: 'javascript', text: above, others: [], events },
    finalTexts: { [`${name}.js`]: above + line },
    deeds: new Map(),
  };
}

async function* each(...traces: readonly GeneratedTrace[]): AsyncGenerator<GeneratedTrace> {
  for (const one of traces) yield await Promise.resolve(one);
}

/** Knows the line's end, which no cache answers from then on but for what it has said. */
function knowAll({ prompt: { before } }: EngineRequest): string {
  return line.slice(before.length - above.length);
}

/** Says of each answer that the prompt is one answer older than before, and a unit of it is stale. */
class AgeingEngine extends OracleEngine {
  #age = 0;

  override async complete(...request: Parameters<OracleEngine['complete']>): Promise<EngineAnswer> {
    const answer = await super.complete(...request);
    return { ...answer, cost: { ...answer.cost, staleAnswers: this.#age++, staleCharacters: 1 } };
  }
}

function promptAfter(typed: string): EngineRequest {
  return {
    prompt: {
      document: 'replay:/a.js',
      path: 'a.js',
      repository: '',
      before: above + typed,
      beforeIsWhole: true,
      after: '',
      line: 2,
    },
    limits: { tokens: 10, lines: 1 },
  };
}

/** Asks for completions after each text, and has them checked. */
async function checked(check: LiveCheck, engine: OracleEngine, ...typed: string[]): Promise<void> {
  const watched = check.watch(engine);
  for (const text of typed) await watched.complete(promptAfter(text), new AbortController().signal);
  await check.check(trace('a'));
}

describe('RecordingEngine', () => {
  it('hands over each answer once, and passes on everything', async () => {
    const inner = new OracleEngine(() => 'text');
    const engine = new RecordingEngine(inner);
    const { signal } = new AbortController();
    const texts: string[] = [];
    const answer = await engine.complete(promptAfter('c'), signal, (text) => texts.push(text));
    expect(await engine.runBackground(7)).toBe(7);
    expect(texts).toEqual(['text']);
    expect(engine.take()).toEqual([{ request: promptAfter('c'), answer }]);
    expect(engine.take()).toEqual([]);
  });
});

describe('LiveCheck', () => {
  it('asks another engine the same again, after it has forgotten everything', async () => {
    const engine = new AgeingEngine(knowAll);
    const fresh = new OracleEngine(() => 'else');
    const check = new LiveCheck(fresh, 10);
    await checked(check, engine, 'const third =', 'const third = first');
    expect(fresh.requests).toEqual(engine.requests);
    expect(fresh.clears).toBe(2);
    expect(engine.clears).toBe(0);
    const { samples } = check.report();
    const sample = { trace: 'a', path: 'a.js', line: 3, staleCharacters: 1, fresh: 'else' };
    expect(samples).toEqual([
      { ...sample, age: 1, rest: ' first + second;', given: ' first + second;' },
      { ...sample, age: 2, rest: ' + second;', given: ' + second;' },
    ]);
  });

  it('leaves out answers of which too little is known, and counts them', async () => {
    const check = new LiveCheck(new OracleEngine(knowAll), 10);
    await checked(check, new OracleEngine(knowAll), 'const therd', 'const third = first + secon', line);
    const { samples, skipped, groups } = check.report();
    expect(samples).toEqual([]);
    expect(skipped).toEqual({ unknown: 1, short: 2 });
    expect(groups.at(-1)).toMatchObject({ group: 'all', answers: 0, samples: 0 });
  });

  it('takes no more of a trace than it may', async () => {
    const check = new LiveCheck(new OracleEngine(knowAll), 2);
    const engine = new OracleEngine(knowAll);
    await checked(check, engine, 'c', 'co', 'con', 'cons');
    await checked(check, engine, 'const', 'const t', 'const th');
    expect(check.report().groups[0]).toMatchObject({ answers: 7, samples: 4, equal: 1, given: 1, fresh: 1 });
  });
});

describe('replayTraces, with a live check', () => {
  it('has the same figures as without, and the check of all traces', async () => {
    const traces = (): AsyncGenerator<GeneratedTrace> => each(trace('a'), trace('b'));
    const without = await replayTraces(traces(), new OracleEngine(() => ''));
    const check = new LiveCheck(new OracleEngine(knowAll), 5);
    const { live, ...figures } = await replayTraces(traces(), new OracleEngine(() => ''), undefined, {
      live: check,
    });
    expect(figures).toEqual(without);
    expect(live?.samples.map((sample) => sample.trace).join('')).toBe('aaaaabbbbb');
    expect(live?.groups.at(-1)).toMatchObject({ samples: 10, given: 0, fresh: 1, difference: -1 });
    expect(formatTracesReport({ ...figures, ...(live && { live }) })).toMatch(/^all stale +0 +0/m);
    expect(formatTracesReport(without)).not.toContain('stale');
  });
});

describe('--live', () => {
  it('is a number of answers', () => {
    expect(readTracesArguments(['--live', '40']).live).toBe(40);
    expect(readTracesArguments([]).live).toBeUndefined();
  });

  it.each([
    [['--live', '0'], '--live is "0", expected a whole number from 1 to 99999'],
    [['--live', 'all'], '--live is "all", expected a whole number'],
    [['--live', '5', '--write', 'out'], '--live and --write exclude each other'],
  ])('explains what is wrong with %j', (args, problem) => {
    expect(() => readTracesArguments(args)).toThrow(problem);
  });
});
