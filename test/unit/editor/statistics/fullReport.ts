import { MetricsRecorder } from '../../../../src/completion/metricsRecorder';
import { none } from '../../../../src/completion/outcome';
import { buildReport } from '../../../../src/editor/statistics/buildReport';
import type { StatisticsReport } from '../../../../src/editor/statistics/report';
import { EditableDocument } from '../../../support/editableDocument';
import { engineStats } from '../../../support/engineStats';
import { sampleModel, sampleState } from '../sampleState';
import { recordOne } from './recordOne';

/** What no metric may hold: paths, names, text and messages. */
export const secrets = [
  'geheim',
  'hunter2',
  '/home/',
  'C:\\Users',
  'launch-codes',
  'salary.ts',
  'Rotkehlchen',
] as const;

/** A report in which every figure is there, and every text that a user would not want to be passed on. */
export function fullReport(requests = 300): StatisticsReport {
  const metrics = new MetricsRecorder(() => 1_000_000);
  for (let request = 0; request < requests; request++) recordOne(metrics, request);
  const document = new EditableDocument(
    'password = "hunter2|',
    'file:///home/geheim/salary.ts',
    'launch-codes/salary.ts',
  );
  const request = { document, position: document.cursor, trigger: 'explicit' as const };
  const detail = 'C:\\Users\\geheim\\model.gguf is gone; "hunter2"\n# HELP injected 1';
  metrics.record(none('failed', { failure: 'model-missing', detail }), { request, ms: 3 });
  metrics.record(
    { kind: 'answer', origin: 'cache', text: 'hunter2";', replaceAfter: 0, timeToTextMs: 1 },
    { request, ms: 1 },
  );
  const state = sampleState({
    metrics: metrics.snapshot(),
    engine: {
      state: 'working',
      model: { ...sampleModel, name: 'Rotkehlchen', path: '/home/geheim/Rotkehlchen.gguf' },
    },
    engineStats: engineStats({
      rssBytes: 312_000_000,
      backgroundTokens: 4_000,
      cpuSeconds: 71.5,
      cpuSecondsAMinute: 4.2,
      processId: 7,
      sequences: [
        { path: 'launch-codes/salary.ts', line: 3, tokens: 410, state: 'serving' },
        { path: 'a"b\\c.ts', line: 0, tokens: 100, state: 'preparing' },
        { path: null, line: null, tokens: 0, state: 'empty' },
      ],
    }),
    restarts: 2,
    recording: 'launch-codes/salary.ts',
  });
  const snapshots = { enabled: true, files: 9, bytes: 77_000_000, maxBytes: 1_073_741_824 };
  return buildReport({ takenAt: 2_000_000, state, snapshots, days: [] });
}
