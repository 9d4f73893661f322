import { describe, expect, test } from 'vitest';
import { HearthError } from '../../../../src/base/errors';
import { EditableDocument } from '../../../support/editableDocument';
import { settlePromises } from '../../../support/fakeClock';
import { CompletionHarness } from '../support/completionHarness';

describe('failures', () => {
  test('a failure is an outcome, logged once a message', async () => {
    const harness = new CompletionHarness();
    for (let key = 0; key < 3; key++) {
      const asked = harness.ask(new EditableDocument(`let a${key} = |`));
      await settlePromises();
      harness.engine.last.fail(new HearthError('engine-crashed', 'The engine ended.'));
      expect(await asked.outcome).toEqual({
        kind: 'none',
        reason: 'failed',
        failure: 'engine-crashed',
        detail: 'The engine ended.',
      });
    }
    expect(harness.logger.lines).toEqual(['error: A completion failed: The engine ended.']);
    expect(harness.snapshot.outcomes).toEqual({ 'none:failed': 3 });
  });

  test('whatever throws, the promise settles with an outcome', async () => {
    const harness = new CompletionHarness();
    const document = new EditableDocument('let a = |');
    const outside = { document, position: { line: 99, character: 0 }, trigger: 'automatic' } as const;
    const { signal } = new AbortController();
    expect(await harness.service.complete(outside, signal)).toMatchObject({ failure: 'unexpected' });
    harness.engine.complete = () => {
      throw new Error('thrown, not rejected');
    };
    expect(await harness.ask(document).outcome).toMatchObject({
      reason: 'failed',
      detail: 'thrown, not rejected',
    });
    harness.service.metrics.onDidChange(() => {
      throw new Error('a listener');
    });
    expect(await harness.ask(document).outcome).toMatchObject({ reason: 'failed' });
    expect(harness.snapshot.outcomes).toEqual({ 'none:failed': 3 });
  });

  test('disposal ends what runs and leaves the engine to its owner', async () => {
    const harness = new CompletionHarness();
    const asked = harness.ask(new EditableDocument('let a = |'));
    await settlePromises();
    harness.service.dispose();
    expect(await asked.outcome).toMatchObject({ reason: 'aborted' });
    expect(harness.engine.last.signal.aborted).toBe(true);
    expect(harness.engine.disposed).toBe(false);
    expect(await harness.ask(new EditableDocument('let b = |')).outcome).toMatchObject({ reason: 'aborted' });
    expect(harness.clock.pending).toBe(0);
  });
});
