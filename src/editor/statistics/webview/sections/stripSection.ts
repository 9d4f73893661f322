import { h, type JSX } from 'preact';
import type { PromptStrip, RequestRecord } from '../../report';
import { card, figure, hint } from '../figure';
import { layOutStrip, type StripPart, stripInWords, stripParts } from '../strips';
import { placeInWords, timeOfDay } from '../text';

const mostStrips = 20;

const partWords: Readonly<Record<StripPart, string>> = {
  kept: 'Kept',
  evaluated: 'Evaluated',
  healed: 'Healed: taken back, and spelled again by the answer',
  generated: 'Generated',
};

type Paid = RequestRecord & { readonly strip: PromptStrip };

/** What the last keys cost the model: each request that it worked for as a strip of its tokens. */
export function stripSection(recent: readonly RequestRecord[]): JSX.Element {
  const paid = recent.flatMap((record, index) => (hasStrip(record) ? [{ record, index }] : []));
  return card(
    'strips',
    'What the last requests cost the model',
    paid.length === 0
      ? hint('No request to the model yet: type in a file.')
      : [
          h('ul', { key: 'legend', class: 'legend' }, stripParts.map(legend)),
          h(
            'ol',
            { key: 'strips', class: 'strips', 'aria-label': 'Tokens of each request, the newest first' },
            paid.slice(0, mostStrips).map(({ record, index }) => strip(record, index)),
          ),
        ],
  );
}

function hasStrip(record: RequestRecord): record is Paid {
  return record.strip !== null;
}

function legend(part: StripPart): JSX.Element {
  return h(
    'li',
    { key: part },
    h('span', { class: `swatch ${part}`, 'aria-hidden': 'true' }),
    partWords[part],
  );
}

function strip({ id, at, path, line, strip: tokens }: Paid, index: number): JSX.Element {
  const place = placeInWords(path, line, false);
  const from = `recent.${index}.strip`;
  return h(
    'li',
    { key: id, class: 'strip' },
    h('span', { class: 'strip-name', title: placeInWords(path, line) }, [
      h('span', { class: 'strip-time' }, `${timeOfDay(at)} `),
      place,
    ]),
    h(
      'span',
      { class: 'strip-bar', role: 'img', 'aria-label': stripInWords(tokens) },
      layOutStrip(tokens).map(({ part, width }) =>
        h('span', { key: part, class: `part ${part}`, style: { width: `${width}%` } }),
      ),
    ),
    h(
      'span',
      { class: 'strip-text' },
      figure(`${from}.kept`, tokens.kept, String),
      ' + ',
      figure(`${from}.evaluated`, tokens.evaluated, String),
      tokens.healed > 0 && [' (', figure(`${from}.healed`, tokens.healed, (count) => `${count} healed`), ')'],
      ' → ',
      figure(`${from}.generated`, tokens.generated, String),
    ),
  );
}
