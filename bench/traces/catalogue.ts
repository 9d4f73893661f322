import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HearthError } from '../../src/base/errors';
import type { TraceRecipe, TraceSource } from './generate';

/** What a trace is made of: files of packages in `node_modules`. */
export interface CatalogueEntry {
  readonly name: string;
  readonly main: string;
  readonly other?: string;
  /** The main file is repeated to so many lines. */
  readonly lines?: number;
}

/**
 * Files of packages that the lock file pins, under licences that permit it, and that the bundled model was not
 * taught on. A new one is added at the end: an entry's seed is its place in the list.
 */
export const catalogue: readonly CatalogueEntry[] = [
  { name: 'lexer', main: '@huggingface/jinja/src/lexer.ts', other: '@huggingface/jinja/src/ast.ts' },
  { name: 'runtime', main: '@huggingface/jinja/src/runtime.ts', other: '@huggingface/jinja/src/utils.ts' },
  { name: 'format', main: '@huggingface/jinja/src/format.ts', other: '@huggingface/jinja/src/ast.ts' },
  { name: 'tokenizer', main: 'htmlparser2/src/Tokenizer.ts', other: 'htmlparser2/src/index.ts' },
  { name: 'html-parser', main: 'htmlparser2/src/Parser.ts', other: 'htmlparser2/src/Tokenizer.ts' },
  {
    name: 'glob',
    main: '@isaacs/nonrecursive-glob-match/src/index.ts',
    other: '@isaacs/nonrecursive-glob-match/src/parse-class.ts',
  },
  { name: 'pool', main: 'workerpool/src/Pool.js', other: 'workerpool/src/queues.js' },
  { name: 'worker', main: 'workerpool/src/WorkerHandler.js', other: 'workerpool/src/Pool.js' },
  {
    name: 'scopes',
    main: '@jridgewell/sourcemap-codec/src/scopes.ts',
    other: '@jridgewell/sourcemap-codec/src/sourcemap-codec.ts',
  },
  { name: 'css-parser', main: 'postcss/lib/parser.js', other: 'postcss/lib/tokenize.js' },
  {
    name: 'config-loader',
    main: '@secretlint/config-loader/src/index.ts',
    other: '@secretlint/config-loader/src/SecretLintModuleResolver.ts',
  },
  { name: 'markdown', main: 'markdown-it/lib/ruler.mjs', other: 'markdown-it/lib/token.mjs' },
  { name: 'json5', main: 'json5/lib/stringify.js', other: 'json5/lib/parse.js' },
  {
    name: 'long-file',
    main: '@huggingface/jinja/src/runtime.ts',
    other: 'htmlparser2/src/Parser.ts',
    lines: 20_000,
  },
  { name: 'python', main: 'flatted/python/flatted.py', other: 'flatted/esm/index.js' },
  { name: 'go', main: 'flatted/golang/pkg/flatted/flatted.go', other: 'flatted/python/flatted.py' },
  { name: 'php', main: 'flatted/php/flatted.php', other: 'flatted/golang/pkg/flatted/flatted.go' },
  {
    name: 'cpp',
    main: 'node-llama-cpp/llama/addon/AddonContext.cpp',
    other: 'node-llama-cpp/llama/addon/AddonModel.cpp',
  },
  { name: 'csharp', main: 'cmake-js/lib/import/Find-VisualStudio.cs', other: 'cmake-js/lib/cMake.js' },
  { name: 'yaml', main: 'js-yaml/lib/loader.js', other: 'js-yaml/lib/dumper.js' },
  { name: 'range', main: 'semver/classes/range.js', other: 'semver/classes/comparator.js' },
  { name: 'zip', main: 'yauzl/index.js', other: 'yauzl/fd-slicer.js' },
  { name: 'lint', main: '@secretlint/core/src/index.ts', other: '@secretlint/core/src/RuleContext.ts' },
  { name: 'scope', main: 'eslint-scope/lib/scope.js', other: 'eslint-scope/lib/referencer.js' },
];

/** Sites in a file of usual length: two near each other, and one further up. */
const usualDepths = [0.55, 0.65, 0.25];

/** Sites in a long one: at the top, in the middle and at the end. */
const longDepths = [0.02, 0.5, 0.99];

/** Reads the files of an entry from a `node_modules` folder. Throws a HearthError where one is missing. */
export async function recipeOf(entry: CatalogueEntry, modules: string): Promise<TraceRecipe> {
  const main = await readSource(entry.main, modules);
  const other = entry.other === undefined ? undefined : await readSource(entry.other, modules);
  const { name, lines } = entry;
  return {
    name,
    seed: 1 + catalogue.indexOf(entry),
    main: lines === undefined ? main : { ...main, text: repeatedTo(main.text, lines) },
    other,
    depths: lines === undefined ? usualDepths : longDepths,
  };
}

export async function readSource(path: string, modules: string): Promise<TraceSource> {
  const text = await readFile(join(modules, path), 'utf8').catch((error: unknown) => {
    throw new HearthError(
      'input-invalid',
      `Cannot read ${path} in ${modules}, which a trace is made of. Run npm ci first.`,
      { cause: error },
    );
  });
  // The package's own folder is the workspace: its name would tell the model nothing of the file.
  const file = path.startsWith('@') ? path.split('/').slice(2).join('/') : path.split('/').slice(1).join('/');
  return { file, text };
}

/** A text again and again until it has `lines` lines, the line break at the end apart. */
export function repeatedTo(text: string, lines: number): string {
  const once = text.endsWith('\n') ? text : `${text}\n`;
  const times = Math.ceil(lines / (once.split('\n').length - 1));
  return `${once.repeat(times).split('\n').slice(0, lines).join('\n')}\n`;
}
