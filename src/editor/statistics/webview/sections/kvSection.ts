import { h, type JSX } from 'preact';
import type { Distribution } from '../../../../completion/metrics';
import { formatBytes, formatCount, formatDecimal } from '../../../format';
import type { KvReport, SequenceReport, SnapshotsReport } from '../../report';
import { card, figure, figureList, hint, item, meter, table } from '../figure';
import { meanings } from '../meanings';
import { orNothing, percent, placeInWords, sequenceWords } from '../text';

/** What the model has read, where it is kept, and how much of it typing costs. */
export function kvSection(kv: KvReport): JSX.Element {
  const { reuse } = kv;
  return card(
    'kv',
    'KV cache of the model',
    figureList(
      item('reuse', figure('kv.reuse', reuse, percent), meter('Reuse', reuse ?? 0, percent(reuse))),
      item('reusedTokens', figure('kv.reusedTokens', kv.reusedTokens, formatCount)),
      item('evaluatedTokens', figure('kv.evaluatedTokens', kv.evaluatedTokens, formatCount)),
      item('coldTokens', figure('kv.coldTokens', kv.coldTokens, formatCount)),
      item('backgroundTokens', figure('kv.backgroundTokens', kv.backgroundTokens, formatCount)),
      snapshots(kv.snapshots),
    ),
    spreads(kv),
    h('h3', { id: 'places' }, 'Places in memory'),
    kv.sequences.length === 0
      ? hint('No place yet: the model is loaded when you open a file.')
      : h('ul', { class: 'bars', 'aria-labelledby': 'places' }, kv.sequences.map(sequence)),
  );
}

function snapshots({ enabled, files, bytes, maxBytes }: SnapshotsReport): JSX.Element {
  if (!enabled) {
    return item(
      'snapshots',
      figure('kv.snapshots.enabled', enabled, () => 'Off (hearth.snapshots.enabled)'),
    );
  }
  return item(
    'snapshots',
    figure('kv.snapshots.files', files, (count) => `${formatCount(count)} ${count === 1 ? 'file' : 'files'}`),
    ', ',
    figure('kv.snapshots.bytes', bytes, formatBytes),
    ' of ',
    figure('kv.snapshots.maxBytes', maxBytes, formatBytes),
    meter(meanings.snapshots.label, maxBytes === 0 ? 0 : bytes / maxBytes, formatBytes(bytes)),
  );
}

function spreads({ foregroundPerKeystroke, foregroundPerEngineRequest }: KvReport): JSX.Element {
  return table(
    'Tokens evaluated while you wait',
    ['For', 'Mean', 'p50', 'p95', 'p99', 'Most', 'Count'],
    [
      {
        key: 'keystroke',
        cells: ['A keystroke', ...spread('kv.foregroundPerKeystroke', foregroundPerKeystroke)],
      },
      {
        key: 'request',
        cells: ['A model request', ...spread('kv.foregroundPerEngineRequest', foregroundPerEngineRequest)],
      },
    ],
  );
}

function spread(path: string, { mean, p50, p95, p99, max, count }: Distribution): readonly JSX.Element[] {
  const decimal = (value: number): string => orNothing(formatDecimal)(count === 0 ? null : value);
  return [
    figure(`${path}.mean`, mean, decimal),
    figure(`${path}.p50`, p50, decimal),
    figure(`${path}.p95`, p95, decimal),
    figure(`${path}.p99`, p99, decimal),
    figure(`${path}.max`, max, decimal),
    figure(`${path}.count`, count, formatCount),
  ];
}

function sequence({ path, line, tokens, contextTokens, state }: SequenceReport, index: number): JSX.Element {
  const at = `kv.sequences.${index}`;
  const name = path === null ? 'No place' : line === null ? path : placeInWords(path, line);
  return h(
    'li',
    { key: index, class: `bar ${state}` },
    h(
      'div',
      { class: 'bar-name', title: name },
      path === null
        ? figure(`${at}.path`, path, () => name)
        : [
            figure(`${at}.path`, path, String),
            ':',
            figure(
              `${at}.line`,
              line,
              orNothing((value) => String(value + 1)),
            ),
          ],
    ),
    h(
      'div',
      { class: 'bar-text' },
      figure(`${at}.state`, state, (value) => sequenceWords[value]),
      ', ',
      figure(`${at}.tokens`, tokens, formatCount),
      ' of ',
      figure(`${at}.contextTokens`, contextTokens, formatCount),
      ' tokens',
    ),
    meter(
      `Tokens of ${name}`,
      contextTokens === 0 ? 0 : tokens / contextTokens,
      `${formatCount(tokens)} tokens`,
    ),
  );
}
