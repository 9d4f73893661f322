import { evictionReasons } from '../../completion/evictions';
import type { StatisticsReport } from '../statistics/report';

export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** One metric with all its samples. Names and labels are words of this file or of closed lists, never of the user's. */
export interface MetricFamily {
  readonly kind: 'counter' | 'gauge';
  readonly name: string;
  readonly help: string;
  readonly samples: readonly Sample[];
}

const engineStates = ['unloaded', 'loading', 'ready', 'working', 'restarting', 'problem'] as const;
const sequenceStates = ['serving', 'warm', 'preparing', 'empty'] as const;
const ends = ['accepted', 'partly', 'typedThrough', 'dismissed'] as const;

/**
 * The figures of a report that are no histogram. All counters begin anew with the window, and with Reset Figures; those
 * of the engine begin anew with it.
 */
export function metricFamilies(report: StatisticsReport): readonly MetricFamily[] {
  return [
    ...requestFamilies(report),
    ...cacheFamilies(report),
    ...kvFamilies(report),
    ...engineFamilies(report),
  ];
}

function requestFamilies(report: StatisticsReport): readonly MetricFamily[] {
  const { suggestions } = report;
  const outcomes = Object.entries(report.outcomes);
  return [
    counter('hearth_keystrokes_total', 'Edits in documents that Hearth completes in.', report.keystrokes),
    counter('hearth_requests_total', 'Requests that passed the guards.', report.requests),
    {
      ...counter(
        'hearth_outcomes_total',
        'How calls of the provider ended, those that a guard turned away too.',
        0,
      ),
      samples: outcomes.map(([outcome, value]) => ({ labels: { outcome }, value })),
    },
    counter('hearth_suggestions_shown_total', 'Suggestions given to the editor.', suggestions.shown),
    {
      ...counter('hearth_suggestions_ended_total', 'What became of suggestions.', 0),
      samples: ends.map((end) => ({ labels: { end }, value: suggestions[end] })),
    },
    counter(
      'hearth_accepted_characters_total',
      'Characters that acceptances inserted.',
      suggestions.acceptedCharacters,
    ),
  ];
}

function cacheFamilies({ cache }: StatisticsReport): readonly MetricFamily[] {
  return [
    counter('hearth_cache_hits_total', 'Requests answered from the completion cache.', cache.hits),
    counter('hearth_cache_misses_total', 'Requests not answered from the completion cache.', cache.misses),
    counter(
      'hearth_requests_joined_total',
      'Requests that joined a running one, a part of the misses.',
      cache.joined,
    ),
    {
      ...counter('hearth_cache_evictions_total', 'Entries that left the completion cache, by reason.', 0),
      samples: evictionReasons.map((reason) => ({ labels: { reason }, value: cache.evictions[reason] })),
    },
    gauge('hearth_cache_entries', 'Entries in the completion cache.', cache.entries),
    gauge('hearth_cache_entries_limit', 'The most entries in the completion cache.', cache.maxEntries),
    gauge('hearth_cache_bytes', 'What the completion cache takes.', cache.bytes),
    gauge('hearth_cache_limit_bytes', 'The most that the completion cache may take.', cache.maxBytes),
  ];
}

function kvFamilies({ kv, engineRequests }: StatisticsReport): readonly MetricFamily[] {
  const { sequences, snapshots } = kv;
  return [
    counter('hearth_engine_requests_total', 'Requests with a cost of the engine.', engineRequests),
    {
      ...counter(
        'hearth_prompt_tokens_total',
        'Prompt tokens of requests: found in the KV cache, or evaluated.',
        0,
      ),
      samples: [
        { labels: { source: 'reused' }, value: Math.max(0, kv.reusedTokens) },
        { labels: { source: 'evaluated' }, value: kv.evaluatedTokens },
      ],
    },
    counter(
      'hearth_prompt_cold_tokens_total',
      'Tokens evaluated by cold requests, a part of all.',
      kv.coldTokens,
    ),
    counter('hearth_background_tokens_total', 'Prompt tokens evaluated ahead of need.', kv.backgroundTokens),
    {
      ...gauge('hearth_sequences', 'Sequences of the KV cache by state.', 0),
      samples: sequenceStates.map((state) => ({
        labels: { state },
        value: sequences.filter((sequence) => sequence.state === state).length,
      })),
    },
    {
      ...gauge('hearth_sequence_tokens', 'Tokens that a sequence of the KV cache holds.', 0),
      samples: sequences.map(({ tokens }, index) => ({ labels: { sequence: String(index) }, value: tokens })),
    },
    gauge('hearth_snapshot_files', 'Files of kept places on disk.', snapshots.files),
    gauge('hearth_snapshot_bytes', 'What kept places take on disk.', snapshots.bytes),
    gauge('hearth_snapshot_limit_bytes', 'The most that kept places may take on disk.', snapshots.maxBytes),
  ];
}

function engineFamilies({ engine, since }: StatisticsReport): readonly MetricFamily[] {
  return [
    {
      ...gauge('hearth_engine_state', '1 for the state that the engine is in.', 0),
      samples: engineStates.map((state) => ({ labels: { state }, value: engine.state === state ? 1 : 0 })),
    },
    counter('hearth_engine_restarts_total', 'How often the engine ended by itself.', engine.restarts),
    counter('hearth_engine_cpu_seconds_total', 'CPU time of the engine process.', engine.cpuSeconds),
    gauge('hearth_engine_resident_memory_bytes', 'Resident memory of the engine process.', engine.rssBytes),
    gauge('hearth_engine_model_bytes', "Size of the model's file.", engine.modelBytes),
    gauge('hearth_engine_kv_bytes', 'What the KV cache of all sequences allocates.', engine.kvBytes),
    gauge('hearth_engine_context_tokens', 'Tokens that one sequence may hold.', engine.contextTokens),
    gauge('hearth_engine_threads', 'Threads that compute.', engine.threads),
    gauge('hearth_figures_since_timestamp_seconds', 'When the figures began, since 1970.', since / 1_000),
  ];
}

function counter(name: string, help: string, value: number | null): MetricFamily {
  return { kind: 'counter', name, help, samples: samplesOf(value) };
}

function gauge(name: string, help: string, value: number | null): MetricFamily {
  return { kind: 'gauge', name, help, samples: samplesOf(value) };
}

/** What is not known now has no sample. */
function samplesOf(value: number | null): readonly Sample[] {
  return value === null ? [] : [{ labels: {}, value }];
}
