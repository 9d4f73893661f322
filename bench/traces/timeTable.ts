import type { TimeFigures } from '../replay/requestTimes';
import { layOut, percent, type Row } from '../replay/textTable';
import type { TracesClock } from './arguments';

const clocks: Readonly<Record<TracesClock, string>> = {
  profile: 'by the cost profile',
  real: 'in real time',
  none: 'in no time',
};

/** How long was waited over all requests, and how many showed something, as text to read. */
export function formatTimes(clock: TracesClock, times: TimeFigures): string {
  const { requests, answers, parts, timeToTextMs, warmFirstTokenMs } = times;
  const rows = [
    ['to the first token of warm answers', warmFirstTokenMs],
    ['to the text of all answers', timeToTextMs],
  ] as const;
  const table = layOut([
    [`ms, answered ${clocks[clock]}`, 'p50', 'p95', 'p99', 'max', 'answers'],
    ...rows.map(([name, { p50, p95, p99, max, count }]): Row => {
      return [name, ...[p50, p95, p99, max].map((ms) => ms.toFixed(1)), count];
    }),
  ]);
  const share = requests === 0 ? 'none' : percent(answers / requests);
  return `${table}\n\n${answers} of ${requests} requests showed an answer (${share}), ${parts} of them a part of it first.`;
}
