import { h, type JSX } from 'preact';
import { formatCount, formatDecimal } from '../../../format';
import type { StatisticsReport } from '../../report';
import type { Send } from '../actions';
import { figure, tile } from '../figure';
import { moment, nothing, percent, stateWords } from '../text';

const buttons = [
  ['resetFigures', 'Reset Figures'],
  ['export', 'Export as JSON…'],
  ['clearCaches', 'Clear Caches'],
] as const;

/** The state, since when the figures run, what can be done, and what is asked for most. */
export function headSection(report: StatisticsReport, send: Send): JSX.Element {
  const { engine, since, cache, kv, keystrokes, requests, engineRequests } = report;
  const { mean, count } = kv.foregroundPerKeystroke;
  return h(
    'header',
    { class: 'head' },
    h('h1', { class: 'unseen' }, 'Hearth: cache statistics'),
    h(
      'div',
      { class: 'bar-of-buttons' },
      h(
        'p',
        { class: 'state' },
        h(
          'strong',
          { role: 'status', class: `dot ${engine.state}` },
          figure('engine.state', engine.state, (state) => stateWords[state]),
        ),
        ' ',
        h('span', { class: 'since' }, 'Figures since ', figure('since', since, moment)),
      ),
      h(
        'div',
        { class: 'buttons' },
        buttons.map(([type, title]) =>
          h('button', { key: type, type: 'button', onClick: () => send({ type }) }, title),
        ),
      ),
    ),
    h(
      'dl',
      { class: 'tiles' },
      tile('hitRate', figure('cache.hitRate', cache.hitRate, percent)),
      tile('reuse', figure('kv.reuse', kv.reuse, percent)),
      tile(
        'tokensAKeystroke',
        figure('kv.foregroundPerKeystroke.mean', mean, (value) =>
          count === 0 ? nothing : formatDecimal(value),
        ),
      ),
      tile('keystrokes', figure('keystrokes', keystrokes, formatCount)),
      tile('requests', figure('requests', requests, formatCount)),
      tile('engineRequests', figure('engineRequests', engineRequests, formatCount)),
    ),
  );
}
