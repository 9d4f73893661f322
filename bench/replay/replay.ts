import { HearthError } from '../../src/base/errors';
import type { DocumentView } from '../../src/completion/document';
import type { CompletionMetrics } from '../../src/completion/metrics';
import type { AnswerOutcome, CompletionOutcome } from '../../src/completion/outcome';
import type { CompletionPipeline } from '../../src/completion/service';
import type { OpenDocuments } from './openDocuments';
import type { Pacing } from './pacing';
import type { RequestWatcher } from './requestKinds';
import { type Typist, asksForCompletion, cursorAfter } from './typist';

/** What adds up over several replays. */
export type ReplayTotal = Pick<CompletionMetrics, 'keystroke' | 'record' | 'lateCost'>;

export interface ReplayParts {
  readonly documents: OpenDocuments;
  readonly typist: Typist;
  readonly pipeline: CompletionPipeline;
  readonly pacing: Pacing;
  /** Counts too what the pipeline's own metrics count, for the total over several replays. */
  readonly total?: ReplayTotal;
  /** Looks at each request. */
  readonly watcher?: RequestWatcher;
}

/**
 * Lets a typist edit documents through the pipeline as an editor does: an edit asks for a completion where the
 * cursor then is, and where only the cursor goes, the pipeline is told of the visit. The figures are then in the
 * pipeline's metrics. Throws a HearthError as soon as a request ends in a way that makes them worthless:
 * failed, excluded or disabled.
 */
export async function replay(parts: ReplayParts): Promise<void> {
  const { documents, typist, pipeline, pacing, total, watcher } = parts;
  const ask = async (...request: Parameters<CompletionPipeline['complete']>): Promise<CompletionOutcome> => {
    const outcome = await pipeline.complete(...request);
    total?.record(outcome);
    return outcome;
  };
  const lateCosts = total && pipeline.metrics.onLateCost((cost) => total.lateCost(cost));
  let cursor: number | undefined;
  for (let at = typist.nextAt; at !== undefined; at = typist.nextAt) {
    await pacing.until(at);
    const suggestion = suggestionOf(pacing.outcome, documents);
    const event = typist.next(suggestion);
    const position = documents.perform(event);
    const document = documents.active;
    const ended = watcher?.asked(event, document, suggestion, cursor);
    cursor = cursorAfter(event);
    if ('edit' in event) {
      pipeline.metrics.keystroke();
      total?.keystroke();
    }
    if (asksForCompletion(event)) {
      const { version } = document;
      await pacing.ask(async (signal) => {
        const outcome = await ask({ document, position, trigger: 'automatic' }, signal);
        checkVersion(outcome, version, document);
        ended?.(outcome);
        return outcome;
      });
    } else {
      pacing.leave();
      pipeline.visit(document, position);
    }
  }
  await pacing.finish();
  lateCosts?.dispose();
  suggestionOf(pacing.outcome, documents);
}

/** No answer may ever be for a text that is gone. */
function checkVersion(
  outcome: CompletionOutcome,
  version: number,
  { path, version: now }: DocumentView,
): void {
  if (outcome.kind !== 'answer' || now === version) return;
  throw new HearthError('unexpected', `${path} was at version ${now} when an answer for ${version} came.`);
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
