import type { KindCount } from '../replay/requestKinds';
import { layOut, percent, type Row } from '../replay/textTable';
import type { TraceFigures } from './tracesReport';

type Kinds = Pick<TraceFigures, 'name' | 'outcomes' | 'following' | 'seen' | 'accept'>;

/** How all requests ended, and what became of those that should cost nothing, as text to read. */
export function formatKinds(traces: readonly Kinds[], total: Kinds): string {
  const takes = total.accept !== null;
  const heads: Row = [
    'without the engine',
    'typing what is shown',
    '',
    'back at a state',
    '',
    ...(takes ? ['taken', 'keys saved', ''] : []),
  ];
  return `${layOut(endRows(total))}\n\n${layOut([heads, ...[...traces, total].map(rowOf)])}`;
}

function endRows({ outcomes }: Kinds): Row[] {
  const all = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
  const rows = Object.entries(outcomes).sort(([, a], [, b]) => b - a);
  return [
    ['outcome', 'requests', 'share'],
    ...rows.map(([outcome, count]): Row => [outcome, count, percent(count / all)]),
  ];
}

function rowOf({ name, following, seen, accept }: Kinds): Row {
  const saved = accept ? [accept.accepted, accept.charsSaved, percent(accept.keystrokesSaved)] : [];
  return [name, ...cellsOf(following), ...cellsOf(seen), ...saved];
}

function cellsOf({ requests, withoutEngine }: KindCount): Row {
  return [`${withoutEngine} of ${requests}`, requests === 0 ? 'none' : percent(withoutEngine / requests)];
}
