import { type PolicyName, policyNames, sizes, type WorkloadReport } from './study';

/** How the lines are drawn: dashes tell them apart without colours, too. */
const styles: Readonly<Record<PolicyName, { readonly colour: string; readonly dash: string }>> = {
  LRU: { colour: '#0550ae', dash: '' },
  SIEVE: { colour: '#0a6640', dash: '8 4' },
  FIFO: { colour: '#953800', dash: '2 3' },
  LFU: { colour: '#8250df', dash: '10 3 2 3' },
  random: { colour: '#57606a', dash: '1 5' },
  'GreedyDual-Size': { colour: '#cf222e', dash: '12 6' },
  optimal: { colour: '#1f2328', dash: '4 2' },
};

const area = { left: 72, top: 32, width: 560, height: 240, gap: 76 };
const legendLine = 20;

/**
 * Miss-ratio curves as an SVG picture, a panel for each workload: the part of the miss ratio that a policy is to blame for,
 * by the most entries, both in logarithmic scale. `shipped` is the product's size in entries.
 */
export function plotMissRatios(reports: readonly WorkloadReport[], shipped: number): string {
  const bottom = reports.length * (area.height + area.gap) + area.top;
  const size = { width: 660, height: bottom + policyNames.length * legendLine + 8 };
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" font-family="sans-serif" font-size="13" role="img" aria-label="Miss ratio of the completion cache, by policy and size">`,
    `<rect width="${size.width}" height="${size.height}" fill="#ffffff"/>`,
    ...reports.flatMap((report, index) => panel(report, index, shipped)),
    text(area.left, bottom - 24, 'Share of the lookups lost to evictions, by the most entries', 'start'),
    ...policyNames.map((policy, index) => legend(policy, bottom + index * legendLine)),
    '</svg>',
    '',
  ].join('\n');
}

/** Shares of the lookups that lines of the grid stand for; what is less, nothing included, is drawn at the bottom. */
const grid = [0.0001, 0.001, 0.01, 0.1] as const;
const most = 0.2;

function panel({ workload, rows, leastMissRatio }: WorkloadReport, index: number, shipped: number): string[] {
  const top = area.top + index * (area.height + area.gap);
  const y = (ratio: number): number => {
    const share = Math.log(Math.max(ratio, grid[0]) / grid[0]) / Math.log(most / grid[0]);
    return round(top + (1 - share) * area.height);
  };
  const least = `${(leastMissRatio * 100).toFixed(1)} %`;
  return [
    text(area.left, top - 10, `${workload}; ${least} of the lookups no cache can answer`, 'start'),
    ...grid.map(
      (share) =>
        `<path d="M${x(sizes[0])} ${y(share)}H${x(sizes.at(-1) ?? 0)}" stroke="#d8dee4"/>` +
        text(area.left - 8, y(share) + 4, `${share === grid[0] ? '≤ ' : ''}${share * 100} %`, 'end'),
    ),
    ...sizes.map((entries) =>
      text(x(entries), top + area.height + 18, entries.toLocaleString('en'), 'middle'),
    ),
    `<path d="M${x(shipped)} ${top}v${area.height}" stroke="#1f2328" stroke-dasharray="1 4" stroke-width="2"/>`,
    ...policyNames.map((policy) => {
      const points = rows
        .filter((row) => row.policy === policy)
        .map(({ entries, lost, lookups }) => `${x(entries)},${y(lost / lookups)}`);
      const { colour, dash } = styles[policy];
      return `<polyline points="${points.join(' ')}" fill="none" stroke="${colour}" stroke-width="2" stroke-dasharray="${dash}"/>`;
    }),
  ];
}

function legend(policy: PolicyName, at: number): string {
  const { colour, dash } = styles[policy];
  return (
    `<path d="M${area.left} ${at}h44" stroke="${colour}" stroke-width="2" stroke-dasharray="${dash}"/>` +
    text(area.left + 54, at + 4, policy === 'optimal' ? 'optimal, which knows the future' : policy, 'start')
  );
}

function text(left: number, base: number, content: string, anchor: 'start' | 'middle' | 'end'): string {
  return `<text x="${left}" y="${base}" text-anchor="${anchor}" fill="#1f2328">${content}</text>`;
}

/** Sizes are far apart, so the scale is logarithmic. */
function x(entries: number): number {
  const [least, most] = [sizes[0], sizes.at(-1) ?? 0];
  return round(area.left + (Math.log(entries / least) / Math.log(most / least)) * area.width);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
