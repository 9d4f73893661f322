import type { Clock } from '../base/clock';
import type { EngineRun, RunEnd } from './inFlight';

/** How long an answer may be under way before what there is of it is shown, in ms. */
export const partAfterMs = 100;

/** How often an answer that is late is looked at, in ms: a token or two. */
const lookAgainMs = 25;

const leastPartLength = 4;

export interface Part {
  readonly kind: 'part';
  readonly text: string;
  /** How the run ends for whoever got the part. */
  readonly end: Promise<RunEnd>;
}

/**
 * Waits as {@link EngineRun.wait} does, but not longer than {@link partAfterMs} after the run began if its text so far,
 * up to a word's end, is worth showing. The run then goes on until it ends or another one takes its place.
 */
export async function waitForPart(
  run: EngineRun,
  typed: string,
  signal: AbortSignal,
  clock: Clock,
): Promise<RunEnd | Part> {
  const end = run.wait(typed, signal);
  let timer = clock.after(0, () => undefined);
  const part = new Promise<Part>((resolve) => {
    const look = (): void => {
      const text = partOf(run.textSoFar, typed);
      if (text !== undefined) resolve({ kind: 'part', text, end });
      else timer = clock.after(lookAgainMs, look);
    };
    timer.dispose();
    timer = clock.after(Math.max(0, run.startedAt + partAfterMs - clock.now()), look);
  });
  try {
    return await Promise.race([end, part]);
  } finally {
    timer.dispose();
  }
}

/** What of an answer under way may be shown behind what is typed of it: whole lines, or else whole words. */
export function partOf(textSoFar: string, typed: string): string | undefined {
  if (!textSoFar.startsWith(typed)) return undefined;
  const rest = textSoFar.slice(typed.length);
  const lineEnd = rest.lastIndexOf('\n');
  const whole = rest.slice(0, Math.max(0, lineEnd));
  const part = whole.trim() !== '' ? whole : rest.replace(/[\p{L}\p{M}\p{N}_$]+$/u, '').trimEnd();
  return part.trim().length < leastPartLength ? undefined : part;
}
