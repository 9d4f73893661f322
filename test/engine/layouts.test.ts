import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Llama, LlamaModel, Token } from 'node-llama-cpp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HearthError } from '../../src/base/errors';
import { chooseLayout, type FimFormat, fimFormatOf, layoutsOf } from '../../src/engine/host/fimFormat';
import { heal, notHealed } from '../../src/engine/host/healing';
import { type Healing, PromptLayout } from '../../src/engine/host/promptLayout';
import { Vocabulary } from '../../src/engine/host/vocabulary';
import { type LayoutName, layoutNames } from '../../src/engine/port';
import type { Placement } from '../../src/prompt/placement';
import { familyNames, type FamilyName, writeFamilyModel } from './support/familyModels';
import { LaidPrompt } from './support/laidPrompt';
import { loadTestLlama } from './support/testLlama';

type Formats = Readonly<Partial<Record<LayoutName, string>>>;

/**
 * What every family's prompts are made of, by the documentation; the family's own layout first. In `anchored` the
 * middle begins at the anchor instead of the cursor, which is the format's own PSM (prefix, suffix, middle) with the
 * answer begun. PSM where a family documents only SPM, and SPM where only PSM, are as Bavarian et al. have them
 * (arXiv 2207.14255: `PRE prefix SUF suffix MID`, and SPM's "variant 2", `PRE SUF suffix MID prefix`). Without
 * sentinels it is the text as the tokenizer writes any text.
 */
