import type { ModelInfo } from '../../src/engine/port';
import { estimateMemory, type MemoryEstimate } from '../../src/models/fit';
import type { ModelFacts } from '../../src/models/modelFacts';
import type { BufferSizes } from './bufferSizes';

const megabyte = 2 ** 20;

/** One model at one context, as it was estimated and as it was. */
export interface FitRow {
  readonly model: string;
  readonly contextTokens: number;
  readonly sequences: number;
  readonly estimate: MemoryEstimate;
  readonly resident: number;
  /** What llama.cpp says of its buffers; undefined where it says nothing. */
  readonly buffers: BufferSizes | undefined;
  /** By what share the estimate is above what was measured. */
  readonly error: number;
}

export function fitRow(
  facts: ModelFacts,
  { contextTokens, sequences }: ModelInfo,
  resident: number,
  buffers: BufferSizes | undefined,
): FitRow {
  const estimate = estimateMemory(facts.shape, contextTokens, sequences);
  const model = `${facts.name} ${facts.quantisation}`;
  return {
    model,
    contextTokens,
    sequences,
    estimate,
    resident,
    buffers,
    error: estimate.total / resident - 1,
  };
}

/** A Markdown table, in MB of 2²⁰ bytes; llama.cpp's own figures stand in brackets. */
export function fitTable(rows: readonly FitRow[]): string {
  const head =
    '| Model | Context | Places | Weights | KV | Compute | Process | Estimate | Measured | Error |';
  const lines = rows.map(({ model, contextTokens, sequences, estimate, resident, buffers, error }) => {
    const said = (bytes: number | undefined): string => (bytes === undefined ? '' : ` (${mb(bytes)})`);
    const cells = [
      model,
      contextTokens,
      sequences,
      mb(estimate.weights) + said(buffers && buffers.mappedWeights + buffers.otherWeights),
      mb(estimate.kv) + said(buffers?.kv),
      mb(estimate.compute) + said(buffers && buffers.compute + buffers.output),
      mb(estimate.process),
      mb(estimate.total),
      mb(resident),
      `${error < 0 ? '−' : '+'}${Math.abs(error * 100).toFixed(1)} %`,
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [head, '| :-- | --: | --: | --: | --: | --: | --: | --: | --: | --: |', ...lines].join('\n');
}

function mb(bytes: number): string {
  return String(Math.round(bytes / megabyte));
}
