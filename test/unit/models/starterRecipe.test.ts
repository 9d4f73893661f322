import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { corpusPackages } from '../../../bench/quality/packages';

interface CorpusEntry {
  readonly language: string;
  readonly registry: string;
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly licence_from: string;
  readonly repository: string;
  readonly bytes: number;
  readonly sha256: string;
}

interface Corpus {
  readonly pinned: string;
  readonly base: { readonly licence: string; readonly sha256: string; readonly file_sha256: string };
  readonly packages: readonly CorpusEntry[];
  readonly left_out: readonly { registry: string; name: string; version: string; reason: string }[];
}

const starter = new URL('../../../models/starter/', import.meta.url);
const corpus = JSON.parse(textOf('recipe/corpus.json')) as Corpus;

/** Licences that permit this use and ask for no more than attribution. */
const accepted = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BSL-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Unlicense',
  'Zlib',
]);

const sha256 = /^[0-9a-f]{64}$/;
const exactVersion = /^v?\d+(\.\w+)+([.+-][\w.+-]+)?$/;

function textOf(path: string): string {
  return readFileSync(new URL(path, starter), 'utf8');
}

function titleOf({ registry, name, version }: { registry: string; name: string; version: string }): string {
  return `${registry}:${name}@${version}`;
}

/** The entries that break a rule, as a failing test should name them. */
function breaking(holds: (entry: CorpusEntry) => boolean): string[] {
  return corpus.packages.filter((entry) => !holds(entry)).map(titleOf);
}

/** Whether a choice of an SPDX expression has accepted licences only. */
function isAccepted(expression: string): boolean {
  return expression
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((licence) => accepted.has(licence)));
}

describe("the corpus of the starter's recipe", () => {
  test('names exact versions of packages in the five registries', () => {
    expect(corpus.packages.length).toBeGreaterThan(200);
    expect(breaking(({ version }) => exactVersion.test(version))).toEqual([]);
    expect(breaking(({ registry }) => /^(npm|pypi|crates|go|maven)$/.test(registry))).toEqual([]);
    expect(breaking(({ language }) => /^(ts|js|py|rs|go|java)$/.test(language))).toEqual([]);
  });

  test('has a permissive licence for each, and says where it was read', () => {
    expect(breaking(({ licence }) => isAccepted(licence))).toEqual([]);
    expect(breaking(({ licence_from: from }) => from !== '')).toEqual([]);
    expect(isAccepted(corpus.base.licence)).toBe(true);
  });

  test('has a sum for each archive and for the base', () => {
    expect(breaking((entry) => sha256.test(entry.sha256) && entry.bytes > 0)).toEqual([]);
    expect([corpus.base.sha256, corpus.base.file_sha256].filter((sum) => !sha256.test(sum))).toEqual([]);
    expect(new Set(corpus.packages.map((entry) => entry.sha256)).size).toBe(corpus.packages.length);
  });

  test('names no package twice, and none that it says is left out', () => {
    const names = [...corpus.packages, ...corpus.left_out].map(({ registry, name }) => `${registry}:${name}`);
    expect(new Set(names).size).toBe(names.length);
    expect(corpus.left_out.filter(({ reason }) => reason === '')).toEqual([]);
  });

  test('holds no package that quality is measured on, nor a sibling out of the same repository', () => {
    const held = new Set(corpusPackages.map(({ name }) => name));
    const repositories = new Set(corpusPackages.map(({ name }) => repositoryOf(name)));
    repositories.delete('');
    expect(repositories.size).toBeGreaterThan(60);
    const npm = corpus.packages.filter(({ registry }) => registry === 'npm');
    const found = npm.filter(({ name, repository }) => held.has(name) || repositories.has(repository));
    expect(found.map(titleOf)).toEqual([]);
  });
});

describe.each(['README.md', 'recipe/README.md'])('the licences in models/starter/%s', (document) => {
  test('are those of the corpus, counted', () => {
    const counts = new Map<string, number>();
    for (const { licence } of corpus.packages) counts.set(licence, (counts.get(licence) ?? 0) + 1);
    const rows = textOf(document).matchAll(/^\| ([\w.-]+(?: (?:OR|AND) [\w.-]+)*) +\| +(\d+) \|$/gm);
    const told = [...rows].map(([, licence = '', count]): [string, number] => [licence, Number(count)]);
    expect(new Map(told.filter(([licence]) => isAccepted(licence)))).toEqual(counts);
  });
});

test('the card has the sum of the file beside it', () => {
  const sum = createHash('sha256')
    .update(readFileSync(new URL('hearth-starter-135m.gguf', starter)))
    .digest('hex');
  expect(textOf('README.md')).toContain(sum);
});

/** `owner/name` in lower case, as the manifest has it; empty where a package does not say. */
function repositoryOf(name: string): string {
  const file = new URL(`../../../node_modules/${name}/package.json`, import.meta.url);
  const { repository } = JSON.parse(readFileSync(file, 'utf8')) as {
    repository?: string | { url?: string };
  };
  const url = (typeof repository === 'string' ? repository : repository?.url) ?? '';
  const [, found = ''] = /([\w.-]+\/[\w.-]+?)(\.git)?(#.*)?$/.exec(url.split('/tree/')[0] ?? '') ?? [];
  return found.toLowerCase();
}

test('the programs of the recipe are pinned, each with a reason', () => {
  const lines = textOf('recipe/requirements.txt').split('\n');
  const pins = lines.filter((line) => line !== '' && !line.startsWith('#'));
  expect(pins.length).toBeGreaterThan(4);
  expect(pins.filter((line) => !/^[\w-]+==\d[\w.]*( ; .+)?$/.test(line))).toEqual([]);
  const [direct = ''] = textOf('recipe/requirements.txt').split('# What they bring along');
  for (const line of direct.split('\n').filter((line) => line.includes('=='))) {
    expect(lines[lines.indexOf(line) - 1], line).toMatch(/^# \S/);
  }
});
