import { readPrompt } from '../../src/completion/task';
import type { AnswerOutcome } from '../../src/completion/outcome';
import { AcceptingTypist, type Taken } from '../replay/acceptingTypist';
import type { AcceptCounts } from '../replay/typist';
import { traceScript } from '../replay/script';
import { scoreOf } from '../quality/matching';
import { FinalText, fewestJudged } from '../traces/liveTruth';
import type { PlayedTrace } from '../traces/pace';
import type { ShownText } from './played';

/** Whether what was shown was what was then typed. */
export interface Rightness {
  /** Texts shown where it is known what was to be typed, and at least three characters of it. */
  readonly judged: number;
  /** … of which the first line is what was then typed of that line. */
  readonly right: number;
}

/** What the answers of a run were worth. */
export interface AnswerFigures extends Rightness {
  /** Keys pressed by somebody who takes whole suggestions and first lines, and who takes words, too. */
  readonly savedByLines: AcceptCounts;
  readonly savedByWords: AcceptCounts;
}

/** `trace` is what was played; `finalTexts` may be those of a longer trace that begins so. */
export function answerFiguresOf(
  trace: PlayedTrace,
  finalTexts: PlayedTrace['finalTexts'],
  shown: ReadonlyMap<number, ShownText>,
): AnswerFigures {
  return {
    ...rightnessOf(trace, finalTexts, shown),
    savedByLines: savedBy(trace, shown, 'lines'),
    savedByWords: savedBy(trace, shown, 'words'),
  };
}

/** Compares what was shown with what is typed in the end: `finalTexts` may be those of a longer trace that begins so. */
export function rightnessOf(
  { name, trace }: PlayedTrace,
  finalTexts: PlayedTrace['finalTexts'],
  shown: ReadonlyMap<number, ShownText>,
): Rightness {
  const { documents } = traceScript(name, trace);
  const finals = new Map(Object.entries(finalTexts).map(([file, text]) => [file, new FinalText(text)]));
  let [judged, right] = [0, 0];
  for (const [index, event] of trace.events.entries()) {
    const position = documents.perform(event);
    const text = shown.get(index);
    if (text === undefined) continue;
    const rest = finals.get(documents.active.path)?.restAt(readPrompt(documents.active, position));
    if (rest === undefined || rest.length < fewestJudged) continue;
    judged++;
    if (scoreOf(text.text, [rest], true) !== 0) right++;
  }
  return { judged, right };
}

/**
 * Which keys a typist would have saved who takes what is shown where that leads to what the trace comes to anyway. It is worked out
 * afterwards, from what was shown while nothing was taken: taking a text leads to a state that the trace has, too.
 */
export function savedBy(
  { name, trace, finalTexts }: PlayedTrace,
  shown: ReadonlyMap<number, ShownText>,
  taken: Taken,
): AcceptCounts {
  const { documents } = traceScript(name, trace, finalTexts);
  const typist = new AcceptingTypist(trace.events, documents, taken);
  while (typist.nextAt !== undefined) {
    const text = shown.get(typist.passed - 1);
    documents.perform(typist.next(text && answerOf(text)));
  }
  return typist.accept;
}

function answerOf({ text, replaceAfter }: ShownText): AnswerOutcome {
  return { kind: 'answer', origin: 'warm', text, replaceAfter, timeToTextMs: 0 };
}
