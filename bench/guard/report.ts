import { layOut, percent, type Row } from '../replay/textTable';
import { type Baseline, guarded, lossOf } from './baseline';
import type { GuardFigures, GuardRun } from './guardRun';

/** The figures of each trace and of all, and how those of all compare with the baseline. */
export function formatGuard({ traces, total }: GuardRun, baseline: Baseline): string {
  const heads: Row = ['trace', 'keystrokes', 'foreground a key', 'all a key', 'hit rate', 'saved'];
  const rows = [...traces].map(([name, figures]) => rowOf(name, figures));
  return layOut([heads, ...rows, rowOf('all', total), rowOf('baseline', baseline.total)]);
}

/** What got better by more than it may get worse, so that the baseline could be raised; empty where nothing did. */
export function gains({ total }: GuardRun, baseline: Baseline): string[] {
  return guarded
    .filter((each) => lossOf(each, total, baseline.total) < -each.tolerance)
    .map(({ figure, name }) => `${name} ${baseline.total[figure]} → ${total[figure]}`);
}

function rowOf(name: string, figures: GuardFigures): Row {
  const { keystrokes, foregroundTokens, allTokens, hitRate, keystrokesSaved } = figures;
  return [
    name,
    keystrokes,
    foregroundTokens.toFixed(2),
    allTokens.toFixed(2),
    percent(hitRate),
    percent(keystrokesSaved),
  ];
}
