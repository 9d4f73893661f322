import { scoreOf } from '../quality/matching';
import { type Observation, estimate } from '../quality/statistics';
import { type Row, layOut, percent } from '../replay/textTable';
import { type AgeGroup, ageGroups, isIn } from './liveSamples';

/** An answer that a replay gave, and the one of a fresh prompt at the same cursor. */
export interface LiveSample {
  readonly trace: string;
  /** The document's path. */
  readonly path: string;
  /** The cursor's line, from 1. */
  readonly line: number;
  /** As `ageOf` counts it, in answers. */
  readonly age: number;
  /** UTF-16 units by which the prompt's text differed from the document's. */
  readonly staleCharacters: number;
  /** What the trace types on the rest of the line. */
  readonly rest: string;
  readonly given: string;
  readonly fresh: string;
}

/** The figures of samples of like age. Shares are 0 … 1; null where there is nothing to tell them from. */
export interface LiveFigures {
  readonly group: string;
  /** Answers of the replay of which the rest of the line is known. */
  readonly answers: number;
  /** Those of them that were asked for again. */
  readonly samples: number;
  /** Mean over the samples, in UTF-16 units. */
  readonly staleCharacters: number | null;
  /** Samples in which both answers are the same text. */
  readonly equal: number | null;
  /** Samples in which the answer given is the rest of the line. */
  readonly given: number | null;
  /** Samples in which the fresh answer is. */
  readonly fresh: number | null;
  /** `given` less `fresh`. */
  readonly difference: number | null;
  /** Half width of the difference's 95 % interval. */
  readonly halfWidth: number | null;
}

/** Answers that were not to be chosen. */
export interface SkippedAnswers {
  /** It is not known what was to be typed. */
  readonly unknown: number;
  /** Hardly anything was to be typed. */
  readonly short: number;
}

export interface LiveReport {
  /** By age, then of all that are stale, then of all samples. */
  readonly groups: readonly LiveFigures[];
  readonly skipped: SkippedAnswers;
  readonly samples: readonly LiveSample[];
}

const rows: readonly AgeGroup[] = [
  ...ageGroups,
  { name: 'all stale', from: 1, to: Infinity },
  { name: 'all', from: 0, to: Infinity },
];

/** `ages` are those of all answers that could have been chosen. */
export function liveReport(
  samples: readonly LiveSample[],
  ages: readonly number[],
  skipped: SkippedAnswers,
): LiveReport {
  const groups = rows.map((group) =>
    figuresOf(
      group.name,
      samples.filter(({ age }) => isIn(group, age)),
      ages.filter((age) => isIn(group, age)).length,
    ),
  );
  return { groups, skipped: { ...skipped }, samples: [...samples] };
}

function figuresOf(group: string, samples: readonly LiveSample[], answers: number): LiveFigures {
  const mean = (value: (sample: LiveSample) => number): number | null =>
    known(estimate(observe(samples, fileOf, value)).mean);
  return {
    group,
    answers,
    samples: samples.length,
    staleCharacters: mean(({ staleCharacters }) => staleCharacters),
    equal: mean(({ given, fresh }) => Number(given === fresh)),
    given: mean((sample) => match(sample.given, sample)),
    fresh: mean((sample) => match(sample.fresh, sample)),
    difference: mean(differenceIn),
    halfWidth: known(halfWidthOf(samples)),
  };
}

/**
 * Half width of the 95 % interval of the mean difference, not finite where there is nothing to tell it from. Answers in one
 * file are alike, and those in one line more so: the wider of the two clusterings counts, since the variance between
 * a few files says little. Where no match differs, the variance says nothing; then it is the rule of three (Hanley and
 * Lippman-Hand, 1983), by lines.
 */
function halfWidthOf(samples: readonly LiveSample[]): number {
  const lines = new Set(samples.map(lineOf)).size;
  if (lines > 0 && samples.every((sample) => differenceIn(sample) === 0)) return Math.min(1, 3 / lines);
  const widths = [fileOf, lineOf].map((of) => estimate(observe(samples, of, differenceIn)).halfWidth);
  return Math.max(...widths.filter((width) => Number.isFinite(width)));
}

function observe(
  samples: readonly LiveSample[],
  groupOf: (sample: LiveSample) => string,
  valueOf: (sample: LiveSample) => number,
): Observation[] {
  return samples.map((sample) => ({ group: groupOf(sample), value: valueOf(sample) }));
}

function fileOf({ trace, path }: LiveSample): string {
  return `${trace}/${path}`;
}

function lineOf(sample: LiveSample): string {
  return `${fileOf(sample)}:${sample.line}`;
}

/** 1 where only the answer given matches, −1 where only the fresh one does, otherwise 0. */
function differenceIn(sample: LiveSample): number {
  return match(sample.given, sample) - match(sample.fresh, sample);
}

/** 1 where an answer's first line is the rest of the line, by the rule of the quality study; otherwise 0. */
function match(answer: string, { rest }: LiveSample): number {
  return Math.min(scoreOf(answer, [rest], true) ?? 0, 1);
}

function known(figure: number): number | null {
  return Number.isFinite(figure) ? figure : null;
}

/** The report as text to read: one line an age. */
export function formatLiveReport({ groups, skipped: { unknown, short } }: LiveReport): string {
  const heads: Row = [
    'stale for, in answers',
    'answers',
    'samples',
    'stale characters',
    'equal',
    'given matches',
    'fresh matches',
    'difference in points',
  ];
  const note =
    'Answers given against those of a fresh prompt at the same cursor; the difference with its 95 % interval. ' +
    `Not among the answers: ${unknown} where it is not known what was to be typed, and ${short} where hardly anything was.`;
  return `${layOut([heads, ...groups.map(rowOf)])}\n\n${note}`;
}

function rowOf({ group, answers, samples, staleCharacters, ...shares }: LiveFigures): Row {
  const { equal, given, fresh } = shares;
  return [
    group,
    answers,
    samples,
    staleCharacters === null ? 'none' : staleCharacters.toFixed(0),
    ...[equal, given, fresh].map((share) => (share === null ? 'none' : percent(share))),
    differenceOf(shares),
  ];
}

function differenceOf({ difference, halfWidth }: Pick<LiveFigures, 'difference' | 'halfWidth'>): string {
  if (difference === null) return 'none';
  const points = `${difference > 0 ? '+' : ''}${(difference * 100).toFixed(1)}`;
  return halfWidth === null ? points : `${points} ± ${(halfWidth * 100).toFixed(1)}`;
}
