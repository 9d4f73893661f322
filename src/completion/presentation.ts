import type { Confidence, EngineCost, SpokenAnswer } from '../engine/port';
import type { OfferedText } from './acceptedDocument';
import { isUnsure } from './confidenceGate';
import type { Position } from './document';
import { type FilterContext, readFilterContext } from './filterContext';
import { applyFilters } from './filters';
import { type AnswerOutcome, type NoAnswerOutcome, none, type Origin } from './outcome';
import type { CompletionRequest } from './request';
import { normaliseLineBreaks } from './task';

/** What the engine said at a place, some of which may be typed by now, and where it comes from. */
export interface Spoken {
  /** What is left to type. */
  readonly text: string;
  readonly typed: string;
  readonly origin: Origin;
  readonly confidence?: Confidence | undefined;
  readonly alternatives?: readonly SpokenAnswer[] | undefined;
  readonly isPart?: true;
  readonly firstTokenMs?: number;
  readonly cost?: EngineCost;
}

/** Step 7 of the pipeline: the confidence gate, the filters, and the outcome without its time. */
export function present(
  { document, trigger }: CompletionRequest,
  position: Position,
  spoken: Spoken,
): Omit<AnswerOutcome, 'timeToTextMs'> | NoAnswerOutcome {
  const { text, typed, confidence, alternatives = [], ...source } = spoken;
  const { origin, cost } = source;
  const whence = cost === undefined ? { origin } : { origin, cost };
  if (text.trim() === '') return none('empty', { ...whence, detail: 'The model has nothing to add here.' });
  // Who types an answer's beginning says that it is right.
  if (trigger === 'automatic' && typed === '' && isUnsure(confidence)) {
    return none('filtered', { ...whence, filter: 'unsure' });
  }
  const context = readFilterContext(document, position, typed, trigger);
  const filtered = applyFilters(text, context);
  if (filtered.kind === 'dropped') {
    const dropped = filtered.text === undefined ? {} : { dropped: filtered.text };
    return none('filtered', { ...whence, filter: filtered.filter, ...dropped });
  }
  const others = othersBeside(filtered.text, alternatives, context);
  return {
    kind: 'answer',
    ...source,
    text: filtered.text,
    replaceAfter: filtered.replaceAfter,
    ...(others.length > 0 && { alternatives: others }),
  };
}

/** What the filters leave of other answers, each text once. */
function othersBeside(
  shown: string,
  spoken: readonly SpokenAnswer[],
  context: FilterContext,
): readonly OfferedText[] {
  const others = new Map<string, OfferedText>();
  for (const { text } of spoken) {
    const filtered = applyFilters(normaliseLineBreaks(text), context);
    if (filtered.kind === 'dropped' || filtered.text === shown) continue;
    others.set(filtered.text, { text: filtered.text, replaceAfter: filtered.replaceAfter });
  }
  return [...others.values()];
}
