import { HearthError } from '../../src/base/errors';
import type { Position } from '../../src/completion/document';
import type { AnswerOutcome, CompletionOutcome } from '../../src/completion/outcome';
import type { CompletionPipeline } from '../../src/completion/service';
import type { EditableDocument } from './editableDocument';
import type { Pacing } from './pacing';
import type { ReplayEvent, Typist } from './typist';

export interface ReplayParts {
  readonly document: EditableDocument;
  readonly typist: Typist;
  readonly pipeline: CompletionPipeline;
  readonly pacing: Pacing;
}

/**
 * Lets a typist edit a document through the pipeline, one request after every event. The figures are then in
 * the pipeline's metrics. Throws a HearthError as soon as a request ends in a way that makes them worthless:
 * failed, excluded or disabled.
 */
export async function replay({ document, typist, pipeline, pacing }: ReplayParts): Promise<void> {
  for (let at = typist.nextAt; at !== undefined; at = typist.nextAt) {
    await pacing.until(at);
    const event = typist.next(suggestionOf(pacing.outcome, document));
    const position = perform(event, document);
    if ('edit' in event) pipeline.metrics.keystroke();
    await pacing.ask((signal) => pipeline.complete({ document, position, trigger: 'automatic' }, signal));
  }
  await pacing.finish();
  suggestionOf(pacing.outcome, document);
}

/** What is on screen after a request; the way it ended is checked too. */
function suggestionOf(
  outcome: CompletionOutcome | undefined,
  document: EditableDocument,
): AnswerOutcome | undefined {
  if (outcome?.kind !== 'none') return outcome;
  const { reason, failure = 'unexpected', detail = reason } = outcome;
  if (reason === 'failed') throw new HearthError(failure, detail);
  if (reason === 'excluded' || reason === 'disabled') {
    throw new HearthError(
      'input-invalid',
      `Hearth completes nothing in ${document.path} (${detail}). Replay a file that it may complete.`,
    );
  }
  return undefined;
}

/** Where the cursor is after the event. */
function perform(event: ReplayEvent, document: EditableDocument): Position {
  if ('cursor' in event) return document.positionAt(event.cursor);
  document.apply(event.edit);
  return document.positionAt(event.edit.offset + event.edit.insert.length);
}
