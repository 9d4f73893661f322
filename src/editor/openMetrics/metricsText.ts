import {
  Counter,
  Gauge,
  openMetricsContentType,
  prometheusContentType,
  Registry,
  type RegistryContentType,
} from 'prom-client';
import type { StatisticsReport } from '../statistics/report';
import { type MetricFamily, metricFamilies } from './metricFamilies';
import { registerTimes } from './timeHistogram';

export interface MetricsText {
  readonly contentType: string;
  readonly text: string;
}

/**
 * A report in the format that is asked for: OpenMetrics for whoever names it in `accept`, as Prometheus does, and else
 * Prometheus's older text format. Each text is written from one report by a registry of its own, so that it says what
 * the statistics say.
 */
export async function metricsText(report: StatisticsReport, accept = ''): Promise<MetricsText> {
  const isOpen = accept.includes('application/openmetrics-text');
  const registry = new Registry<RegistryContentType>();
  registry.setContentType(isOpen ? openMetricsContentType : prometheusContentType);
  for (const family of metricFamilies(report)) register(registry, family);
  registerTimes(registry, report.times);
  return { contentType: registry.contentType, text: await registry.metrics() };
}

function register(
  registry: Registry<RegistryContentType>,
  { kind, name, help, samples }: MetricFamily,
): void {
  const labelNames = Object.keys(samples[0]?.labels ?? {});
  if (samples.length === 0) return;
  const options = { name, help, labelNames, registers: [registry] };
  if (kind === 'counter') {
    const metric = new Counter(options);
    for (const { labels, value } of samples) metric.inc(labels, value);
  } else {
    const metric = new Gauge(options);
    for (const { labels, value } of samples) metric.set(labels, value);
  }
}
