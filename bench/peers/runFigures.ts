import type { PlayedTrace } from '../traces/pace';
import type { Played, TextOrigin } from './played';
import type { ProcessUsage } from './processUsage';
import { type AnswerFigures, answerFiguresOf } from './truth';

/** The figures of one contender on one trace, as they are kept. Times are in ms. */
export interface RunFigures extends AnswerFigures {
  readonly keystrokes: number;
  readonly requests: number;
  /** Requests for which the model was asked. */
  readonly modelRequests: number;
  /** Prompt tokens evaluated while somebody waited, without the first request of each document. */
  readonly foreground: number;
  /** … of those first requests. */
  readonly first: number;
  readonly background: number;
  /** Tokens of all prompts together: evaluated or reused. */
  readonly prompts: number;
  readonly generated: number;
  /** Of each request for which the model was asked, but the first of each document. */
  readonly firstTokenMs: readonly number[];
  readonly textMs: Readonly<Partial<Record<TextOrigin, readonly number[]>>>;
  readonly cpuSeconds: number;
  readonly peakBytes: number;
  readonly shown: number;
}

export function figuresOf(
  trace: PlayedTrace,
  finalTexts: PlayedTrace['finalTexts'],
  played: Played,
  { cpuSeconds, peakBytes }: ProcessUsage,
): RunFigures {
  const later = played.answers.filter(({ isFirst }) => !isFirst);
  const sum = (counts: readonly number[]): number => counts.reduce((all, each) => all + each, 0);
  const evaluated = sum(played.answers.map((answer) => answer.evaluated));
  const foreground = sum(later.map((answer) => answer.evaluated));
  return {
    keystrokes: played.keystrokes,
    requests: played.requests,
    modelRequests: played.answers.length,
    foreground,
    first: evaluated - foreground,
    background: played.backgroundTokens,
    prompts: evaluated + sum(played.answers.map(({ reused }) => reused)),
    generated: sum(played.answers.map(({ generated }) => generated)),
    firstTokenMs: later.map(({ firstTokenMs }) => tenths(firstTokenMs)).filter((ms) => !Number.isNaN(ms)),
    textMs: Object.fromEntries(
      Object.entries(played.textMs).map(([origin, times]) => [origin, times.map(tenths)]),
    ),
    cpuSeconds: Math.round(cpuSeconds * 100) / 100,
    peakBytes,
    shown: played.shown.size,
    ...answerFiguresOf(trace, finalTexts, played.shown),
  };
}

function tenths(ms: number): number {
  return Math.round(ms * 10) / 10;
}
