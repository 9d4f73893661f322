import type { Registry, RegistryContentType } from 'prom-client';
import { origins } from '../../completion/outcome';
import type { TimesReport } from '../statistics/report';

export const timeHistogramName = 'hearth_time_to_text_seconds';

interface BucketSample {
  readonly metricName: string;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
}

/**
 * The histograms of a report as a metric of prom-client, whose own `Histogram` can only observe values one by one. A
 * registry asks a metric for nothing but its name and `get`.
 */
export function registerTimes(registry: Registry<RegistryContentType>, times: TimesReport): void {
  const name = timeHistogramName;
  const help = 'Time from the call of the provider to its answer, by origin of the answer.';
  const object = { name, help, type: 'histogram', values: samplesOf(times), aggregator: 'sum' };
  const metric = { name, help, type: 'histogram', get: () => Promise.resolve(object) };
  registry.registerMetric(metric as unknown as Parameters<typeof registry.registerMetric>[0]);
}

function samplesOf({ boundsMs, byOrigin }: TimesReport): readonly BucketSample[] {
  return origins.flatMap((origin) => {
    const { count, sum, buckets } = byOrigin[origin].histogram;
    let upTo = 0;
    const bounded = boundsMs.map((bound, index) => {
      upTo += buckets[index] ?? 0;
      return sampleOf('bucket', { le: bound / 1_000, origin }, upTo);
    });
    return [
      ...bounded,
      sampleOf('bucket', { le: '+Inf', origin }, count),
      sampleOf('sum', { origin }, sum / 1_000),
      sampleOf('count', { origin }, count),
    ];
  });
}

function sampleOf(part: string, labels: BucketSample['labels'], value: number): BucketSample {
  return { metricName: `${timeHistogramName}_${part}`, labels, value };
}
