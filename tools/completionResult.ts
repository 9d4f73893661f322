import { HearthError } from '../src/base/errors';
import {
  type CompletionOutcome,
  type NoAnswerOutcome,
  type Origin,
  outcomeKind,
} from '../src/completion/outcome';
import type { LayoutName, ModelInfo } from '../src/engine/port';

/** What `complete --json` prints. Figures are null where the request did not come so far. */
export interface CompletionResult {
  /** Empty where nothing was found. */
  readonly text: string;
  readonly origin: Origin | null;
  /** As the metrics count it: `answer:cold`, `none:empty`, … */
  readonly outcome: string;
  /** Why nothing was found; null with an answer. */
  readonly reason: string | null;
  readonly reusedTokens: number | null;
  readonly evaluatedTokens: number | null;
  readonly generatedTokens: number | null;
  readonly firstTokenMs: number | null;
  readonly timeToTextMs: number | null;
  readonly model: string | null;
  readonly layout: LayoutName | null;
}

/**
 * Throws a HearthError where the outcome is a failure: one of the engine's, a file that Hearth leaves alone,
 * or a request that was given up.
 */
export function resultOf(
  outcome: CompletionOutcome,
  path: string,
  model: ModelInfo | undefined,
): CompletionResult {
  const isAnswer = outcome.kind === 'answer';
  if (!isAnswer) throwFailure(outcome, path);
  return {
    text: isAnswer ? outcome.text : '',
    origin: outcome.origin ?? null,
    outcome: outcomeKind(outcome),
    reason: isAnswer ? null : reasonOf(outcome),
    reusedTokens: outcome.cost?.reusedTokens ?? null,
    evaluatedTokens: outcome.cost?.evaluatedTokens ?? null,
    generatedTokens: outcome.cost?.generatedTokens ?? null,
    firstTokenMs: (isAnswer ? outcome.firstTokenMs : outcome.cost?.firstTokenMs) ?? null,
    timeToTextMs: isAnswer ? outcome.timeToTextMs : null,
    model: model?.name ?? null,
    layout: model?.layout ?? null,
  };
}

/** The text, then a line of dashes, then what it cost. The first part is empty where nothing was found. */
export function formatResult(result: CompletionResult): string {
  const { text, origin, reason, firstTokenMs, timeToTextMs } = result;
  const rows = [
    ['nothing found', reason],
    ['origin', origin],
    ['tokens', tokensOf(result)],
    ['first token', milliseconds(firstTokenMs)],
    ['time to text', milliseconds(timeToTextMs)],
    ['model', result.model && `${result.model}, layout ${result.layout ?? 'unknown'}`],
  ];
  const shown = rows.flatMap(([name, value]) => (value ? [`${(name ?? '').padEnd(13)}  ${value}`] : []));
  return [...(text === '' ? [] : [text]), '---', ...shown].join('\n');
}

function throwFailure({ reason, failure, detail }: NoAnswerOutcome, path: string): void {
  if (reason === 'failed') throw new HearthError(failure ?? 'unexpected', detail ?? 'The engine failed.');
  if (reason === 'empty' || reason === 'filtered') return;
  const problem =
    reason === 'excluded' || reason === 'disabled'
      ? 'Hearth leaves this file alone. Choose another one'
      : `The request was ${reason}. Try again`;
  throw new HearthError(
    'input-invalid',
    `${path}: ${problem}${detail ? ` (${detail.replace(/\.$/, '')})` : ''}.`,
  );
}

function reasonOf({ reason, filter, detail }: NoAnswerOutcome): string {
  const which =
    reason === 'filtered'
      ? `the answer was filtered by ${filter ?? 'a filter'}`
      : 'the model had nothing to add';
  return detail ? `${which}: ${detail}` : which;
}

function tokensOf({ reusedTokens, evaluatedTokens, generatedTokens }: CompletionResult): string | null {
  if (reusedTokens === null) return null;
  return `${reusedTokens} reused, ${evaluatedTokens ?? 0} evaluated, ${generatedTokens ?? 0} generated`;
}

function milliseconds(time: number | null): string | null {
  return time === null ? null : `${time.toFixed(1)} ms`;
}
