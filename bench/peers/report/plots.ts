import type { BarPanel, LinePanel } from '../../plots/chart';
import { stackPanels } from '../../plots/stackPanels';
import type { ContenderName } from '../contenders';
import type { RunRecord } from '../runRecord';
import { contextNames } from '../sizes';
import { type Claim, claims } from './claims';
import { selectRuns, type Summary, summaryOf } from './summary';

/** What each contender paid a key, as a picture. */
export function plotCosts(model: string, summaries: readonly Summary[]): string {
  return stackPanels({
    label: `What a keystroke costs on ${model}, by contender`,
    panels: claims.map(({ name, figure }) => costPanel(name, figure, summaries)),
  });
}

function costPanel(name: string, figure: Claim['figure'], summaries: readonly Summary[]): BarPanel {
  return {
    kind: 'bars',
    title: titleOf(name),
    categories: summaries.map(({ contender }) => contender),
    yAxis: { name: 'log scale', scale: 'log' },
    series: [{ name: 'the less, the better', values: summaries.map((summary) => rounded(figure(summary))) }],
  };
}

/** How the cost of a key grows with the context, as a picture. */
export function plotContexts(
  model: string,
  runs: readonly RunRecord[],
  contenders: readonly ContenderName[],
): string {
  const points = (contender: ContenderName, figure: Claim['figure']): [string, number][] =>
    contextNames.flatMap((context): [string, number][] => {
      const selected = selectRuns(runs, { study: 'traces', context }, contenders).get(contender) ?? [];
      const value = figure(summaryOf(contender, commonTraces(selected)));
      return Number.isFinite(value) ? [[context, value]] : [];
    });
  const panels = claims
    .filter(({ name }) => name.includes('keystroke'))
    .map(({ name, figure }): LinePanel => ({
      kind: 'lines',
      title: titleOf(name),
      xAxis: { name: 'tokens of context', scale: 'category', values: [...contextNames] },
      yAxis: { name: 'log scale', scale: 'log' },
      series: contenders.map((contender) => ({ name: contender, points: points(contender, figure) })),
    }));
  return stackPanels({ label: `How the cost of a keystroke grows with the context on ${model}`, panels });
}

/** The traces that are played at every size of context: the first. */
function commonTraces(runs: readonly RunRecord[]): readonly RunRecord[] {
  return runs.slice(0, 1);
}

function titleOf(name: string): string {
  return `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
}

function rounded(value: number): number | null {
  return Number.isFinite(value) ? Number(value.toPrecision(3)) : null;
}
