import { type Origin, origins } from '../../src/completion/outcome';
import type {
  DayTotals,
  RequestRecord,
  SequenceReport,
  StatisticsReport,
  TimePoint,
} from '../../src/editor/statistics/report';
import { seededRandom } from './random';

/** 25 November 2026, 14:30 in UTC. */
const now = Date.UTC(2026, 10, 25, 14, 30);
const minute = 60_000;

const boundsMs = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];

/** Typical time to text by origin, in ms. */
const typicalMs: Readonly<Record<Origin, number>> = {
  'typed-through': 0.3,
  cache: 0.6,
  joined: 60,
  warm: 180,
  cold: 1900,
};

const shares: Readonly<Record<Origin, number>> = {
  'typed-through': 0.62,
  cache: 0.12,
  joined: 0.1,
  warm: 0.13,
  cold: 0.03,
};

/** A report as after a working hour: every kind of thing that the view shows is in it. */
export function sampleReport(): StatisticsReport {
  const random = seededRandom(7);
  const points = timePoints(random, 400);
  return {
    version: 1,
    takenAt: now,
    since: now - 72 * minute,
    cache: {
      hits: 1284,
      misses: 396,
      joined: 61,
      hitRate: 1284 / 1680,
      missRate: 396 / 1680,
      entries: 342,
      maxEntries: 1000,
      entriesUtilisation: 0.342,
      bytes: 413_208,
      maxBytes: 8_000_000,
      bytesUtilisation: 413_208 / 8_000_000,
      evictions: { entries: 12, bytes: 0, expired: 31, replaced: 87, document: 4, cleared: 0 },
    },
    kv: {
      reuse: 0.9871,
      reusedTokens: 214_903,
      evaluatedTokens: 2_811,
      coldTokens: 1_702,
      backgroundTokens: 9_420,
      foregroundPerKeystroke: { count: 1702, mean: 0.65, p50: 0, p95: 4, p99: 9, max: 28 },
      foregroundPerEngineRequest: { count: 214, mean: 5.2, p50: 3, p95: 17, p99: 26, max: 28 },
      sequences,
      snapshots: { enabled: true, files: 7, bytes: 188_000_000, maxBytes: 1_024_000_000 },
    },
    times: { boundsMs, byOrigin: byOriginOf(points), overTime: points },
    keystrokes: 1702,
    requests: 1680,
    engineRequests: 218,
    outcomes: {
      'answer:typed-through': 812,
      'none:held-back': 301,
      'answer:cache': 160,
      'none:aborted': 142,
      'answer:warm': 121,
      'answer:joined': 61,
      'none:filtered': 44,
      'none:empty': 29,
      'answer:cold': 9,
      'none:failed': 1,
    },
    suggestions: {
      shown: 264,
      accepted: 71,
      partly: 18,
      dismissed: 139,
      typedThrough: 35,
      acceptedCharacters: 2_390,
      agedCharacters: 2_301,
      survivingCharacters: 2_114,
    },
    recent: recentRequests(random),
    engine: {
      state: 'ready',
      problem: null,
      model: 'Hearth Starter 135M',
      modelBytes: 90_100_000,
      layout: 'anchored',
      contextTokens: 3072,
      sequences: 4,
      kvBytes: 270_000_000,
      threads: 3,
      gpu: null,
      gpuNote: 'this build of Hearth has no GPU back end',
      rssBytes: 488_000_000,
      processId: 47_110,
      restarts: 1,
      cpuSecondsAMinute: 7.4,
      cpuSeconds: 212.5,
    },
    days: days(random),
  };
}

/** A report before the first request. */
export function emptyReport(): StatisticsReport {
  const { cache, kv, times, engine } = sampleReport();
  const none = { count: 0, mean: 0, p50: 0, p95: 0, p99: 0, max: 0 };
  const histogram = { count: 0, sum: 0, buckets: boundsMs.map(() => 0).concat(0) };
  return {
    version: 1,
    takenAt: now,
    since: now,
    cache: {
      ...cache,
      hits: 0,
      misses: 0,
      joined: 0,
      hitRate: null,
      missRate: null,
      entries: 0,
      entriesUtilisation: 0,
      bytes: 0,
      bytesUtilisation: 0,
      evictions: { entries: 0, bytes: 0, expired: 0, replaced: 0, document: 0, cleared: 0 },
    },
    kv: {
      ...kv,
      reuse: null,
      reusedTokens: 0,
      evaluatedTokens: 0,
      coldTokens: 0,
      backgroundTokens: 0,
      foregroundPerKeystroke: none,
      foregroundPerEngineRequest: none,
      sequences: [],
      snapshots: { enabled: false, files: 0, bytes: 0, maxBytes: 0 },
    },
    times: { ...times, byOrigin: eachOrigin(() => ({ spread: none, histogram })), overTime: [] },
    keystrokes: 0,
    requests: 0,
    engineRequests: 0,
    outcomes: {},
    suggestions: {
      shown: 0,
      accepted: 0,
      partly: 0,
      dismissed: 0,
      typedThrough: 0,
      acceptedCharacters: 0,
      agedCharacters: 0,
      survivingCharacters: 0,
    },
    recent: [],
    engine: {
      ...engine,
      gpuNote: null,
      state: 'unloaded',
      model: null,
      modelBytes: null,
      layout: null,
      contextTokens: null,
      sequences: null,
      kvBytes: null,
      threads: null,
      rssBytes: null,
      processId: null,
      restarts: 0,
      cpuSecondsAMinute: null,
      cpuSeconds: null,
    },
    days: [],
  };
}

