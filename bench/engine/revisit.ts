import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HearthError } from '../../src/base/errors';
import { SilentLogger } from '../../src/base/logger';
import type { EngineClient } from '../../src/engine/engineClient';
import { runCommand } from '../../tools/command';
import { readRevisitArguments, type RevisitArguments } from './arguments';
import { createBenchEngine, loadedModel, root } from './engineUnderBench';
import { writeReport } from './report';
import { type RevisitReport, revisitReport, revisitTable, type Saved } from './revisitReport';
import { RevisitRounds, type RevisitRound } from './revisitRounds';
import { SavedFiles } from './savedFiles';
import { readSources } from './sources';

/** More than all rounds save, so that nothing is given up for room. */
const maxSnapshotBytes = 2 ** 33;

/** The place itself, and two to visit. */
const sequencesNeeded = 3;

/** The first token at a place, cold, from memory and from disk: `npm run -s bench:revisit -- …`. */
async function main(args: string[]): Promise<void> {
  const settings = readRevisitArguments(args);
  const folder = await mkdtemp(join(tmpdir(), 'hearth-revisit-'));
  const engine = createBenchEngine({
    ...settings,
    logger: new SilentLogger(),
    snapshots: { folder, maxBytes: maxSnapshotBytes },
  });
  try {
    const report = await measure(engine, settings, new SavedFiles(folder));
    writeReport(report, revisitTable(report));
  } finally {
    // Resolves when the process is gone, which writes into the folder until then.
    await engine.restart();
    engine.dispose();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(
  engine: EngineClient,
  { tokens, rounds }: RevisitArguments,
  files: SavedFiles,
): Promise<RevisitReport> {
  const [place, first, second] = await readSources(root, sources);
  if (!place || !first || !second) throw new HearthError('unexpected', 'A source is missing.');
  const bench = new RevisitRounds(engine, { place, others: [first, second] });
  const half = await bench.grow(tokens);
  const model = loadedModel(engine);
  requireSequences(model.sequences);
  const measured: RevisitRound[] = [];
  const saved: Saved[] = [];
  for (let round = 1; round <= rounds; round++) {
    measured.push(await bench.measure(round, half));
    saved.push(await files.news());
  }
  return revisitReport(model, { tokens, rounds }, measured, saved);
}

const sources = [
  'htmlparser2/src/Tokenizer.ts',
  '@huggingface/jinja/src/parser.ts',
  '@huggingface/jinja/src/lexer.ts',
];

function requireSequences(sequences: number): void {
  if (sequences >= sequencesNeeded) return;
  throw new HearthError(
    'memory-insufficient',
    `The engine keeps ${sequences} places in memory here, and ${sequencesNeeded} are needed to come back to one. ` +
      'Close other programs, or use a smaller model.',
  );
}

await runCommand(main);
