import type { ModelInfo } from '../../src/engine/port';
import type { BufferSizes } from './bufferSizes';
import type { ProcessMemory } from './processMemory';
import { type ReportHeader, reportHeader, type Row, rounded } from './report';
import { slope } from './statistics';

/** MB are of 2²⁰ bytes. */
const megabyte = 2 ** 20;

/** What the process may hold beside the model's buffers, in MB: Node, llama.cpp, the vocabulary, the tools' own state. */
export const allowanceMegabytes = 150;

/** This share of the samples says how the process warms up, not whether it grows. */
const warmUpShare = 0.1;

export interface Sample {
  /** Engine requests made until then. */
  readonly requests: number;
  readonly anonymous: number;
}

/** Of a simulated working time. */
export interface Work {
  readonly hours: number;
  readonly requests: number;
  readonly aborted: number;
  readonly samples: readonly Sample[];
}

export interface MemoryReport extends ReportHeader {
  /** In MB; after the model was loaded, and after every sequence was used. */
  readonly loaded: ProcessMemory;
  readonly used: ProcessMemory;
  /** anonymous ≤ weights not mapped + KV + compute + output + allowance; in MB. */
  readonly formula: {
    readonly anonymous: number;
    /** Null where the engine's log does not name llama.cpp's buffers. */
    readonly parts: BufferSizes | null;
    /** What `ModelInfo` says of the KV cache, which should be what llama.cpp says. */
    readonly kvByModelInfo: number;
    readonly allowance: number;
    readonly bound: number | null;
    readonly holds: boolean | null;
  };
  readonly work: WorkReport | null;
}

/** All in MB of anonymous memory, after the first tenth of the requests. */
export interface WorkReport {
  readonly hours: number;
  readonly requests: number;
  readonly aborted: number;
  readonly slopePerHour: number;
  readonly slopeOverAll: number;
  readonly least: number;
  readonly most: number;
  readonly mostLessLeast: number;
  readonly samples: readonly number[];
}

export function memoryReport(
  model: ModelInfo,
  loaded: ProcessMemory,
  used: ProcessMemory,
  parts: BufferSizes | undefined,
  work: Work | undefined,
): MemoryReport {
  const anonymous = Math.max(loaded.anonymous, used.anonymous);
  const bound = parts && boundOf(parts);
  return {
    ...reportHeader('memory', model),
    loaded: inMegabytes(loaded),
    used: inMegabytes(used),
    formula: {
      anonymous: megabytes(anonymous),
      parts: parts ? inMegabytes(parts) : null,
      kvByModelInfo: megabytes(model.kvBytes),
      allowance: allowanceMegabytes,
      bound: bound === undefined ? null : megabytes(bound),
      holds: bound === undefined ? null : anonymous <= bound,
    },
    work: work ? workReport(work) : null,
  };
}

/** What the process may hold anonymously, in bytes. */
export function boundOf({ otherWeights, kv, compute, output }: BufferSizes): number {
  return otherWeights + kv + compute + output + allowanceMegabytes * megabyte;
}

export function workReport({ hours, requests, aborted, samples }: Work): WorkReport {
  const warm = samples.slice(Math.ceil(samples.length * warmUpShare));
  const points = warm.map(({ requests: done, anonymous }) => ({
    x: (done / requests) * hours,
    y: anonymous / megabyte,
  }));
  const sizes = points.map(({ y }) => y);
  const least = Math.min(...sizes);
  const most = Math.max(...sizes);
  const slopePerHour = slope(points);
  return {
    hours,
    requests,
    aborted,
    slopePerHour: rounded(slopePerHour, 3),
    slopeOverAll: rounded(slopePerHour * hours, 2),
    least: rounded(least),
    most: rounded(most),
    mostLessLeast: rounded(most - least),
    samples: samples.map(({ anonymous }) => megabytes(anonymous)),
  };
}

export function memoryTable({ loaded, used, formula, work }: MemoryReport): Row[] {
  const { parts } = formula;
  return [
    ['memory of the engine process, MB', 'anonymous', 'of files'],
    ['model loaded', loaded.anonymous, loaded.mapped],
    ['every sequence used', used.anonymous, used.mapped],
    ...(parts ? boundRows(formula, parts) : [[noParts]]),
    ...(work ? workRows(work) : []),
  ];
}

const noParts =
  "The engine's log does not name llama.cpp's buffers, so nothing can be said of the bound: does the engine let " +
  "llama.cpp's lines of level info through?";

function boundRows({ bound, allowance, holds }: MemoryReport['formula'], parts: BufferSizes): Row[] {
  return [
    ['weights not mapped', parts.otherWeights],
    ['KV cache', parts.kv],
    ['compute buffers', parts.compute],
    ['output buffer', parts.output],
    ['allowance', allowance],
    ['bound', bound ?? ''],
    [holds === true ? 'anonymous memory is within the bound' : 'anonymous memory EXCEEDS the bound'],
  ];
}

function workRows(work: WorkReport): Row[] {
  return [
    [`${work.hours} hours of work: ${work.requests} engine requests, ${work.aborted} of them aborted`],
    ['anonymous, least', work.least],
    ['anonymous, most', work.most],
    ['slope an hour', work.slopePerHour],
    ['slope over all hours', work.slopeOverAll],
  ];
}

function inMegabytes<T extends ProcessMemory | BufferSizes>(sizes: T): T {
  return Object.fromEntries(
    Object.entries(sizes).map(([name, bytes]) => [name, megabytes(bytes as number)]),
  ) as unknown as T;
}

function megabytes(bytes: number): number {
  return rounded(bytes / megabyte);
}
