import { strict as assert } from 'node:assert';
import { writeFileSync } from 'node:fs';
import { type Position, type TextDocument, window, workspace } from 'vscode';
import { Samples } from '../../src/completion/samples';
import type { HearthApi } from '../../src/editor/api';
import { hearth } from '../../test/editor/suite/support';

const entries = 5_000;
const documentBytes = { small: 1_000_000, large: 20_000_000 };
const calls = 5_000;

/** In the order in which the documents take turns, so that a slow moment of the machine is no one's disadvantage. */
const rounds = 4;

/** Asked again and again: the newest places, which are sure to be in the cache. */
const askedPlaces = 200;

/** A document and the places in it that are in the cache. */
interface Desk {
  readonly document: TextDocument;
  readonly places: readonly Position[];
  readonly times: Samples;
}

/**
 * Runs inside VS Code: fills the completion cache with answers of a real engine at 5,000 places of a real document of
 * 20 MB, then of one of 1 MB, asks at places of both that are cached, and writes how long each hit took, in ms.
 */
export async function run(): Promise<void> {
  const report = process.env['HEARTH_TEST_REPORT'];
  assert(report, 'HEARTH_TEST_REPORT is not set; start the benchmark with `npm run bench:hit`.');
  const api = await hearth();
  const large = await openDesk(api, documentBytes.large, entries - askedPlaces);
  const small = await openDesk(api, documentBytes.small, askedPlaces);
  for (let round = 0; round < rounds; round++) {
    for (const desk of [small, large]) await hit(api, desk, calls / rounds);
  }
  const { entries: cached } = api.cacheUtilisation();
  const hits = [small, large].map(({ document, times }) => {
    const { p50, p95, p99, max } = times.distribution();
    return { documentLength: document.getText().length, hitMs: { p50, p95, p99, max } };
  });
  writeFileSync(report, JSON.stringify({ calls, cacheEntries: cached, hits }));
}

/**
 * Opens a document and asks in it, at line ends from the middle on, until so many more answers are in the cache. It is
 * plain text, so that no other extension is at work on 20 MB.
 */
async function openDesk(api: HearthApi, bytes: number, answers: number): Promise<Desk> {
  const document = await workspace.openTextDocument({ language: 'plaintext', content: sourceText(bytes) });
  await window.showTextDocument(document);
  const wanted = Math.min(entries, api.cacheUtilisation().entries + answers);
  const answered: Position[] = [];
  for (let line = document.lineCount >> 1; api.cacheUtilisation().entries < wanted; line++) {
    assert(line < document.lineCount, 'The document has too few places to fill the cache.');
    const place = document.lineAt(line).range.end;
    const outcome = await api.complete(document, place);
    if (outcome.kind === 'answer') answered.push(place);
  }
  const places = answered.slice(-askedPlaces);
  assert(places.length > 0, 'The model answered nowhere.');
  return { document, places, times: new Samples(calls) };
}

async function hit(api: HearthApi, { document, places, times }: Desk, count: number): Promise<void> {
  for (let call = 0; call < count; call++) {
    const place = places[call % places.length];
    assert(place);
    const start = performance.now();
    const outcome = await api.complete(document, place);
    times.add(performance.now() - start);
    assert(outcome.kind === 'answer' && outcome.origin === 'cache', JSON.stringify(outcome));
  }
}

/**
 * Every line is unfinished, so that a model has something to add at its end, and begins with so much white space that two
 * lines fill the window: 5,000 new places are read in minutes.
 */
function sourceText(bytes: number): string {
  const margin = ' '.repeat(600);
  let text = '';
  for (let index = 0; text.length < bytes; index++) {
    text += `${margin}const area${index} = (width: number, height: number) => width * height + border(${index}, width,\n`;
  }
  return text;
}
