import type { FigureTable } from '../../figures';
import type { FiguresMessage, ViewMessage } from '../messages';

declare function acquireVsCodeApi(): { postMessage(message: ViewMessage): void };

const channel = acquireVsCodeApi();

/** Shape of what is on the page; while it stays, only the text of changed cells is set. */
let shownShape = '';

window.addEventListener('message', (event: MessageEvent<FiguresMessage>) => show(event.data));
for (const type of ['resetFigures', 'clearCaches'] as const) {
  element(type).addEventListener('click', () => channel.postMessage({ type }));
}
channel.postMessage({ type: 'ready' });

function show({ state, since, meaning, tables }: FiguresMessage): void {
  setText(element('state'), state);
  setText(element('since'), since);
  setText(element('meaning'), meaning);
  const shape = JSON.stringify(tables.map(shapeOf));
  if (shape === shownShape) {
    updateValues(tables);
  } else {
    element('tables').replaceChildren(...tables.map(buildTable));
    shownShape = shape;
  }
}

function shapeOf({ caption, columns, rows }: FigureTable): unknown {
  return [caption, columns, rows.map(({ label }) => label)];
}

function updateValues(tables: readonly FigureTable[]): void {
  const cells = element('tables').querySelectorAll('td');
  const values = tables.flatMap(({ rows }) => rows.flatMap((row) => row.values));
  cells.forEach((cell, index) => setText(cell, values[index] ?? ''));
}

function buildTable({ caption, columns, rows }: FigureTable): HTMLTableElement {
  const table = document.createElement('table');
  table.createCaption().textContent = caption;
  const head = table.createTHead().insertRow();
  head.append(...columns.map((name) => headerCell(name, 'col')));
  const body = table.createTBody();
  for (const { label, values } of rows) {
    const line = body.insertRow();
    line.append(headerCell(label, 'row'));
    for (const value of values) line.insertCell().textContent = value;
  }
  return table;
}

function headerCell(text: string, scope: 'col' | 'row'): HTMLTableCellElement {
  const cell = document.createElement('th');
  cell.scope = scope;
  cell.textContent = text;
  return cell;
}

function setText(target: HTMLElement, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`The page has no element ${id}.`);
  return found;
}
