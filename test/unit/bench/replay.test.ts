import { describe, expect, it } from 'vitest';
import { EditableDocument } from '../../../bench/replay/editableDocument';
import { OpenDocuments } from '../../../bench/replay/openDocuments';
import { RealtimePacing } from '../../../bench/replay/realtimePacing';
import { replay } from '../../../bench/replay/replay';
import { type ReplayEvent, TraceTypist } from '../../../bench/replay/typist';
import { SystemClock } from '../../../src/base/clock';
import { LatePipeline } from './support/latePipeline';

const key: ReplayEvent = { at: 0, edit: { offset: 0, delete: 0, insert: 'a' } };

function play(pipeline: LatePipeline, ...events: readonly ReplayEvent[]): Promise<void> {
  return replay({
    documents: new OpenDocuments([new EditableDocument('a', 'a.ts', 'typescript', '')]),
    typist: new TraceTypist(events),
    pipeline,
    pacing: new RealtimePacing(new SystemClock()),
  });
}

describe('replay', () => {
  it('fails where an answer comes for a version of the document that is gone', async () => {
    const next: ReplayEvent = { at: 5, edit: { offset: 1, delete: 0, insert: 'b' } };
    const last: ReplayEvent = { at: 60, cursor: 0 };
    await expect(play(new LatePipeline(20), key, next, last)).rejects.toThrow(
      'a.ts was at version 3 when an answer for 2 came.',
    );
  });

  it('does not where only the cursor moved', async () => {
    const pipeline = new LatePipeline(20);
    await play(pipeline, key, { at: 5, cursor: 0 });
    expect(pipeline.visits).toEqual([{ line: 0, character: 0 }]);
  });
});
