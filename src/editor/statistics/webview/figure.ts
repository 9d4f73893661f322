import { type ComponentChildren, h, type JSX } from 'preact';
import { type MeaningKey, meanings } from './meanings';

/** A value of the report as the page may show it. */
export type Figure = string | number | boolean | null;

/**
 * A figure in the text, marked with where in the report it stands and what it is there, so that a test can compare
 * all that the page shows with what was posted.
 */
export function figure<Value extends Figure>(
  path: string,
  value: Value,
  format: (value: Value) => string,
): JSX.Element {
  return h(
    'span',
    { class: 'value', 'data-figure': path, 'data-value': JSON.stringify(value) },
    format(value),
  );
}

/** A name, with its meaning in a box that hover and focus open and Escape closes. */
function term(key: MeaningKey, place: 'list' | 'tile'): readonly JSX.Element[] {
  const { label, meaning } = meanings[key];
  const tip = `${place}-${key}`;
  return [
    h('dfn', { key: 'name', tabIndex: 0, 'aria-describedby': tip }, label),
    h('span', { key: tip, id: tip, role: 'tooltip' }, meaning),
  ];
}

/** One row of a list of figures. */
export function item(key: MeaningKey, ...values: ComponentChildren[]): JSX.Element {
  return h('div', { key, class: 'item' }, h('dt', null, term(key, 'list')), h('dd', null, values));
}

/** One of the figures that stand large at the top of the page. */
export function tile(key: MeaningKey, value: JSX.Element): JSX.Element {
  return h('div', { key, class: 'tile' }, h('dt', null, term(key, 'tile')), h('dd', null, value));
}

export function figureList(...items: (JSX.Element | false)[]): JSX.Element {
  return h('dl', { class: 'figures' }, items);
}

/** A part of the page under a heading. */
export function card(id: string, title: string, ...content: ComponentChildren[]): JSX.Element {
  return h(
    'section',
    { key: id, id, class: 'card', 'aria-labelledby': `${id}-title` },
    h('h2', { id: `${id}-title` }, title),
    content,
  );
}

/** What stands in place of a chart or a list that is empty. */
export function hint(text: string): JSX.Element {
  return h('p', { class: 'hint' }, text);
}

/** How much of something is used, as a bar; `share` is 0 … 1. */
export function meter(label: string, share: number, text: string): JSX.Element {
  const now = Math.round(Math.min(1, Math.max(0, share)) * 100);
  return h(
    'div',
    {
      class: 'meter',
      role: 'meter',
      'aria-label': label,
      'aria-valuemin': 0,
      'aria-valuemax': 100,
      'aria-valuenow': now,
      'aria-valuetext': text,
    },
    h('div', { class: 'meter-fill', style: { width: `${now}%` } }),
  );
}

export interface TableRow {
  readonly key: string;
  /** The first one heads the row. */
  readonly cells: readonly ComponentChildren[];
}

/** A table that fits into its place. */
export function table(caption: string, columns: readonly string[], rows: readonly TableRow[]): JSX.Element {
  return h('div', { class: 'table' }, bareTable(caption, columns, rows));
}

/** A table that may be wider than its place: the keyboard can scroll it. */
export function wideTable(
  caption: string,
  columns: readonly string[],
  rows: readonly TableRow[],
): JSX.Element {
  const region = { class: 'table wide', tabIndex: 0, role: 'region', 'aria-label': caption };
  return h('div', region, bareTable(caption, columns, rows));
}

function bareTable(caption: string, columns: readonly string[], rows: readonly TableRow[]): JSX.Element {
  const heads = columns.map((name) => h('th', { scope: 'col', key: name }, name));
  return h(
    'table',
    null,
    h('caption', null, caption),
    h('thead', null, h('tr', null, heads)),
    h('tbody', null, rows.map(tableRow)),
  );
}

function tableRow({ key, cells: [head, ...rest] }: TableRow): JSX.Element {
  const cells = rest.map((cell, index) => h('td', { key: index }, cell));
  return h('tr', { key }, h('th', { scope: 'row' }, head), cells);
}
