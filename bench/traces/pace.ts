import { textsAfter } from '../replay/textsAfter';
import type { Trace } from '../replay/trace';
import { asksForCompletion, type ReplayEvent } from '../replay/typist';
import type { GeneratedTrace } from './generate';
import { rhythmParameters } from './rhythm';

/** How fast a trace is played, and how much of it. */
export interface Pace {
  /** Of five keys each, which is how typing is measured. */
  readonly wordsPerMinute: number;
  /** Edits that are played, from the beginning; all of them where absent. */
  readonly keys?: number;
}

/** What a replay needs of a generated trace. */
export type PlayedTrace = Pick<GeneratedTrace, 'name' | 'trace' | 'finalTexts'>;

const keysAWord = 5;

/** Longer than the engine's idle delay, so that it works in the background as in any pause. */
export const longestPauseMs = 3_000;

/**
 * The beginning of a trace at another speed: the mean time between two keys, pauses for thought left out, is that of
 * `wordsPerMinute`; all other times are scaled by as much, up to {@link longestPauseMs}.
 */
export function paced(trace: PlayedTrace, pace: Pace): PlayedTrace {
  const events = firstEdits(trace.trace.events, pace.keys ?? Infinity);
  return withEvents(trace, atPace(events, pace.wordsPerMinute));
}

/** The beginning of a trace, up to so many edits, in its own time. */
export function beginningOf(trace: PlayedTrace, keys: number): PlayedTrace {
  return withEvents(trace, firstEdits(trace.trace.events, keys));
}

function withEvents({ name, trace, finalTexts }: PlayedTrace, events: readonly ReplayEvent[]): PlayedTrace {
  const played: Trace = { ...trace, events };
  const texts = textsAfter(played);
  const files = Object.keys(finalTexts);
  return {
    name,
    trace: played,
    finalTexts: Object.fromEntries(files.map((file) => [file, texts.get(file) ?? ''])),
  };
}

function firstEdits(events: readonly ReplayEvent[], count: number): readonly ReplayEvent[] {
  let edits = 0;
  const end = events.findIndex((event) => 'edit' in event && ++edits > count);
  return end < 0 ? events : events.slice(0, end);
}

function atPace(events: readonly ReplayEvent[], wordsPerMinute: number): readonly ReplayEvent[] {
  const wanted = 60_000 / (wordsPerMinute * keysAWord);
  const gaps = events.map(({ at }, index) => at - (events[index - 1]?.at ?? 0));
  const typing = gaps.filter((gap, index) => gap < rhythmParameters.thought.least && isTyping(events, index));
  const mean = typing.reduce((sum, gap) => sum + gap, 0) / typing.length;
  const factor = mean > 0 ? wanted / mean : 1;
  let now = 0;
  return events.map((event, index) => {
    now += Math.min(longestPauseMs, Math.round((gaps[index] ?? 0) * factor));
    return { ...event, at: now };
  });
}

/** Whether an event inserts where the cursor is, as the one before it did. */
function isTyping(events: readonly ReplayEvent[], index: number): boolean {
  return [events[index - 1], events[index]].every(
    (event) => event !== undefined && asksForCompletion(event) && inserts(event),
  );
}

function inserts(event: ReplayEvent): boolean {
  return 'edit' in event && event.edit.insert !== '';
}