const sequences: readonly SequenceReport[] = [
  { path: 'src/todo/store.ts', line: 41, tokens: 1_204, contextTokens: 3072, state: 'serving' },
  { path: 'src/todo/app.ts', line: 12, tokens: 611, contextTokens: 3072, state: 'warm' },
  {
    path: 'src/very/deep/in/the/tree/of/folders/aFileWithAnUncommonlyLongName.test.ts',
    line: 1208,
    tokens: 2_830,
    contextTokens: 3072,
    state: 'preparing',
  },
  { path: null, line: null, tokens: 0, contextTokens: 3072, state: 'empty' },
];

function timePoints(random: () => number, count: number): readonly TimePoint[] {
  return Array.from({ length: count }, (_, index) => {
    const origin = pick(random());
    const ms = typicalMs[origin] * Math.exp((random() - 0.5) * 1.6);
    return { at: now - (count - index) * 10_000, ms, origin };
  });
}

/** An origin, each as often as its share says. */
function pick(dice: number): Origin {
  let rest = dice;
  for (const origin of origins) {
    rest -= shares[origin];
    if (rest < 0) return origin;
  }
  return 'cold';
}

function byOriginOf(points: readonly TimePoint[]): StatisticsReport['times']['byOrigin'] {
  return eachOrigin((origin) => {
    const times = points.filter((point) => point.origin === origin).map(({ ms }) => ms);
    const sorted = [...times].sort((left, right) => left - right);
    const quantile = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
    const sum = times.reduce((total, ms) => total + ms, 0);
    const bucketOf = (ms: number): number => {
      const at = boundsMs.findIndex((bound) => ms <= bound);
      return at < 0 ? boundsMs.length : at;
    };
    const buckets = [...boundsMs, Infinity].map(
      (_, bucket) => times.filter((ms) => bucketOf(ms) === bucket).length,
    );
    return {
      spread: {
        count: times.length,
        mean: times.length === 0 ? 0 : sum / times.length,
        p50: quantile(0.5),
        p95: quantile(0.95),
        p99: quantile(0.99),
        max: sorted.at(-1) ?? 0,
      },
      histogram: { count: times.length, sum, buckets },
    };
  });
}

function eachOrigin<Value>(make: (origin: Origin) => Value): Readonly<Record<Origin, Value>> {
  const [typedThrough, cache, joined, warm, cold] = origins.map(make);
  if (!typedThrough || !cache || !joined || !warm || !cold) throw new Error('There are five origins.');
  return { 'typed-through': typedThrough, cache, joined, warm, cold };
}

/** What the last requests were, over and over: one of each kind that looks different. */
const kinds: readonly Partial<RequestRecord>[] = [
  { kind: 'answer', origin: 'typed-through', characters: 31, ms: 0.3 },
  { kind: 'answer', origin: 'typed-through', characters: 32, ms: 0.4, end: 'typedThrough' },
  {
    kind: 'answer',
    origin: 'warm',
    characters: 33,
    ms: 171,
    firstTokenMs: 48,
    strip: { kept: 1198, evaluated: 3, healed: 1, generated: 12, abandoned: 0, cold: false },
    end: 'accepted',
  },
  { reason: 'held-back', detail: 'The line is complete.', ms: 0.2 },
  {
    reason: 'filtered',
    origin: 'warm',
    filter: 'unsure',
    ms: 204,
    strip: { kept: 1187, evaluated: 5, healed: 0, generated: 24, abandoned: 0, cold: false },
  },
  {
    kind: 'answer',
    origin: 'cold',
    characters: 24,
    ms: 2_140,
    firstTokenMs: 1_900,
    strip: { kept: 40, evaluated: 820, healed: 2, generated: 17, abandoned: 0, cold: true },
    end: 'partly',
    trigger: 'explicit',
  },
  { reason: 'superseded', detail: 'The document changed.', ms: 31 },
  { kind: 'answer', origin: 'cache', characters: 18, ms: 0.6, end: 'dismissed' },
  {
    reason: 'failed',
    detail:
      'The engine process ended by signal SIGKILL while completing. Type on: the next key starts it again.',
    ms: 12,
  },
  {
    kind: 'answer',
    origin: 'joined',
    characters: 9,
    ms: 64,
    strip: { kept: 1203, evaluated: 2, healed: 2, generated: 8, abandoned: 0, cold: false },
    end: 'accepted',
  },
];

function recentRequests(random: () => number): readonly RequestRecord[] {
  return Array.from({ length: 50 }, (_, index) => {
    const isLong = index % 17 === 5;
    const path = isLong ? (sequences[2]?.path ?? '') : 'src/todo/store.ts';
    return {
      id: 1680 - index,
      at: now - index * 2_300,
      uri: `file:///home/me/work/${path}`,
      path,
      line: 41 - Math.floor(index / 10),
      character: Math.floor(random() * 40),
      trigger: 'automatic',
      kind: 'none',
      origin: null,
      reason: null,
      filter: null,
      detail: null,
      characters: 0,
      ms: 0,
      firstTokenMs: null,
      strip: null,
      suggestion: null,
      end: null,
      ...kinds[index % kinds.length],
    };
  });
}

function days(random: () => number): readonly DayTotals[] {
  return Array.from({ length: 14 }, (_, index) => {
    const requests = Math.round(400 + random() * 2_400);
    const hits = Math.round(requests * (0.6 + random() * 0.25));
    return {
      day: new Date(now - (13 - index) * 24 * 60 * minute).toISOString().slice(0, 10),
      keystrokes: requests + 40,
      requests,
      hits,
      engineRequests: Math.round(requests * 0.14),
      evaluatedTokens: requests * 2,
      reusedTokens: requests * 130,
      shown: Math.round(requests * 0.16),
      accepted: Math.round(requests * 0.05),
      acceptedCharacters: requests * 2,
    };
  });
}
