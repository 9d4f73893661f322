import { readFileSync } from 'node:fs';
import path from 'node:path';
import { register } from 'prom-client';
import { describe, expect, test } from 'vitest';
import { origins } from '../../../../src/completion/outcome';
import { metricsText } from '../../../../src/editor/openMetrics/metricsText';
import { fullReport, secrets } from '../statistics/fullReport';

const openMetrics = 'application/openmetrics-text;version=1.0.0,text/plain;q=0.5';

/** The samples of a text, by name and labels. */
async function samplesOf(accept?: string): Promise<ReadonlyMap<string, number>> {
  const { text } = await metricsText(fullReport(), accept);
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  );
}

describe('the metrics', () => {
  test.each([undefined, openMetrics])('say what the report says (%s)', async (accept) => {
    const report = fullReport();
    const samples = await samplesOf(accept);
    const value = (name: string): number | undefined => samples.get(name);
    expect(value('hearth_requests_total')).toBe(report.requests);
    expect(value('hearth_keystrokes_total')).toBe(report.keystrokes);
    expect(value('hearth_cache_hits_total')).toBe(report.cache.hits);
    expect(value('hearth_cache_misses_total')).toBe(report.cache.misses);
    expect(value('hearth_engine_requests_total')).toBe(report.engineRequests);
    expect(value('hearth_prompt_tokens_total{source="reused"}')).toBe(report.kv.reusedTokens);
    expect(value('hearth_prompt_tokens_total{source="evaluated"}')).toBe(report.kv.evaluatedTokens);
    expect(value('hearth_cache_evictions_total{reason="entries"}')).toBe(report.cache.evictions.entries);
    expect(value('hearth_suggestions_ended_total{end="dismissed"}')).toBe(report.suggestions.dismissed);
    expect(value('hearth_engine_state{state="working"}')).toBe(1);
    expect(value('hearth_engine_state{state="ready"}')).toBe(0);
    expect(value('hearth_engine_cpu_seconds_total')).toBe(71.5);
    expect(value('hearth_sequences{state="serving"}')).toBe(1);
    expect(value('hearth_sequence_tokens{sequence="1"}')).toBe(100);
    for (const [outcome, count] of Object.entries(report.outcomes)) {
      expect(value(`hearth_outcomes_total{outcome="${outcome}"}`)).toBe(count);
    }
  });

  test('have the histograms of the report: cumulative, in seconds, and all in the last bucket', async () => {
    const report = fullReport();
    const samples = await samplesOf();
    const name = 'hearth_time_to_text_seconds';
    for (const origin of origins) {
      const { count, sum, buckets } = report.times.byOrigin[origin].histogram;
      expect(count).toBeGreaterThan(0);
      let upTo = 0;
      for (const [index, bound] of report.times.boundsMs.entries()) {
        upTo += buckets[index] ?? 0;
        expect(samples.get(`${name}_bucket{le="${bound / 1_000}",origin="${origin}"}`)).toBe(upTo);
      }
      expect(samples.get(`${name}_bucket{le="+Inf",origin="${origin}"}`)).toBe(count);
      expect(samples.get(`${name}_count{origin="${origin}"}`)).toBe(count);
      expect(samples.get(`${name}_sum{origin="${origin}"}`)).toBeCloseTo(sum / 1_000);
    }
  });

  test.each([undefined, openMetrics])('hold no text and no paths (%s)', async (accept) => {
    // The check is worth something only where the report has them.
    expect(JSON.stringify(fullReport())).toMatch(/launch-codes.*geheim|geheim.*launch-codes/s);
    const { text } = await metricsText(fullReport(), accept);
    for (const secret of secrets) expect(text).not.toContain(secret);
    expect(text).not.toContain('injected');
    const labels = [...text.matchAll(/([a-z_]+)="((?:[^"\\]|\\.)*)"/g)].map(([, , label]) => label);
    expect(labels.length).toBeGreaterThan(50);
    for (const label of labels) expect(label).toMatch(/^[a-zA-Z0-9:.+-]+$/);
    expect(text).not.toMatch(/[/\\]/);
  });

  test('are in the format that is asked for', async () => {
    const open = await metricsText(fullReport(), openMetrics);
    expect(open.contentType).toMatch(/^application\/openmetrics-text; version=1\.0\.0/);
    expect(open.text.endsWith('\n# EOF\n')).toBe(true);
    expect(open.text).toContain('# TYPE hearth_requests counter\nhearth_requests_total ');
    const classic = await metricsText(fullReport(), '*/*');
    expect(classic.contentType).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(classic.text).toContain('# TYPE hearth_requests_total counter\nhearth_requests_total ');
    expect(classic.text).not.toContain('EOF');
  });

  test('leave nothing in the registry that prom-client shares', async () => {
    await metricsText(fullReport());
    expect(register.getMetricsAsArray()).toEqual([]);
  });
});

test('the dashboard asks for metrics that there are', async () => {
  const file = path.resolve(__dirname, '../../../../docs/grafana/hearth.json');
  const { panels } = JSON.parse(readFileSync(file, 'utf8')) as {
    panels: readonly { title: string; targets?: readonly { expr: string }[] }[];
  };
  const expressions = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
  expect(expressions.length).toBeGreaterThan(10);
  const names = new Set([...(await samplesOf()).keys()].map((sample) => sample.replace(/\{.*/, '')));
  const labels = new Set(
    [...(await samplesOf()).keys()].flatMap((sample) => sample.match(/[a-z]+(?==")/g) ?? []),
  );
  for (const expression of expressions) {
    const asked = expression.match(/hearth_[a-z_]+/g) ?? [];
    expect(asked, expression).not.toEqual([]);
    for (const name of asked) expect(names, expression).toContain(name);
    for (const label of expression.match(/[a-z]+(?==~?")/g) ?? [])
      expect(labels, expression).toContain(label);
  }
});
