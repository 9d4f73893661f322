import { h, type JSX } from 'preact';
import { type Origin, origins } from '../../../../completion/outcome';
import { formatCount, formatMilliseconds } from '../../../format';
import type { TimesReport } from '../../report';
import { barChart } from '../charts/barChart';
import { originLegend } from '../charts/legend';
import { originMarks } from '../charts/marks';
import { timeChart } from '../charts/timeChart';
import { card, figure, hint, table, wideTable } from '../figure';
import { bucketNames, hasAnswers, nothing, originWords } from '../text';

/** How long answers take from the key to the text, by where they come from. */
export function timesSection(times: TimesReport): JSX.Element {
  if (!hasAnswers(times.byOrigin)) {
    return card('times', 'Time to text', hint('No answer yet: type in a file.'));
  }
  return card('times', 'Time to text', spreads(times), overTime(times), histogram(times));
}

function spreads({ byOrigin }: TimesReport): JSX.Element {
  return table(
    'From the editor’s question to the text',
    ['Origin', 'Answers', 'p50', 'p95', 'p99', 'Slowest'],
    origins.map((origin) => ({ key: origin, cells: [originLegend(origin), ...spreadOf(origin, byOrigin)] })),
  );
}

function spreadOf(origin: Origin, byOrigin: TimesReport['byOrigin']): readonly JSX.Element[] {
  const { count, p50, p95, p99, max } = byOrigin[origin].spread;
  const path = `times.byOrigin.${origin}.spread`;
  const ms = (value: number): string => (count === 0 ? nothing : formatMilliseconds(value));
  return [
    figure(`${path}.count`, count, formatCount),
    figure(`${path}.p50`, p50, ms),
    figure(`${path}.p95`, p95, ms),
    figure(`${path}.p99`, p99, ms),
    figure(`${path}.max`, max, ms),
  ];
}

function overTime({ overTime: points }: TimesReport): JSX.Element {
  return h(
    'figure',
    { key: 'over-time' },
    h('figcaption', null, 'Over time'),
    points.length === 0 ? hint('No answer yet.') : timeChart(points),
  );
}

function histogram({ boundsMs, byOrigin }: TimesReport): JSX.Element | undefined {
  if (boundsMs.length === 0) return undefined;
  const names = bucketNames(boundsMs);
  const stacks = names.map((_, bucket) =>
    origins.map((origin) => ({
      value: byOrigin[origin].histogram.buckets[bucket] ?? 0,
      mark: originMarks[origin],
    })),
  );
  const filled = names.flatMap((name, bucket) => {
    const total = (stacks[bucket] ?? []).reduce((sum, { value }) => sum + value, 0);
    return total === 0 ? [] : [`${name}: ${total}`];
  });
  return h(
    'figure',
    { key: 'histogram' },
    h('figcaption', null, 'How many took how long'),
    barChart({ label: `Answers by time to text. ${filled.join('; ')}.`, names, stacks }),
    h('details', null, h('summary', null, 'The counts as a table'), buckets(names, byOrigin)),
  );
}

function buckets(names: readonly string[], byOrigin: TimesReport['byOrigin']): JSX.Element {
  return wideTable(
    'Answers by time to text',
    ['Time', ...origins.map((origin) => originWords[origin])],
    names.map((name, bucket) => ({
      key: name,
      cells: [
        name,
        ...origins.map((origin) =>
          figure(
            `times.byOrigin.${origin}.histogram.buckets.${bucket}`,
            byOrigin[origin].histogram.buckets[bucket] ?? 0,
            formatCount,
          ),
        ),
      ],
    })),
  );
}
