import { type Origin, origins } from '../../src/completion/outcome';
import type { ReplayReport } from './report';
import { type Row, layOut, percent } from './textTable';

/** The report as text to read: one short table after another. */
export function formatReport(report: ReplayReport): string {
  const parts = [setupRows(report), countRows(report), outcomeTable(report), tokenTable(report)];
  return [...parts.map(layOut), layOut(latencyTable(report)), layOut(savingRows(report))]
    .filter((table) => table !== '')
    .join('\n\n');
}

function setupRows({ setup, engine }: ReplayReport): Row[] {
  const clock = setup.clock === 'real' ? 'real' : 'cost profile';
  return [
    ['replayed', setup.source],
    ['model', engine.model ?? 'none'],
    ['layout', setup.layout ?? 'none'],
    ['caches', `KV ${onOff(setup.kv)}, completions ${onOff(setup.cache)}`],
    ['clock', clock],
    ['engine memory', `${(engine.rssBytes / 1024 ** 2).toFixed(0)} MiB`],
  ];
}

function countRows({ keystrokes, requests, engineRequests, hitRate, kv }: ReplayReport): Row[] {
  return [
    ['keystrokes', keystrokes],
    ['requests', requests],
    ['engine requests', engineRequests],
    ['hit rate', hitRate === null ? 'none' : percent(hitRate)],
    [
      'prompt tokens',
      `${kv.reusedTokens} reused, ${kv.evaluatedTokens} evaluated, ${kv.coldTokens} of them cold`,
    ],
    ['background tokens', kv.backgroundTokens],
  ];
}

function outcomeTable({ outcomes }: ReplayReport): Row[] {
  return [['outcome', 'requests'], ...Object.entries(outcomes)];
}

function tokenTable({ kv }: ReplayReport): Row[] {
  const rows = [
    ['a keystroke', kv.foregroundPerKeystroke],
    ['an engine request', kv.foregroundPerEngineRequest],
  ] as const;
  return [
    ['foreground tokens', 'mean', 'p50', 'p95', 'max'],
    ...rows.map(([name, { mean, p50, p95, max }]) => [name, mean.toFixed(2), p50, p95, max]),
  ];
}

function latencyTable({ latencyMs }: ReplayReport): Row[] {
  const seen: readonly Origin[] = origins.filter((origin) => latencyMs[origin].count > 0);
  if (seen.length === 0) return [];
  return [
    ['time to text, ms', 'p50', 'p95', 'p99', 'answers'],
    ...seen.map((origin) => {
      const { p50, p95, p99, count } = latencyMs[origin];
      return [origin, p50.toFixed(1), p95.toFixed(1), p99.toFixed(1), count];
    }),
  ];
}

function savingRows({ accept }: ReplayReport): Row[] {
  if (!accept) return [];
  return [
    ['suggestions taken', accept.accepted],
    ['characters saved', accept.charsSaved],
    ['keystrokes saved', percent(accept.keystrokesSaved)],
  ];
}

function onOff(isOn: boolean): string {
  return isOn ? 'on' : 'off';
}
