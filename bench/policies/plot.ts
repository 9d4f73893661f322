import type { LinePanel } from '../plots/chart';
import { stackPanels } from '../plots/stackPanels';
import { type PolicyName, policyNames, sizes, type WorkloadReport } from './study';

/** In per cent of the lookups; what is less, nothing included, is drawn at the bottom. */
const range = { least: 0.01, most: 20 } as const;

/**
 * Miss-ratio curves as an SVG picture, a panel for each workload: the part of the miss ratio that a policy is to blame for,
 * by the most entries, both in logarithmic scale. `shipped` is the product's size in entries.
 */
export function plotMissRatios(reports: readonly WorkloadReport[], shipped: number): string {
  return stackPanels({
    label: 'Miss ratio of the completion cache, by policy and size',
    panels: reports.map((report) => panel(report, shipped)),
  });
}

function panel({ workload, rows, leastMissRatio }: WorkloadReport, shipped: number): LinePanel {
  const least = `${(leastMissRatio * 100).toFixed(1)} %`;
  return {
    kind: 'lines',
    title: `${workload}; ${least} of the lookups no cache can answer`,
    xAxis: { name: 'The most entries', scale: 'log', values: sizes },
    yAxis: { name: 'Share of the lookups lost to evictions', scale: 'log', unit: '%', ...range },
    mark: { x: shipped, name: `the product’s: ${shipped.toLocaleString('en')}` },
    series: policyNames.map((policy) => ({
      name: nameOf(policy),
      points: rows
        .filter((row) => row.policy === policy)
        .map(({ entries, lost, lookups }) => [entries, (lost / lookups) * 100]),
    })),
  };
}

function nameOf(policy: PolicyName): string {
  return policy === 'optimal' ? 'optimal, which knows the future' : policy;
}
