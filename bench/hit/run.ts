import { strict as assert } from 'node:assert';
import { writeFileSync } from 'node:fs';
import { type Position, type TextDocument, window, workspace } from 'vscode';
import { Samples } from '../../src/completion/samples';
import type { HearthApi } from '../../src/editor/api';
import { hearth } from '../../test/editor/suite/support';

const entries = 1_000;
const documentBytes = 100_000;
const calls = 10_000;

/** Asked again and again: the newest places, which are sure to be in the cache. */
const askedPlaces = 200;

/**
 * Runs inside VS Code: fills the completion cache with answers of a real engine at 1,000 places of a real document of
 * 100 KB, then asks at places that are cached and writes how long each hit took, in ms.
 */
export async function run(): Promise<void> {
  const report = process.env['HEARTH_TEST_REPORT'];
  assert(report, 'HEARTH_TEST_REPORT is not set; start the benchmark with `npm run bench:hit`.');
  const api = await hearth();
  const document = await workspace.openTextDocument({ language: 'typescript', content: sourceText() });
  await window.showTextDocument(document);
  const places = await fillCache(api, document);

  const times = new Samples(calls);
  for (let call = 0; call < calls; call++) {
    const place = places[call % places.length];
    assert(place);
    const start = performance.now();
    const outcome = await api.complete(document, place);
    times.add(performance.now() - start);
    assert(outcome.kind === 'answer' && outcome.origin === 'cache', JSON.stringify(outcome));
  }
  const { p50, p95, p99, max } = times.distribution();
  const { entries: cached } = api.cacheUtilisation();
  const documentLength = document.getText().length;
  writeFileSync(
    report,
    JSON.stringify({ calls, cacheEntries: cached, documentLength, hitMs: { p50, p95, p99, max } }),
  );
}

/** Asks at line ends until the cache is full; returns the newest places that got an answer. */
async function fillCache(api: HearthApi, document: TextDocument): Promise<Position[]> {
  const answered: Position[] = [];
  for (let line = 0; line < document.lineCount && api.cacheUtilisation().entries < entries; line++) {
    const place = document.lineAt(line).range.end;
    const outcome = await api.complete(document, place);
    if (outcome.kind === 'answer') answered.push(place);
  }
  const { entries: cached } = api.cacheUtilisation();
  assert.equal(cached, entries, 'The document has too few places to fill the cache.');
  const newest = answered.slice(-askedPlaces);
  assert(newest.length > 0, 'The model answered nowhere.');
  return newest;
}

/** Every line is unfinished, so that a model has something to add at its end. */
function sourceText(): string {
  let text = '';
  for (let index = 0; text.length < documentBytes; index++) {
    text += `const area${index} = (width: number, height: number) => width * height + border(${index}, width,\n`;
  }
  return text;
}