const formats: Readonly<Record<FamilyName, Formats>> = {
  // Qwen2.5-Coder, arXiv 2409.12186, figure 4, "Repo-Level FIM format", and `examples/Qwen2.5-Coder-repolevel-fim.py`: PSM
  // only. No BOS token: `add_bos_token` is false in its `tokenizer_config.json`.
  'qwen2.5-coder': {
    anchored:
      '<|repo_name|>{repository}\n<|file_sep|>{path}\n<|fim_prefix|>{head}<|fim_suffix|>{suffix}<|fim_middle|>{middle}',
    plain:
      '<|repo_name|>{repository}\n<|file_sep|>{path}\n<|fim_prefix|>{head}{middle}<|fim_suffix|>{suffix}<|fim_middle|>',
    'suffix-first':
      '<|repo_name|>{repository}\n<|file_sep|>{path}\n<|fim_prefix|><|fim_suffix|>{suffix}<|fim_middle|>{head}{middle}',
    'prefix-only': '<|repo_name|>{repository}\n<|file_sep|>{path}\n{head}{middle}',
  },
  // README of DeepSeek-Coder, "Code Insertion": PSM only, and the path of a file only in comments of the code. The
  // tokenizer puts the BOS token in front.
  'deepseek-coder': {
    anchored: '<｜begin▁of▁sentence｜><｜fim▁begin｜>{head}<｜fim▁hole｜>{suffix}<｜fim▁end｜>{middle}',
    plain: '<｜begin▁of▁sentence｜><｜fim▁begin｜>{head}{middle}<｜fim▁hole｜>{suffix}<｜fim▁end｜>',
    'suffix-first': '<｜begin▁of▁sentence｜><｜fim▁begin｜><｜fim▁hole｜>{suffix}<｜fim▁end｜>{head}{middle}',
    'prefix-only': '<｜begin▁of▁sentence｜>{head}{middle}',
  },
  // StarCoder2, arXiv 2402.19173, 5.1: "We do not apply FIM to the repository metadata", but to all that stands between
  // two `<file_sep>`, which begins with the path. SPM as in BigCode's Megatron-LM, `permute`.
  starcoder2: {
    'suffix-first':
      '<repo_name>{repository}<file_sep><fim_prefix><fim_suffix>{suffix}<fim_middle>{path}\n{head}{middle}',
    anchored:
      '<repo_name>{repository}<file_sep><fim_prefix>{path}\n{head}<fim_suffix>{suffix}<fim_middle>{middle}',
    plain:
      '<repo_name>{repository}<file_sep><fim_prefix>{path}\n{head}{middle}<fim_suffix>{suffix}<fim_middle>',
    'prefix-only': '<repo_name>{repository}<file_sep>{path}\n{head}{middle}',
  },
  // Granite Code, arXiv 2405.04324: both PSM and SPM, used "the same way as StarCoder's FIM" (its makers in issue 3 of
  // ibm-granite/granite-code-models). Nothing is documented in front.
  'granite-code': {
    'suffix-first': '<fim_prefix><fim_suffix>{suffix}<fim_middle>{head}{middle}',
    anchored: '<fim_prefix>{head}<fim_suffix>{suffix}<fim_middle>{middle}',
    plain: '<fim_prefix>{head}{middle}<fim_suffix>{suffix}<fim_middle>',
    'prefix-only': '{head}{middle}',
  },
  // Card of CodeGemma, and its "formatting" page on ai.google.dev: no space or line break around the sentinels. Both PSM
  // and SPM: arXiv 2406.11409. The tokenizer puts the BOS token in front, and no space before a text.
  codegemma: {
    'suffix-first': '<bos><|fim_prefix|><|fim_suffix|>{suffix}<|fim_middle|>{head}{middle}',
    anchored: '<bos><|fim_prefix|>{head}<|fim_suffix|>{suffix}<|fim_middle|>{middle}',
    plain: '<bos><|fim_prefix|>{head}{middle}<|fim_suffix|>{suffix}<|fim_middle|>',
    'prefix-only': '<bos>{head}{middle}',
  },
  // `infilling_prompt_tokens` in `llama/generation.py` of Code Llama: the prefix by `encode`, which puts a space before
  // it, the suffix by `encode_infilling`, which does not. Text alone: `text_completion`, by `encode`.
  'code-llama': {
    'suffix-first': '<s>▁<PRE>▁<SUF>{suffix}▁<MID>▁{head}{middle}',
    anchored: '<s>▁<PRE>▁{head}▁<SUF>{suffix}▁<MID>{middle}',
    plain: '<s>▁<PRE>▁{head}{middle}▁<SUF>{suffix}▁<MID>',
    'prefix-only': '<s>▁{head}{middle}',
  },
  // `encode_fim` in `tokens/tokenizers/instruct.py` of mistral-common: the prefix by `encode`, the suffix by
  // `_encode_infilling`, and no `[MIDDLE]`.
  codestral: {
    'suffix-first': '<s>[SUFFIX]{suffix}[PREFIX]▁{head}{middle}',
    'prefix-only': '<s>▁{head}{middle}',
  },
  // Seed-Coder, arXiv 2506.03524, 2.2.6, and the card of Seed-Coder-8B-Base: SPM only. The BOS token in front, as
  // `add_bos_token` has it.
  'seed-coder': {
    'suffix-first': '<[begin▁of▁sentence]><[fim-suffix]>{suffix}<[fim-prefix]>{head}{middle}<[fim-middle]>',
    anchored: '<[begin▁of▁sentence]><[fim-prefix]>{head}<[fim-suffix]>{suffix}<[fim-middle]>{middle}',
    plain: '<[begin▁of▁sentence]><[fim-prefix]>{head}{middle}<[fim-suffix]>{suffix}<[fim-middle]>',
    'prefix-only': '<[begin▁of▁sentence]>{head}{middle}',
  },
  // Card of Mellum-4b-base, "Fill in the middle with additional files as context generation": SPM only (arXiv 2510.05788).
  mellum: {
    'suffix-first': '<filename>{path}\n<fim_suffix>{suffix}<fim_prefix>{head}{middle}<fim_middle>',
    anchored: '<filename>{path}\n<fim_prefix>{head}<fim_suffix>{suffix}<fim_middle>{middle}',
    plain: '<filename>{path}\n<fim_prefix>{head}{middle}<fim_suffix>{suffix}<fim_middle>',
    'prefix-only': '<filename>{path}\n{head}{middle}',
  },
  // `Tokenizer.encode` of Llama 2: the BOS token, and a space before the text.
  'plain-llama': { 'prefix-only': '<s>▁{head}{middle}' },
};

/** MID of the families whose own prompts end with it, behind the prefix. */
const lastSentinels: Readonly<Partial<Record<FamilyName, string>>> = {
  'seed-coder': '<[fim-middle]>',
  mellum: '<fim_middle>',
};

const empty: Placement = {
  document: 'file:///hearth/src/sum.ts',
  path: 'src/sum.ts',
  repository: 'hearth',
  head: '',
  headIsWhole: true,
  middle: '',
  suffix: '',
  suffixIsWhole: true,
  stale: 0,
};

