import { basename } from 'node:path';
import { formatStudy } from '../../policies/report';
import type { WorkloadReport } from '../../policies/study';
import type { ContenderName } from '../contenders';
import type { BenchModel } from '../models';
import { everybody, ungated } from '../plan';
import type { RunRecord } from '../runRecord';
import { type ContextName, contextNames } from '../sizes';
import { selectRuns, type Summary, summaryOf } from './summary';
import {
  answerTable,
  costTable,
  growthTable,
  originTable,
  savedVerdicts,
  verdictsOf,
  verdictTable,
} from './tables';

export interface MeasuredModel {
  readonly model: BenchModel;
  readonly runs: readonly RunRecord[];
}

/** The contenders that play all traces. */
export const everywhere: readonly ContenderName[] = ['Hearth', '/infill', 'LlamaCompletion'];
const peers = everywhere.filter((name) => name !== 'Hearth');

/** The report as Markdown, with the study of the cache's policies where there is one. Pictures are beside it, by the model's name. */
export function formatReport(
  measured: readonly MeasuredModel[],
  policies: readonly WorkloadReport[] = [],
): string {
  const parts = measured.map((each) => (each.runs.length === 0 ? absent(each.model) : modelPart(each)));
  return [
    heading(measured.flatMap(({ runs }) => runs)),
    ...parts,
    ...policiesPart(policies),
    method,
    '',
  ].join('\n\n');
}

export function summariesAt(
  runs: readonly RunRecord[],
  context: ContextName,
  contenders: readonly ContenderName[],
): readonly Summary[] {
  return summariesOf(selectRuns(runs, { study: 'traces', context }, contenders));
}

function summariesOf(selected: ReadonlyMap<ContenderName, readonly RunRecord[]>): readonly Summary[] {
  return [...selected]
    .filter(([, own]) => own.length > 0)
    .map(([contender, own]) => summaryOf(contender, own));
}

function heading(runs: readonly RunRecord[]): string {
  const all = (of: (run: RunRecord) => string | number): string =>
    [...new Set(runs.map(of))].toSorted().join('; ');
  const keys = [...new Set(runs.map((run) => run.keys))].toSorted((one, other) => one - other);
  const again = runs.filter(({ differences }) => differences !== undefined);
  const equal = again.filter(({ differences }) => differences?.length === 0).length;
  return [
    '# Hearth beside its peers',
    'Written by `npm run bench`, from the runs in `bench/results/peers/`. What the figures mean is under "How it is measured", below.',
    [
      `- Machine: ${all((run) => run.machine)}`,
      `- Date: ${all((run) => run.date)}`,
      `- Threads: ${all((run) => run.threads)}; at most ${all((run) => run.tokens)} generated tokens a completion; the first ${keys.join(' or ')} edits of each trace`,
      `- Run again: ${again.length} runs, of which ${equal} gave the same counts of tokens, to the token`,
    ].join('\n'),
  ].join('\n\n');
}

function tracesIn(count: number): string {
  return count === 1 ? '1 trace' : `${count} traces`;
}

function absent({ name, file, isThere }: BenchModel): string {
  const why = isThere ? ' yet' : `: there was no \`${basename(file)}\``;
  return `## ${name}\n\nNot measured${why}.`;
}

function modelPart({ model, runs }: MeasuredModel): string {
  const at2000 = selectRuns(runs, { study: 'traces', context: '2000' }, everywhere);
  const traces = at2000.get('Hearth')?.length ?? 0;
  const parts = [
    `## ${model.name}`,
    `### At 2,000 tokens of context, ${tracesIn(traces)}`,
    verdictTable(verdictsOf(at2000, peers)),
    costTable(summariesAt(runs, '2000', everywhere)),
    ...(model.depth === 'whole' ? [`![What a keystroke costs](${model.name}-costs.svg)`] : []),
    answers(model, summariesAt(runs, '2000', everywhere)),
    '### Time to text, by where it came from',
    originTable(at2000),
    ...furtherContenders(model, runs),
    ...otherContexts(model, runs),
    ...lines(model, runs),
    ...growth(runs),
  ];
  return parts.join('\n\n');
}

function answers({ knowsPlainOrder }: BenchModel, summaries: readonly Summary[]): string {
  const caution =
    'This model was never taught the order in which the peers ask it: what they say with it tells nothing of them.';
  return [...(knowsPlainOrder ? [] : [caution]), answerTable(summaries)].join('\n\n');
}

function furtherContenders(model: BenchModel, runs: readonly RunRecord[]): string[] {
  const summaries = summariesAt(runs, '2000', everybody);
  if (summaries.length === 0) return [];
  const title = `### Other ways to ask, and Hearth without its parts: ${tracesIn(summaries[0]?.traces ?? 0)}`;
  return [title, costTable(summaries), answers(model, summaries)];
}

