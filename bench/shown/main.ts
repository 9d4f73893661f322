import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { SystemClock } from '../../src/base/clock';
import { HearthError } from '../../src/base/errors';
import { SilentLogger } from '../../src/base/logger';
import { leastConfidence } from '../../src/completion/confidenceGate';
import { readModelFile } from '../../src/models/modelFile';
import { starterPath } from '../../src/models/starter';
import { runCommand } from '../../tools/command';
import { type Corpus, readCorpus } from '../quality/corpus';
import { cutHole } from '../quality/hole';
import { corpusPackages } from '../quality/packages';
import { choosePositions, idOf, type Position } from '../quality/positions';
import { AnswersFile, type AnswersHeader } from './answersFile';
import { readShownArguments, type ShownArguments } from './arguments';
import { Asker } from './asker';
import { type Judged, judge } from './judge';
import { plotThresholds } from './plot';
import { formatReport } from './report';
import { runStudy } from './study';

// Seen from the built tool in dist/tools.
const root = fileURLToPath(new URL('../..', import.meta.url));

/** Raised whenever the same header no longer means the same answers. */
const studyVersion = 1;
const seed = 20_262;

/** What is worth showing, by how sure the model was: `npm run -s bench:shown -- …`. */
async function main(args: string[]): Promise<void> {
  const settings = readShownArguments(args);
  const modelPath = settings.model === undefined ? starterPath(root) : path.resolve(settings.model);
  const name = path.basename(modelPath, '.gguf');
  const file = path.join(root, 'bench', 'results', 'shown', `${name}.jsonl`);
  const corpus = readCorpus(path.join(root, 'node_modules'), corpusPackages);
  const positions = enough(choosePositions(corpus.files, seed), settings.positions);
  if (!settings.reportOnly) await study(settings, modelPath, file, corpus, positions);
  const answers = AnswersFile.read(file);
  refuseOtherCorpus(answers.header, corpus);
  const judged = judgeAll(positions, answers);
  const shipped = Math.exp(leastConfidence);
  process.stdout.write(`${formatReport(answers.header, judged, shipped)}\n`);
  if (settings.plot !== undefined) await writeFile(settings.plot, plotThresholds(judged, shipped));
}

async function study(
  { threads }: ShownArguments,
  modelPath: string,
  file: string,
  corpus: Corpus,
  positions: readonly Position[],
): Promise<void> {
  await readModelFile(modelPath);
  const answers = AnswersFile.open(file, await headerOf(modelPath, corpus));
  const asker = await Asker.load(modelPath, threads, new SilentLogger());
  const signal = interruption();
  try {
    const onProgress = (line: string): void => void process.stderr.write(`${line}\n`);
    await runStudy(positions, { asker, answers, clock: new SystemClock(), onProgress }, signal);
  } finally {
    await asker.dispose();
  }
  if (signal.aborted) process.stderr.write('Interrupted; the same command goes on from here.\n');
}

/** The answers that are there, in the order of the positions. */
function judgeAll(positions: readonly Position[], answers: AnswersFile): Judged[] {
  return positions.flatMap((position) => {
    const answer = answers.get(idOf(position));
    return answer ? [judge(cutHole(position), answer)] : [];
  });
}

/** Answers are judged by what stands in the corpus. */
function refuseOtherCorpus({ corpus: { sha256 } }: AnswersHeader, corpus: Corpus): void {
  if (sha256 === corpus.sha256) return;
  throw new HearthError(
    'input-invalid',
    `The results are of the corpus ${sha256}, and the installed packages make ${corpus.sha256}. Install the ` +
      'packages that they were made with, or move them away and run the study again.',
  );
}

function enough(positions: readonly Position[], wanted: number): Position[] {
  if (positions.length >= wanted) return positions.slice(0, wanted);
  throw new HearthError(
    'input-invalid',
    `The corpus has ${positions.length} positions, and --positions asks for ${wanted}. Ask for fewer.`,
  );
}

async function headerOf(modelPath: string, { files, sha256 }: Corpus): Promise<AnswersHeader> {
  return {
    study: 'shown',
    version: studyVersion,
    model: { file: path.basename(modelPath), sha256: await sha256Of(modelPath) },
    seed,
    corpus: { files: files.length, sha256 },
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
