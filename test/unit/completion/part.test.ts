import { describe, expect, test } from 'vitest';
import { EngineRun } from '../../../src/completion/inFlight';
import { partAfterMs, partOf, waitForPart } from '../../../src/completion/part';
import type { EngineAnswer } from '../../../src/engine/port';
import { FakeClock } from '../../support/fakeClock';
import { warmCost } from '../../support/scriptedEngine';

const never = new AbortController().signal;

describe('what of an answer under way is shown', () => {
  test.each([
    ['const total = su', 'const total ='],
    ['add(left, right)', 'add(left, right)'],
    ['if (a) {\n  run(b);\n  st', 'if (a) {\n  run(b);'],
    ['if (a) {\n  ru', 'if (a) {'],
    ['\n  return le', '\n  return'],
  ])('%j: %j', (text, part) => expect(partOf(text, '')).toBe(part));

  test.each(['', 'ab', 'toolong', '(x'])('nothing of %j', (text) => expect(partOf(text, '')).toBeUndefined());

  test('it goes on behind what is typed, if that agrees', () => {
    expect(partOf('console.log(message', 'console')).toBe('.log(');
    expect(partOf('console.log(message', 'confirm')).toBeUndefined();
  });
});

describe('waiting for a run', () => {
  class Run {
    readonly clock = new FakeClock();
    readonly run = new EngineRun(
      { document: 'a', generation: 'm', before: '', fingerprint: '' },
      this.clock,
      () => undefined,
    );
    say: (textSoFar: string) => void = () => undefined;
    finish: (text: string) => void = () => undefined;

    constructor() {
      void this.run.start((progress) => {
        progress.started();
        this.say = (textSoFar) => progress.advance(textSoFar);
        return new Promise<EngineAnswer>((resolve) => {
          this.finish = (text) => resolve({ text, stop: 'line', cost: warmCost });
        });
      });
    }
  }

  test('an answer in time comes whole', async () => {
    const { run, clock, say, finish } = new Run();
    const waiting = waitForPart(run, '', never, clock);
    say('add(left,');
    await clock.advance(partAfterMs - 1);
    finish('add(left, right)');
    expect(await waiting).toMatchObject({ kind: 'answer', answer: { text: 'add(left, right)' } });
    expect(clock.pending).toBe(0);
  });

  test('a late one comes in part, and the run goes on', async () => {
    const { run, clock, say, finish } = new Run();
    const waiting = waitForPart(run, '', never, clock);
    say('add(left, ri');
    await clock.advance(partAfterMs);
    expect(await waiting).toMatchObject({ kind: 'part', text: 'add(left,' });
    await clock.advance(1_000);
    const joined = run.wait('add', never);
    finish('add(left, right)');
    expect(await joined).toMatchObject({ kind: 'answer', answer: { text: 'add(left, right)' } });
  });

  test('a part that is too short is waited for', async () => {
    const { run, clock, say } = new Run();
    const waiting = waitForPart(run, '', never, clock);
    say('a');
    await clock.advance(partAfterMs + 10);
    say('add(left, ri');
    await clock.advance(30);
    expect(await waiting).toMatchObject({ kind: 'part', text: 'add(left,' });
    expect(clock.pending).toBe(0);
  });
});