function otherContexts(model: BenchModel, runs: readonly RunRecord[]): string[] {
  const parts = contextNames
    .filter((context) => context !== '2000')
    .flatMap((context) => {
      const summaries = summariesAt(runs, context, everywhere);
      if (summaries.length === 0) return [];
      return [
        `### At ${Number(context).toLocaleString('en')} tokens of context, ${tracesIn(summaries[0]?.traces ?? 0)}`,
        costTable(summaries),
      ];
    });
  return parts.length === 0 ? [] : [...parts, `![How the cost grows](${model.name}-contexts.svg)`];
}

function lines(model: BenchModel, runs: readonly RunRecord[]): string[] {
  const selection = { study: 'lines', context: '500' } as const;
  const selected = selectRuns(runs, selection, everywhere);
  const played = selected.get('Hearth') ?? [];
  if (played.length === 0) return [];
  const summaries = summariesOf(selected);
  const withUngated = summariesOf(selectRuns(runs, selection, [...everywhere, ungated]));
  const keys = Math.max(...played.map((run) => run.keys));
  return [
    `### Over whole lines: the first ${keys} edits of ${tracesIn(played.length)}, at 500 tokens of context`,
    answers(model, withUngated.length === 0 ? summaries : withUngated),
    ...(model.knowsPlainOrder ? [savedVerdicts(summaries)] : []),
    costTable(summaries),
  ];
}

function growth(runs: readonly RunRecord[]): string[] {
  const grown = selectRuns(runs, { study: 'growth', context: '500' }, ['Hearth', '/infill']);
  if ((grown.get('Hearth') ?? []).length === 0) return [];
  return ['### The same lines typed into longer documents, at 500 tokens of context', growthTable(grown)];
}

function policiesPart(policies: readonly WorkloadReport[]): string[] {
  if (policies.length === 0) return [];
  return [
    '## Which answers the cache keeps',
    'The lookups of recorded days, replayed against policies and sizes ([decision 20](../../docs/decisions/0020-which-answers-stay.md)).',
    '![Lookups lost to evictions](policies.svg)',
    `\`\`\`text\n${formatStudy(policies)}\n\`\`\``,
  ];
}

const method = `## How it is measured

Every contender runs the same GGUF file on the same threads, one after the other on each trace, and each begins a trace with nothing
evaluated. The traces are those of \`npm run bench:traces\`; every edit next to the cursor is a request, and it ends before the next
one begins. Nobody takes a suggestion meanwhile. Pauses take no time: in them Hearth does as much background work as the cost profile
(\`bench/profile.json\`) leaves room for, and the ring of llama.vscode grows.

- **Foreground** tokens are prompt tokens evaluated while somebody waits, without the first request of each document; **in all** has
  those, and the background ones.
- **First token**: of requests for which the model is asked, without the first of each document. Hearth's and LlamaCompletion's
  from the request to the token; llama-server's is its own \`prompt_ms\`, without its queue, its tokenizer and HTTP. **Text**: from the request
  to the whole text, over all texts; Hearth's own wait for a fast typist is not in it.
- **CPU** is that of the engine's or server's process and of the process that asks, in which Hearth's pipeline runs. **Peak** is the resident memory of the
  former, the model's mapped file included. Hearth keeps several places warm and says so here.
- **Means** are over the traces, of each trace's mean. Percentiles are over all texts.
- **Right**: the first line shown is what the trace then has on that line; where that is known and is three characters or more.
- **Keys saved** are worked out afterwards, from what was shown: what leads to just what the trace comes to is taken with one key. Whole
  suggestions and first lines ("lines"), or the next word, too. An editor closes the bracket that is typed, but not the one that is taken:
  where a text opens brackets, typing their closers costs a key each.

What each contender is told (\`bench/peers/sizes.ts\`): llama.vscode's 256 lines above and 64 below at 2,000 tokens; LlamaCompletion gets the same
lines and cuts them to its context; Hearth's window is widened until a new one is as long. As it is shipped, its prompts are shorter, and cost
less. A completion ends with its line for everyone, so that all generate alike.

- **Hearth without the gate** shows what the model is not sure of, too, as the peers do.
- **/infill**: one completion a request, \`--cache-reuse 256\`, no ring, each request to the server.
- **llama.vscode**: as that extension comes: three completions, its ring, its own cache, and the completion behind what is shown asked for in advance.
  What it asks in advance, and evaluates of the ring while nobody types, counts as background.
- What llama.vscode does by time is left out, so that every run gives the same: its limits in ms.`;
