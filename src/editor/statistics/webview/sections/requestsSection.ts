import { h, type JSX } from 'preact';
import type { RequestRecord } from '../../report';
import type { Send } from '../actions';
import { card, figure, hint } from '../figure';
import {
  endInWords,
  milliseconds,
  origin,
  placeInWords,
  resultInWords,
  timeOfDay,
  tokensInWords,
} from '../text';

const columns = ['When', 'Where', 'Origin', 'Tokens', 'Time', 'What was shown', 'What became of it'];

/** The last requests: why one was slow or showed nothing. Each leads to its place. */
export function requestsSection(recent: readonly RequestRecord[], send: Send): JSX.Element {
  return card(
    'requests',
    'Last requests',
    recent.length === 0 ? hint('No request yet: type in a file.') : requestTable(recent, send),
  );
}

function requestTable(recent: readonly RequestRecord[], send: Send): JSX.Element {
  return h(
    'table',
    { class: 'requests' },
    h('caption', null, 'The newest first. Tokens are kept + evaluated → generated.'),
    h(
      'thead',
      null,
      h(
        'tr',
        null,
        columns.map((name) => h('th', { key: name, scope: 'col' }, name)),
      ),
    ),
    h(
      'tbody',
      null,
      recent.map((record, index) => request(record, index, send)),
    ),
  );
}

/** A click anywhere in the row goes to the place; the keyboard has the button. */
function request(record: RequestRecord, index: number, send: Send): JSX.Element {
  const { id, at, path, line, character, kind, ms, trigger } = record;
  const from = `recent.${index}`;
  const open = (): void => send({ type: 'open', id });
  return h(
    'tr',
    { key: id, class: kind, onClick: open },
    h('td', { class: 'when' }, figure(`${from}.at`, at, timeOfDay)),
    h(
      'th',
      { scope: 'row', class: 'where' },
      h(
        'button',
        { type: 'button', class: 'place', title: `${placeInWords(path, line)}:${character + 1}` },
        figure(`${from}.path`, path, String),
        ':',
        figure(`${from}.line`, line, (value) => String(value + 1)),
      ),
    ),
    h(
      'td',
      { class: 'origin' },
      figure(`${from}.origin`, record.origin, origin),
      trigger === 'explicit' && h('span', { class: 'note' }, ' (asked for)'),
    ),
    h('td', { class: 'tokens' }, tokensInWords(record)),
    h('td', { class: 'time' }, figure(`${from}.ms`, ms, milliseconds)),
    h('td', { class: 'result' }, resultInWords(record)),
    h(
      'td',
      { class: 'end' },
      figure(`${from}.end`, record.end, () => endInWords(record)),
    ),
  );
}
