import { h, type JSX } from 'preact';
import { formatCount } from '../../../format';
import type { DayTotals } from '../../report';
import { barChart } from '../charts/barChart';
import type { Mark } from '../charts/marks';
import { card, figure, hint, wideTable } from '../figure';
import { shortDay } from '../text';

const hitMark: Mark = { colour: 'green', shape: 'circle', pattern: 'solid' };
const otherMark: Mark = { colour: 'blue', shape: 'square', pattern: 'rising' };

const columns = [
  ['Keystrokes', 'keystrokes'],
  ['Requests', 'requests'],
  ['Hits', 'hits'],
  ['Model requests', 'engineRequests'],
  ['Tokens evaluated', 'evaluatedTokens'],
  ['Tokens reused', 'reusedTokens'],
  ['Shown', 'shown'],
  ['Accepted', 'accepted'],
  ['Characters accepted', 'acceptedCharacters'],
] as const satisfies readonly (readonly [string, keyof DayTotals])[];

/** The days so far, all windows together. Only numbers are kept, and Clear Caches removes them. */
export function daysSection(days: readonly DayTotals[]): JSX.Element {
  if (days.length === 0) return card('days', 'Day by day', hint('No day has been counted yet.'));
  const stacks = days.map(({ hits, requests }) => [
    { value: hits, mark: hitMark },
    { value: Math.max(0, requests - hits), mark: otherMark },
  ]);
  const last = days.at(-1);
  const label = `Requests day by day, ${days.length} days. ${
    last === undefined ? '' : `On ${last.day}: ${last.requests} requests, ${last.hits} of them hits.`
  }`;
  return card(
    'days',
    'Day by day',
    h(
      'figure',
      null,
      h('figcaption', null, 'Requests of all windows; the filled part is hits'),
      barChart({ label, names: days.map(shortDay), stacks }),
      h('details', null, h('summary', null, 'The totals as a table'), totals(days)),
    ),
  );
}

function totals(days: readonly DayTotals[]): JSX.Element {
  return wideTable(
    'Totals of each day',
    ['Day', ...columns.map(([name]) => name)],
    days.map((day, index) => ({
      key: day.day,
      cells: [
        figure(`days.${index}.day`, day.day, String),
        ...columns.map(([, key]) => figure(`days.${index}.${key}`, day[key], formatCount)),
      ],
    })),
  );
}
