import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { SilentLogger } from '../../src/base/logger';
import { heal, HealingBias } from '../../src/engine/host/healing';
import { type LoadedModel, loadModel } from '../../src/engine/host/loadedModel';
import { type ByteString, Vocabulary } from '../../src/engine/host/vocabulary';
import { readModelFile } from '../../src/models/modelFile';
import { starterPath } from '../../src/models/starter';
import { runCommand } from '../../tools/command';
import { readCorpus } from '../quality/corpus';
import { corpusPackages } from '../quality/packages';
import { type HealingArguments, readHealingArguments } from './arguments';
import { chooseCursors, type Cursor } from './cursors';
import { measureFirstTokens } from './firstToken';
import { studySeams, tokensOf } from './seams';
import { timesOf, type Timing, timingOf } from './timing';

// Seen from the built tool in dist/tools.
const root = fileURLToPath(new URL('../..', import.meta.url));

const seed = 20_261;

/** Short: the length of the prompt is no part of what is compared. */
const promptTokens = 96;
const contextTokens = 256;

/** Most often typed, or with most candidates: all that fit into one byte, and runs of white space. */
const shortTexts: readonly ByteString[] = [
  ...Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte)),
  '',
  ...['  ', '    ', '\t\t', '\n ', '\n    ', ' '.repeat(64)],
];

const heldTexts: readonly ByteString[] = [' ', 's', '(', '    ', 'conso'];

/** What token healing costs, and how often it takes back what it should: `npm run -s bench:healing -- …`. */
async function main(args: string[]): Promise<void> {
  const settings = readHealingArguments(args);
  const modelPath = settings.model === undefined ? starterPath(root) : path.resolve(settings.model);
  const corpus = readCorpus(path.join(root, 'node_modules'), corpusPackages);
  const cursors = chooseCursors(corpus.files, settings.positions, seed);
  await readModelFile(modelPath);
  const loaded = await loadModel(
    { modelPath, contextTokens, kvMegabytes: 0, threads: 1, gpu: 'off', pacing: 'deterministic' },
    new SilentLogger(),
  );
  try {
    const figures = await measure(loaded, cursors, settings);
    const model = path.basename(modelPath);
    process.stdout.write(`${JSON.stringify({ model, corpus: corpus.sha256, ...figures }, undefined, 2)}\n`);
  } finally {
    await loaded.dispose();
  }
}

/** Times are in milliseconds. */
async function measure(
  loaded: LoadedModel,
  cursors: readonly Cursor[],
  { runs }: HealingArguments,
): Promise<object> {
  const { model, vocabulary, context } = loaded;
  const bias = new HealingBias(model, vocabulary);
  const middles = cursors.map(({ middle }) => tokensOf(model, middle));
  const prompt = middles.flat().slice(0, promptTokens);
  const byText = shortTexts.map((owed) => ({
    owed,
    times: timesOf(
      Array.from({ length: runs }, () => owed),
      (text) => bias.for(text),
    ),
  }));
  return {
    vocabulary: model.fileInfo.metadata.tokenizer.ggml.tokens.length,
    candidates: Object.fromEntries(heldTexts.map((text) => [text, vocabulary.candidates(text).length])),
    readingVocabulary: timingOf(timesOf(Array.from({ length: 5 }), () => Vocabulary.of(model))),
    healing: timingOf(timesOf(middles, (tokens) => bias.for(heal(tokens, vocabulary).bytes))),
    shortTexts: timingOf(byText.flatMap(({ times }) => times)),
    slowestShortText: slowest(byText.map(({ owed, times }) => ({ owed, ...timingOf(times) }))),
    firstToken: await measureFirstTokens(context.getSequence(), prompt, bias, heldTexts, runs),
    seams: studySeams(cursors, model, vocabulary),
  };
}

/** By the median: a pause of the process is no property of a text. */
function slowest<T extends Timing>(timings: readonly T[]): T | undefined {
  return [...timings].sort((a, b) => b.p50 - a.p50)[0];
}

await runCommand(main);
