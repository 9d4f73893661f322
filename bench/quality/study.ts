import type { Clock } from '../../src/base/clock';
import type { HoleAnswerer } from './answerer';
import { cutHole } from './hole';
import { idOf, type Position } from './positions';
import type { PositionRecord, ResultsFile, VariantAnswer } from './resultsFile';
import type { Variant } from './variants';

export interface StudyParts {
  readonly answerer: HoleAnswerer;
  readonly results: ResultsFile;
  readonly variants: readonly Variant[];
  readonly clock: Clock;
  /** Gets one line, now and then. */
  readonly onProgress: (line: string) => void;
}

const progressEvery = 10;

/**
 * Asks for all answers that the results lack. Ends early, between two answers, once `signal` is aborted; the
 * position at hand is then asked again the next time.
 */
export async function runStudy(
  positions: readonly Position[],
  parts: StudyParts,
  signal: AbortSignal,
): Promise<void> {
  const open = positions.filter((position) => missing(position, parts).length > 0);
  const startedAt = parts.clock.now();
  for (const [index, position] of open.entries()) {
    const answers = await answerAll(position, parts, signal);
    if (!answers) return;
    parts.results.add(recordOf(position, answers));
    const done = index + 1;
    if (done % progressEvery === 0 || done === open.length) {
      const secondsEach = (parts.clock.now() - startedAt) / 1_000 / done;
      const minutesLeft = ((open.length - done) * secondsEach) / 60;
      parts.onProgress(
        `${positions.length - open.length + done} of ${positions.length} positions, ` +
          `${secondsEach.toFixed(1)} s each, ${minutesLeft.toFixed(0)} min left`,
      );
    }
  }
}

function missing(position: Position, { results, variants }: StudyParts): Variant[] {
  const known = results.get(idOf(position))?.answers ?? {};
  return variants.filter(({ name }) => known[name] === undefined);
}

/** Undefined where the study was called off. */
async function answerAll(
  position: Position,
  parts: StudyParts,
  signal: AbortSignal,
): Promise<Record<string, VariantAnswer> | undefined> {
  const hole = cutHole(position);
  const answers: Record<string, VariantAnswer> = {};
  parts.answerer.begin();
  for (const variant of missing(position, parts)) {
    if (signal.aborted) return undefined;
    answers[variant.name] = await parts.answerer.answer(hole, variant);
  }
  return answers;
}

function recordOf(position: Position, answers: PositionRecord['answers']): PositionRecord {
  const { file, line, character, kind } = position;
  return {
    id: idOf(position),
    package: file.package,
    file: file.path,
    line: line + 1,
    character: character + 1,
    kind,
    answers,
  };
}
