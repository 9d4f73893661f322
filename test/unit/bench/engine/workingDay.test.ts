import { setMaxListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { Source } from '../../../../bench/engine/sources';
import { WorkingDay, requestsOf } from '../../../../bench/engine/workingDay';
import { WorkingDocument } from '../../../../bench/engine/workingDocument';
import { HurriedClock } from '../../../support/hurriedClock';
import { seededRandom } from '../../../support/random';
import { ScriptedEngine } from '../../../support/scriptedEngine';

const source: Source = {
  path: 'src/values.ts',
  lines: Array.from({ length: 60 }, (_, index) => `export const value${index} = compute(${index});`),
};
const text = source.lines.join('\n');

describe('WorkingDocument', () => {
  it('has what is not typed yet left out, and back when it is left', () => {
    const document = new WorkingDocument('a', source);
    document.goTo(3, 2);
    expect(document.text).toBe([...source.lines.slice(0, 3), ...source.lines.slice(5)].join('\n'));
    document.type(7);
    expect(document.prompt().before.endsWith('\nexport ')).toBe(true);
    expect(document.isTyped).toBe(false);
    document.leave();
    expect(document.text).toBe(text);
    expect(document.isTyped).toBe(true);
  });

  it('puts it back as well when the cursor goes elsewhere', () => {
    const document = new WorkingDocument('a', source);
    document.goTo(3, 2);
    document.goTo(20, 1);
    expect(document.text).toBe(source.lines.toSpliced(20, 1).join('\n'));
  });

  it('takes back what was accepted', () => {
    const document = new WorkingDocument('a', source);
    document.goTo(10, 1);
    document.type(12);
    const before = document.prompt();
    document.insert(' nonsense');
    expect(document.prompt().before).toBe(`${before.before} nonsense`);
    document.undo(' nonsense');
    expect(document.prompt()).toEqual(before);
  });

  it('stays within the document at its end', () => {
    const document = new WorkingDocument('a', source);
    document.goTo(1000, 1000);
    document.type(1000);
    expect(document.text).toBe(text);
  });
});

describe('WorkingDay', () => {
  /** Answers at once what nobody will abort; what somebody will, waits for it. */
  const work = async (requests: number): Promise<{ engine: ScriptedEngine; day: WorkingDay }> => {
    const engine: ScriptedEngine = new ScriptedEngine(() => {
      // The first request is one of those that nobody will abort: they share a signal.
      const shared = engine.calls[0]?.signal;
      if (engine.calls.length === 1 && shared) setMaxListeners(0, shared);
      return engine.last.signal === shared ? 'x' : undefined;
    });
    const day = new WorkingDay(engine, new HurriedClock(1000), [source, source, source], seededRandom(5));
    while (day.requests < requests) await day.step();
    return { engine, day };
  };

  it('counts what it asks, and what it aborted of that', async () => {
    const { engine, day } = await work(600);
    expect(engine.calls).toHaveLength(day.requests);
    expect(day.aborted).toBe(engine.calls.filter(({ signal }) => signal.aborted).length);
    expect(day.aborted).toBeGreaterThan(30);
    expect(day.aborted).toBeLessThan(120);
  });

  it('works in all documents, rests now and then, and leaves each as long as it was', async () => {
    const { engine, day } = await work(600);
    expect(new Set(engine.calls.map(({ request }) => request.prompt.document)).size).toBe(3);
    expect(engine.visits.length).toBeGreaterThan(0);
    for (const document of day.documents) {
      document.leave();
      expect(document.text).toBe(text);
    }
  });

  it('makes as many requests as the hours are said to', () => {
    expect(requestsOf(8)).toBe(6250);
    expect(requestsOf(0.00001)).toBe(1);
  });
});
