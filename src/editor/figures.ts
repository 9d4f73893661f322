import type {
  CacheUtilisation,
  Distribution,
  MetricsSnapshot,
  SuggestionFigures,
} from '../completion/metrics';
import { type Origin, origins } from '../completion/outcome';
import type { EngineStats, EngineStatus, LayoutName, ModelInfo } from '../engine/port';
import { formatBytes, formatCount, formatDecimal, formatMilliseconds, formatPercent } from './format';
import type { HearthState } from './hearthState';

export interface FigureRow {
  readonly label: string;
  readonly values: readonly string[];
}

/** A small table of figures in words, as the tooltip shows it. */
export interface FigureTable {
  readonly caption: string;
  /** Heads of the columns, that of the labels first. Two columns need none to be understood. */
  readonly columns: readonly string[];
  readonly rows: readonly FigureRow[];
}

/** What the status bar's number means, in one sentence. */
export const hitRateMeaning =
  'The number is the hit rate: the share of requests answered from the completion cache, with no work by the model.';

const originNames: Readonly<Record<Origin, string>> = {
  'typed-through': 'Typed through',
  cache: 'Cache',
  joined: 'Joined a running request',
  warm: 'Model, warm',
  cold: 'Model, cold',
};

const outcomeNames: Readonly<Record<string, string>> = {
  ...Object.fromEntries(origins.map((origin) => [`answer:${origin}`, `Answer: ${originNames[origin]}`])),
  'none:disabled': 'None: turned off',
  'none:excluded': 'None: excluded file',
  'none:held-back': 'None: nothing to ask the model for',
  'none:aborted': 'None: called off by the editor',
  'none:superseded': 'None: overtaken by a newer request',
  'none:empty': 'None: the model had nothing to add',
  'none:filtered': 'None: the answer was not good enough',
  'none:failed': 'None: failed',
};

const layoutNames: Readonly<Record<LayoutName, string>> = {
  anchored: 'Anchored',
  plain: 'Plain',
  'suffix-first': 'Suffix first',
  'prefix-only': 'Prefix only',
};

/** Name of an outcome kind for people. */
export function outcomeName(kind: string): string {
  return outcomeNames[kind] ?? kind;
}

/** The tables of the tooltip: everything but what only a closer look, at the statistics, asks for. */
export function mainTables(state: HearthState): readonly FigureTable[] {
  return [
    completionCacheTable(state.metrics, state.cache),
    kvTable(state.metrics),
    latencyTable(state.metrics),
    suggestionTable(state.metrics.suggestions),
    engineTable(state.engine, state.engineStats),
  ];
}

function completionCacheTable(metrics: MetricsSnapshot, cache: CacheUtilisation): FigureTable {
  const bytes = `${formatBytes(cache.bytes)} of ${formatBytes(cache.maxBytes)}`;
  const entries = `${formatCount(cache.entries)} of ${formatCount(cache.maxEntries)}`;
  return {
    caption: 'Completion cache',
    columns: ['Figure', 'Value'],
    rows: [
      row('Hit rate', formatPercent(metrics.hitRate)),
      row('Hits', formatCount(metrics.hits)),
      row('Misses', formatCount(metrics.misses)),
      row('Joined a running request', formatCount(metrics.joined)),
      row('Entries used', `${entries} (${shareOf(cache.entries, cache.maxEntries)})`),
      row('Memory used', `${bytes} (${shareOf(cache.bytes, cache.maxBytes)})`),
    ],
  };
}

function kvTable({ kv }: MetricsSnapshot): FigureTable {
  return {
    caption: 'KV cache of the model',
    columns: ['Figure', 'Value'],
    rows: [
      row('Prompt tokens reused', formatPercent(kv.reuse)),
      row('Foreground tokens a keystroke', meanOf(kv.foregroundPerKeystroke)),
      row('Foreground tokens a model request', meanOf(kv.foregroundPerEngineRequest)),
    ],
  };
}

function latencyTable({ latencyMs }: MetricsSnapshot): FigureTable {
  return {
    caption: 'Time to text',
    columns: ['Origin', 'Answers', 'Median', '95th percentile'],
    rows: origins.map((origin) => ({
      label: originNames[origin],
      values: [formatCount(latencyMs[origin].count), ...percentilesOf(latencyMs[origin])],
    })),
  };
}

function suggestionTable(figures: SuggestionFigures): FigureTable {
  const { shown, acceptedCharacters, agedCharacters, survivingCharacters } = figures;
  const ofShown = (count: number): string => `${formatCount(count)} (${shareOf(count, shown)})`;
  const surviving = `${formatCount(survivingCharacters)} of ${formatCount(agedCharacters)}`;
  return {
    caption: 'Suggestions',
    columns: ['Figure', 'Value'],
    rows: [
      row('Shown', formatCount(shown)),
      row('Accepted', ofShown(figures.accepted)),
      row('Accepted in part', ofShown(figures.partly)),
      row('Typed to the end', ofShown(figures.typedThrough)),
      row('Dismissed', ofShown(figures.dismissed)),
      row('Characters accepted', formatCount(acceptedCharacters)),
      row('Still there after 30 seconds', `${surviving} (${shareOf(survivingCharacters, agedCharacters)})`),
    ],
  };
}

function engineTable(status: EngineStatus, stats: EngineStats | undefined): FigureTable {
  return {
    caption: 'Engine',
    columns: ['Figure', 'Value'],
    rows: [
      row('State', engineStateName(status)),
      ...('model' in status ? modelRows(status.model) : []),
      ...(stats === undefined ? [] : [row('Memory', formatBytes(stats.rssBytes))]),
    ],
  };
}

function modelRows(model: ModelInfo): readonly FigureRow[] {
  return [
    row('Model', model.name),
    row('Prompt layout', layoutNames[model.layout]),
    row('Context', `${formatCount(model.contextTokens)} tokens`),
    row('Threads', formatCount(model.threads)),
    row('Computed on', computedOn(model)),
  ];
}

/** What computes, and where Hearth chose that itself, why. */
export function computedOn({ gpu, gpuNote }: Pick<ModelInfo, 'gpu' | 'gpuNote'>): string {
  const name = gpu === false ? 'CPU' : `GPU (${gpu})`;
  return gpuNote === undefined ? name : `${name}: ${gpuNote}`;
}

/** The engine's state in a few words. */
export function engineStateName(status: EngineStatus): string {
  switch (status.state) {
    case 'unloaded':
      return 'Starts with the first request';
    case 'loading':
      return 'Loading the model';
    case 'ready':
      return 'Ready';
    case 'working':
      return 'Working';
    case 'restarting':
      return 'Starts again with the next request';
    case 'problem':
      return 'Stopped';
  }
}

function percentilesOf({ count, p50, p95 }: Distribution): readonly string[] {
  return count === 0 ? ['–', '–'] : [formatMilliseconds(p50), formatMilliseconds(p95)];
}

function meanOf({ count, mean }: Distribution): string {
  return count === 0 ? '–' : formatDecimal(mean);
}

function shareOf(part: number, whole: number): string {
  return whole === 0 ? '–' : formatPercent(part / whole);
}

function row(label: string, value: string): FigureRow {
  return { label, values: [value] };
}
