import type { EstimatedTimes } from '../../src/models/speed';

/** One model's times as they were estimated and as they were, in ms. */
export interface SpeedRow extends EstimatedTimes {
  readonly model: string;
  readonly estimate: EstimatedTimes;
}

/** A Markdown table. The error is the share by which the estimate is above what was measured. */
export function speedTable(rows: readonly SpeedRow[]): string {
  const head = '| Model | A key, estimated | Measured | Error | A line, estimated | Measured | Error |';
  const lines = rows.map(({ model, estimate, keyMs, lineMs }) => {
    const cells = [model, ...pair(estimate.keyMs, keyMs), ...pair(estimate.lineMs, lineMs)];
    return `| ${cells.join(' | ')} |`;
  });
  return [head, '| :-- | --: | --: | --: | --: | --: | --: |', ...lines].join('\n');
}

function pair(estimated: number, measured: number): readonly string[] {
  const error = (estimated / measured - 1) * 100;
  return [
    `${Math.round(estimated)} ms`,
    `${Math.round(measured)} ms`,
    `${error < 0 ? '−' : '+'}${Math.abs(error).toFixed(0)} %`,
  ];
}
