import type { Clock } from '../../src/base/clock';
import { cutHole } from '../quality/hole';
import { idOf, type Position } from '../quality/positions';
import type { AnswersFile } from './answersFile';
import type { HoleAsker } from './asker';

export interface StudyParts {
  readonly asker: HoleAsker;
  readonly answers: AnswersFile;
  readonly clock: Clock;
  /** Gets one line, now and then. */
  readonly onProgress: (line: string) => void;
}

const progressEvery = 10;

/** Asks for all answers that are lacking. Ends early, between two positions, once `signal` is aborted. */
export async function runStudy(
  positions: readonly Position[],
  { asker, answers, clock, onProgress }: StudyParts,
  signal: AbortSignal,
): Promise<void> {
  const open = positions.filter((position) => answers.get(idOf(position)) === undefined);
  const startedAt = clock.now();
  for (const [index, position] of open.entries()) {
    if (signal.aborted) return;
    answers.add({ id: idOf(position), ...(await asker.ask(cutHole(position))) });
    const done = index + 1;
    if (done % progressEvery !== 0 && done !== open.length) continue;
    const secondsEach = (clock.now() - startedAt) / 1_000 / done;
    const minutesLeft = ((open.length - done) * secondsEach) / 60;
    onProgress(
      `${positions.length - open.length + done} of ${positions.length} positions, ` +
        `${secondsEach.toFixed(1)} s each, ${minutesLeft.toFixed(0)} min left`,
    );
  }
}
