import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HearthError } from '../../src/base/errors';
import { readModelFile } from '../../src/models/modelFile';
import { runCommand } from '../../tools/command';
import { committedStudy } from '../policies/committedStudy';
import { catalogue, readSource, recipeOf } from '../traces/catalogue';
import { generateTrace } from '../traces/generate';
import type { PlayedTrace } from '../traces/pace';
import { recordedTraces } from '../traces/recorded';
import { type BenchArguments, readBenchArguments } from './arguments';
import { type Command, debianLlamaServer } from './debian/llamaServerCommand';
import { documentSizes, growthTrace } from './growth';
import { type BenchModel, benchModels, ownModel } from './models';
import { type PlannedGroup, planOf } from './plan';
import { contexts } from './sizes';
import { writeReport } from './report/writeReport';
import { runGroup } from './runGroup';
import { rescored } from './rescored';
import { type RunRecord, nameOf } from './runRecord';
import { RunsFile } from './runsFile';

// Seen from the built tools in dist/tools.
const root = fileURLToPath(new URL('../..', import.meta.url));
const modules = join(root, 'node_modules');
const results = join(root, 'bench/results');
const llamaServerFolder = join(root, '.vscode-test/llama-server');

/** Measures Hearth beside its peers and writes the report: `npm run bench`. */
async function main(args: string[]): Promise<void> {
  const settings = readBenchArguments(args);
  const { model: own, out = results } = settings;
  const models = own === undefined ? benchModels(root, settings.models) : [ownModel(own)];
  const chosen = models.filter(({ name }) => settings.only === undefined || name === settings.only);
  if (chosen.length === 0) {
    const names = models.map(({ name }) => name).join(', ');
    throw new HearthError('input-invalid', `--only is "${settings.only}", expected one of ${names}.`);
  }
  if (!settings.report) {
    const llamaServer = await llamaServerOf(settings);
    for (const model of chosen) await runModel(model, settings, runsOf(out, model), llamaServer);
  }
  // All of them, however few are played: every run in the report is judged alike.
  const traces = await tracesOf(Infinity);
  const measured = models.map((model) => ({ model, runs: rescored(runsOf(out, model).records, traces) }));
  const files = await writeReport(out, measured, await committedStudy(root));
  process.stdout.write(files.map((file) => `${file}\n`).join(''));
}

function llamaServerOf({ llamaServer }: BenchArguments): Promise<Command> | Command {
  return llamaServer === undefined ? debianLlamaServer(llamaServerFolder) : { file: llamaServer, args: [] };
}

function runsOf(folder: string, { name }: BenchModel): RunsFile {
  return RunsFile.open(join(folder, 'peers', `${name}.jsonl`));
}

async function runModel(
  model: BenchModel,
  settings: BenchArguments,
  runs: RunsFile,
  llamaServer: Command,
): Promise<void> {
  if (!model.isThere) {
    process.stderr.write(`${model.name} is left out: there is no ${model.file}.\n`);
    return;
  }
  const { keys, tokens, threads, again } = settings;
  const { trainedContext } = (await readModelFile(model.file)).facts.shape;
  for (const group of planOf(model.depth, settings.traces).slice(0, settings.parts)) {
    if (contexts[group.context].infill.context > trainedContext) {
      process.stderr.write(
        `${model.name} was taught ${trainedContext} tokens: ${group.context} are left out.\n`,
      );
      continue;
    }
    await runGroup(group, await playedTracesOf(group), runs, {
      ...{ model: model.file, keys: keys * (group.longer ?? 1), tokens, threads, again, llamaServer },
      onRun: (record) => process.stderr.write(`${model.name} ${lineOf(record)}\n`),
    });
  }
}

function lineOf(record: RunRecord): string {
  const { figures, differences } = record;
  const other = differences?.length === 0 ? 'the same' : differences?.join(', ');
  const again = other === undefined ? '' : `, and again: ${other}`;
  return `${nameOf(record)}: ${figures.foreground} foreground tokens, ${figures.cpuSeconds} s of CPU${again}`;
}

async function playedTracesOf({ study, traces }: PlannedGroup): Promise<PlayedTrace[]> {
  if (study !== 'growth') return tracesOf(traces);
  const source = await readSource('@huggingface/jinja/src/runtime.ts', modules);
  return documentSizes.slice(0, traces).map((lines) => growthTrace(source, lines));
}

/** The first of the traces: the generated ones, then the recorded ones. */
async function tracesOf(count: number): Promise<PlayedTrace[]> {
  const entries = catalogue.slice(0, count);
  const generated = await Promise.all(
    entries.map(async (entry) => generateTrace(await recipeOf(entry, modules))),
  );
  const more = count - catalogue.length;
  return more > 0 ? [...generated, ...(await recordedTraces(root)).slice(0, more)] : generated;
}

await runCommand(main);