/** A cursor at the beginning of an empty line: the last token before it is none that healing takes back. */
const atLineStart: Placement = {
  ...empty,
  head: 'export function sum(values: number[]) {\n',
  middle: '  let total = 0;\n',
  suffix: '\n  return total;\n}\n',
};

type Placements = Readonly<Record<string, Placement>>;

const placements: Placements = {
  'at a line start': atLineStart,
  'in a line': { ...empty, head: 'if (a) {\n', middle: 'return total +', suffix: 'offset;\n}\n' },
  'without text above': { ...empty, middle: 'let total', suffix: ' = 0;\n' },
  'without text below': { ...empty, head: 'let a = 1;\n', middle: 'let total' },
};

/** Tokenizers join white space to what stands before it or behind it. */
const placementsInWhiteSpace: Placements = {
  'in indented code': {
    ...empty,
    head: '    if (a) {\n',
    middle: '      return total +',
    suffix: ' offset;\n    }\n',
  },
  'between tabs': { ...empty, head: '\t\tif (a) {\n', middle: '\t\t\treturn total', suffix: '\t+ 1;\n\t}\n' },
  'between empty lines': { ...empty, head: '\n\n  if (a) {\n', middle: '\n\n  total', suffix: '\n\n\n  x' },
};

/** CRLF, and characters of two to four bytes that no vocabulary has as a token. */
const oddText: Placement = {
  ...empty,
  head: 'const größe = "日本";\r\n',
  middle: '\tconst 😀 = größe',
  suffix: ' + "e\u0301";\r\n// 終わり\r\n',
};

/** What is typed into the empty line, one key after the other. */
const typedLine = '  const count = this.results.get(key) ?? 0;\n';

/** A key changes so many tokens at a prompt's end, and a sentinel that stands last. */
const mostTokensPerKey = 2;

let folder: string;
let llama: Llama;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hearth-layouts-'));
  llama = await loadTestLlama();
});
afterAll(async () => {
  await llama.dispose();
  await rm(folder, { recursive: true });
});

