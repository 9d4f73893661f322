import { expect, test } from 'vitest';
import { inquire } from '../../../src/editor/inquiry';
import { FuzzBench } from './support/fuzzBench';
import { FuzzDocument } from './support/fuzzDocument';
import { documentsPerRound, FuzzRound } from './support/fuzzRound';
import { Tally } from './support/tally';

const documents = 100_000;
const roundsPerBench = 100;
const minute = 60_000;

/** Default limits, and some so small that answers are given up all the time. */
const cacheLimits = [{}, { maxEntries: 3 }, { maxBytes: 1_500 }, { maxEntries: 6, maxBytes: 4_000 }] as const;

/**
 * `HEARTH_FUZZ=SEED:ROUND` runs one round alone, as a failure names it; `HEARTH_FUZZ=SEED` all with another seed.
 */
const [seed = 1, onlyRound] = (process.env['HEARTH_FUZZ'] ?? '1').split(':').map(Number);

/** What must have happened how often in 100,000 documents: a fuzz that does nothing finds nothing. */
const atLeast: Readonly<Record<string, number>> = {
  'answer:cache': 3_000,
  'answer:cold': 10_000,
  'answer:joined': 400,
  'joined after typing': 100,
  'answer:typed-through': 7_000,
  'answer:warm': 10_000,
  'none:aborted': 10_000,
  'none:disabled': 2_000,
  'none:empty': 8_000,
  'none:excluded': 1_000,
  'none:failed': 2_000,
  'none:filtered': 7_000,
  'none:superseded': 10_000,
  'called off while waiting': 4_000,
  'filter:blank': 1_000,
  'filter:repeats-prefix': 150,
  'filter:repeats-suffix': 120,
  'filter:runaway': 1_000,
  'filter:unprintable': 3_000,
  'closers replaced': 1_000,
  'white space replaced': 150,
  'several lines': 8_000,
  'before words': 4_000,
  'astral text': 3_000,
  'halves in the line': 2_000,
  'cursor within a pair': 250,
  'cache full': 20_000,
  'computed ahead': 5_000,
  'filter:unsure': 1_000,
  'none:held-back': 1_000,
  'window smaller than the document': 100,
};

test(
  'whatever the document, the cursor and the engine, the pipeline keeps its promises',
  async () => {
    const tally = new Tally();
    if (onlyRound !== undefined) return runRound(newBench(onlyRound), onlyRound, tally);
    let bench = newBench(0);
    for (let round = 0; round < documents / documentsPerRound; round++) {
      if (round % roundsPerBench === 0) {
        bench.service.dispose();
        bench = newBench(round);
        // Everything else here is a microtask, and the test runner has to breathe.
        await new Promise((resolve) => setImmediate(resolve));
      }
      await runRound(bench, round, tally);
    }
    expect(tally.tooRare(atLeast)).toEqual({});
  },
  5 * minute,
);

test('an answer asked for within a surrogate pair is placed before the pair', () => {
  const document = new FuzzDocument('file:///a.ts', 'a.ts', 'typescript', 'a = 😀;');
  const placed = inquire(document, { line: 0, character: 5 }).place({ text: '1 + ', replaceAfter: 0 });
  expect(placed).toMatchObject({ text: 'a = 1 + ', startCharacter: 0, endCharacter: 4 });
});

function newBench(round: number): FuzzBench {
  return new FuzzBench(cacheLimits[Math.floor(round / roundsPerBench) % cacheLimits.length] ?? {});
}

async function runRound(bench: FuzzBench, round: number, tally: Tally): Promise<void> {
  try {
    await new FuzzRound(bench, seedOf(round), tally).run();
  } catch (error) {
    throw await explain(error, round);
  }
}

/** Runs a round that failed once more, by itself, to tell what led to it. */
async function explain(error: unknown, round: number): Promise<Error> {
  const trace: string[] = [];
  const again: unknown = await new FuzzRound(newBench(round), seedOf(round), new Tally(), trace)
    .run()
    .catch((same: unknown) => same);
  const ending = again === undefined ? '\n(By itself the round does not fail.)' : '';
  const replay = `HEARTH_FUZZ=${seed}:${round} npx vitest run --project unit test/unit/completion/fuzz.test.ts`;
  const last = trace.slice(-12).join('\n  ');
  return new Error(`${String(error)}\n  ${last}${ending}\n${replay}`, { cause: error });
}

function seedOf(round: number): number {
  return Math.imul(seed, 0x9e3779b1) + round;
}
