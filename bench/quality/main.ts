import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { SystemClock } from '../../src/base/clock';
import { HearthError } from '../../src/base/errors';
import { SilentLogger } from '../../src/base/logger';
import { readModelFile } from '../../src/models/modelFile';
import { starterPath } from '../../src/models/starter';
import { runCommand } from '../../tools/command';
import { Answerer } from './answerer';
import { type QualityArguments, readQualityArguments } from './arguments';
import { type Corpus, readCorpus } from './corpus';
import { studyWindow } from './hole';
import { corpusPackages } from './packages';
import { choosePositions, type Position } from './positions';
import { formatReport } from './report';
import { ResultsFile, type StudyHeader } from './resultsFile';
import { runStudy } from './study';
import { peers, variants } from './variants';

// Seen from the built tool in dist/tools.
const root = fileURLToPath(new URL('../..', import.meta.url));

/** Raised whenever the same header no longer means the same results. */
const studyVersion = 1;
const seed = 20_261;

/** How well a model answers by the order of its prompt: `npm run -s quality -- …`. */
async function main(args: string[]): Promise<void> {
  const settings = readQualityArguments(args);
  const modelPath = settings.model === undefined ? starterPath(root) : path.resolve(settings.model);
  const name = path.basename(modelPath, '.gguf');
  const file = path.join(root, 'bench', 'results', 'quality', `${name}.jsonl`);
  if (!settings.reportOnly) await study(settings, modelPath, file);
  const { header, results } = ResultsFile.read(file);
  const names = variants.map((variant) => variant.name);
  process.stdout.write(`${formatReport(header, results.records, names, peers)}\n`);
}

async function study(settings: QualityArguments, modelPath: string, file: string): Promise<void> {
  const corpus = readCorpus(path.join(root, 'node_modules'), corpusPackages);
  const positions = enough(choosePositions(corpus.files, seed), settings.positions);
  await readModelFile(modelPath);
  const results = ResultsFile.open(file, await headerOf(modelPath, corpus));
  const answerer = await Answerer.load(modelPath, settings.threads, new SilentLogger());
  const signal = interruption();
  try {
    const onProgress = (line: string): void => void process.stderr.write(`${line}\n`);
    await runStudy(positions, { answerer, results, variants, clock: new SystemClock(), onProgress }, signal);
  } finally {
    await answerer.dispose();
  }
  if (signal.aborted) process.stderr.write('Interrupted; the same command goes on from here.\n');
}

function enough(positions: readonly Position[], wanted: number): Position[] {
  if (positions.length >= wanted) return positions.slice(0, wanted);
  throw new HearthError(
    'input-invalid',
    `The corpus has ${positions.length} positions, and --positions asks for ${wanted}. Ask for fewer.`,
  );
}

async function headerOf(modelPath: string, corpus: Corpus): Promise<StudyHeader> {
  return {
    study: 'quality',
    version: studyVersion,
    model: { file: path.basename(modelPath), sha256: await sha256Of(modelPath) },
    window: studyWindow,
    seed,
    corpus: { files: corpus.files.length, sha256: corpus.sha256, versions: corpus.versions },
  };
}

/** The first 16 hexadecimal digits. */
async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex').slice(0, 16);
}

/** Aborted by the first Ctrl+C; the second ends the process as usual. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => controller.abort());
  return controller.signal;
}

await runCommand(main);