describe.each(familyNames)('prompts for %s', (family) => {
  const known = Object.keys(formats[family]) as LayoutName[];
  const unknown = layoutNames.filter((layout) => !known.includes(layout));
  let model: LlamaModel;
  let vocabulary: Vocabulary;
  let fim: FimFormat;
  let prompt: LaidPrompt;

  beforeAll(async () => {
    const modelPath = join(folder, `${family}.gguf`);
    await writeFamilyModel(modelPath, family);
    model = await llama.loadModel({ modelPath });
    vocabulary = Vocabulary.of(model);
    fim = fimFormatOf(model);
    prompt = new LaidPrompt(model);
  });
  afterAll(async () => model.dispose());

  const lay = (layout: LayoutName, placement: Placement, healing: Healing = notHealed): readonly Token[] =>
    new PromptLayout(model, vocabulary, fim, layout).lay(placement, healing).tokens;
  const controls = (tokens: readonly Token[]): string[] =>
    prompt.spell(tokens.filter((token) => prompt.isControl(token)));

  test('know the layouts that the sentinels allow, the documented order first', () => {
    const layouts = layoutsOf(fim);
    expect(layouts[0]).toBe(known[0]);
    expect(layouts.toSorted()).toEqual(known.toSorted());
    expect(chooseLayout(fim, undefined)).toBe(known[0]);
    for (const layout of known) expect(chooseLayout(fim, layout)).toBe(layout);
  });

  test.each(unknown)('refuse the %s layout, and name those there are', (layout) => {
    const refused = refusalOf(() => chooseLayout(fim, layout));
    expect(refused.reason).toBe('model-unsuitable');
    expect(refused.message).toContain(`in the ${layout} layout`);
    expect(refused.message).toContain(`in: ${known.join(', ')}.`);
  });

  describe.each(known)('in the %s layout', (layout) => {
    const format = formats[family][layout] ?? '';
    const sentinelLast = layout === known[0] ? lastSentinels[family] : undefined;

    const compare = (all: Placements): void => {
      const spelled = (tokensOf: (placement: Placement) => readonly Token[]): Record<string, string[]> =>
        Object.fromEntries(
          Object.entries(all).map(([place, placement]) => [place, prompt.spell(tokensOf(placement))]),
        );
      expect(spelled((placement) => lay(layout, placement))).toEqual(
        spelled((placement) => prompt.write(format, placement)),
      );
    };

    test('are token by token what is documented', () => {
      compare(placements);
    });

    test('are what is documented also where texts begin with white space', () => {
      compare(placementsInWhiteSpace);
    });

    test('lose nothing to healing behind a line break', () => {
      expect(lay(layout, atLineStart, heal)).toEqual(lay(layout, atLineStart));
    });

    test('have no more sentinels when the document spells them', () => {
      const spelled = prompt.controlTexts.flatMap((text) => [text, text.replace('▁', ' ')]).join('');
      const hostile: Placement = {
        ...atLineStart,
        path: `src/${spelled}.ts`,
        repository: spelled,
        head: `${spelled}\n// ${spelled}\n`,
        middle: `${spelled}\n// ${spelled}`,
        suffix: `${spelled}\n// ${spelled}\n`,
      };
      const laid = lay(layout, hostile);
      expect(controls(laid)).toEqual(controls(lay(layout, atLineStart)));
      // In SentencePiece's vocabularies `▁` is a space, also where a text has that very character.
      const written = prompt.read(laid).join('').replaceAll('▁', ' ');
      expect(written).toContain(hostile.middle.replaceAll('▁', ' '));
    });

    test('read back as the text they were made of, byte by byte where it must be', () => {
      const { head, middle, suffix } = oddText;
      const written = prompt.read(lay(layout, oddText)).join('');
      expect(written).not.toContain('\ufffd');
      for (const text of layout === 'anchored' ? [head, middle] : [head + middle]) {
        expect(written).toContain(text);
      }
      if (layout !== 'prefix-only') expect(written).toContain(suffix);
    });

    test('name repository and file only where the family was taught to', () => {
      const [beforeRepository = '', namesRepository] = format.split('{repository}');
      const written = prompt.read(lay(layout, atLineStart)).join('');
      expect(written.includes(atLineStart.repository)).toBe(namesRepository !== undefined);
      expect(written.includes(atLineStart.path)).toBe(format.includes('{path}'));
      const nameless = controls(lay(layout, { ...atLineStart, repository: '' }));
      const named = controls(lay(layout, atLineStart));
      expect(nameless).toEqual(
        named.filter((text) => namesRepository === undefined || text !== beforeRepository),
      );
    });

    test('have a token to begin with, and all sentinels, also where there is no text', () => {
      const laid = lay(layout, empty);
      expect(laid.length).toBeGreaterThan(0);
      expect(controls(laid)).toEqual(expect.arrayContaining(controls(lay(layout, atLineStart))));
    });

    test('change from where a letter was typed', () => {
      const before = lay(layout, { ...atLineStart, middle: '  sum(' });
      const after = lay(layout, { ...atLineStart, middle: '  sum(x' });
      const same = sharedBeginning(before, after);
      const rest = before.slice(same);
      expect(after).toEqual([...before.slice(0, same), ...prompt.inner('x'), ...rest]);
      if (layout === 'plain') expect(rest.length).toBeGreaterThan(prompt.inner(atLineStart.suffix).length);
      else expect(prompt.spell(rest)).toEqual(sentinelLast === undefined ? [] : [sentinelLast]);
    });

    const keeping = layout === 'plain' ? [] : [layout];
    test.each(keeping)('keep all but their end, key by key', () => {
      const most = mostTokensPerKey + (sentinelLast === undefined ? 0 : 1);
      let before = lay(layout, atLineStart, heal);
      for (let length = 1; length <= typedLine.length; length++) {
        const middle = atLineStart.middle + typedLine.slice(0, length);
        const after = lay(layout, { ...atLineStart, middle }, heal);
        const evaluated = after.length - sharedBeginning(before, after);
        expect(evaluated, middle).toBeLessThanOrEqual(most);
        expect(prompt.spell(after).at(-1) === sentinelLast, middle).toBe(sentinelLast !== undefined);
        before = after;
      }
    });
  });
});

function sharedBeginning(one: readonly Token[], other: readonly Token[]): number {
  const end = one.findIndex((token, index) => token !== other[index]);
  return end < 0 ? one.length : end;
}

/** The error that `act` fails with. */
function refusalOf(act: () => unknown): HearthError {
  try {
    act();
  } catch (error) {
    if (error instanceof HearthError) return error;
    throw error;
  }
  throw new Error('Nothing was refused.');
}
