import { HearthError } from '../../src/base/errors';
import type { CompletionMetrics } from '../../src/completion/metrics';
import type { AnswerOutcome, CompletionOutcome } from '../../src/completion/outcome';
import type { CompletionPipeline } from '../../src/completion/service';
import type { OpenDocuments } from './openDocuments';
import type { Pacing } from './pacing';
import { type Typist, asksForCompletion } from './typist';

export interface ReplayParts {
  readonly documents: OpenDocuments;
  readonly typist: Typist;
  readonly pipeline: CompletionPipeline;
  readonly pacing: Pacing;
  /** Counts too what the pipeline's own metrics count, for the total over several replays. */
  readonly total?: CompletionMetrics;
}

/**
 * Lets a typist edit documents through the pipeline as an editor does: an edit asks for a completion where the
 * cursor then is, and where only the cursor goes, the pipeline is told of the visit. The figures are then in the
 * pipeline's metrics. Throws a HearthError as soon as a request ends in a way that makes them worthless:
 * failed, excluded or disabled.
 */
export async function replay({ documents, typist, pipeline, pacing, total }: ReplayParts): Promise<void> {
  const ask = async (...request: Parameters<CompletionPipeline['complete']>): Promise<CompletionOutcome> => {
    const outcome = await pipeline.complete(...request);
    total?.record(outcome);
    return outcome;
  };
  const lateCosts = total && pipeline.metrics.onLateCost((cost) => total.lateCost(cost));
  for (let at = typist.nextAt; at !== undefined; at = typist.nextAt) {
    await pacing.until(at);
    const event = typist.next(suggestionOf(pacing.outcome, documents));
    const position = documents.perform(event);
    const document = documents.active;
    if ('edit' in event) {
      pipeline.metrics.keystroke();
      total?.keystroke();
    }
    if (asksForCompletion(event)) {
      await pacing.ask((signal) => ask({ document, position, trigger: 'automatic' }, signal));
    } else {
      pacing.leave();
      pipeline.visit(document, position);
    }
  }
  await pacing.finish();
  lateCosts?.dispose();
  suggestionOf(pacing.outcome, documents);
}

/** What is on screen after a request; the way it ended is checked too. */
function suggestionOf(
  outcome: CompletionOutcome | undefined,
  { active }: OpenDocuments,
): AnswerOutcome | undefined {
  if (outcome?.kind !== 'none') return outcome;
  const { reason, failure = 'unexpected', detail = reason } = outcome;
  if (reason === 'failed') throw new HearthError(failure, detail);
  if (reason === 'excluded' || reason === 'disabled') {
    throw new HearthError(
      'input-invalid',
      `Hearth completes nothing in ${active.path} (${detail}). Replay a file that it may complete.`,
    );
  }
  return undefined;
}
