import type { LayoutName } from '../base/layouts';

/**
 * How a family of models writes a fill-in-the-middle prompt. Sentinels are named as the vocabulary of the
 * family's GGUF files has them.
 */
export interface Family {
  readonly name: string;
  /** Tells families with equal sentinels apart, by the model's name. */
  readonly names?: RegExp;
  readonly sentinels: {
    readonly prefix: string;
    readonly suffix: string;
    readonly middle?: string;
    /** `repository NAME` and `file PATH\n` stand in front, where the family was taught so. */
    readonly repository?: string;
    readonly file?: string;
  };
  /**
   * Where the path stands: before the prefix's sentinel, or behind it as the first line of the prefix, with only the
   * file's sentinel outside.
   */
  readonly pathInPrefix: boolean;
  /** What stands behind the repository's name. */
  readonly repositoryEnd?: string;
  /** The layout that keeps most of the KV cache among the orders the family knows. */
  readonly layout: LayoutName;
  /**
   * How suffix before prefix is written:
   * - `sentinels-first`: `PRE SUF suffix MID prefix` (Bavarian et al., arXiv 2207.14255, SPM "variant 2");
   * - `suffix-prefix`: `SUF suffix PRE prefix`, with MID behind it where the family has one. The MID is taken off
   *   and added again at every key.
   */
  readonly suffixFirst: 'sentinels-first' | 'suffix-prefix';
  /** Whether SentencePiece's leading space stands before the text of the prefix. */
  readonly spaced: boolean;
}

/**
 * The first that fits is taken. Sources: the models' cards and reports (Qwen2.5-Coder, arXiv 2409.12186;
 * DeepSeek-Coder, 2401.14196; StarCoder, 2305.06161, and StarCoder2, 2402.19173; Code Llama, 2308.12950, and its
 * `infilling_prompt_tokens`; CodeGemma, 2406.11409; Seed-Coder, 2506.03524; Mellum's card; Codestral in
 * mistral-common's `encode_fim`).
 */
export const families: readonly Family[] = [
  {
    name: 'seed-coder',
    sentinels: { prefix: '<[fim-prefix]>', suffix: '<[fim-suffix]>', middle: '<[fim-middle]>' },
    layout: 'suffix-first',
    suffixFirst: 'suffix-prefix',
    spaced: false,
    pathInPrefix: false,
  },
  {
    name: 'codestral',
    sentinels: { prefix: '[PREFIX]', suffix: '[SUFFIX]' },
    layout: 'suffix-first',
    suffixFirst: 'suffix-prefix',
    spaced: true,
    pathInPrefix: false,
  },
  {
    name: 'deepseek-coder',
    sentinels: { prefix: '<｜fim▁begin｜>', suffix: '<｜fim▁hole｜>', middle: '<｜fim▁end｜>' },
    layout: 'anchored',
    suffixFirst: 'sentinels-first',
    spaced: false,
    pathInPrefix: false,
  },
  {
    name: 'code-llama',
    sentinels: { prefix: '▁<PRE>', suffix: '▁<SUF>', middle: '▁<MID>' },
    layout: 'suffix-first',
    suffixFirst: 'sentinels-first',
    spaced: true,
    pathInPrefix: false,
  },
  {
    name: 'mellum',
    names: /mellum/i,
    sentinels: {
      prefix: '<fim_prefix>',
      suffix: '<fim_suffix>',
      middle: '<fim_middle>',
      file: '<filename>',
    },
    layout: 'suffix-first',
    suffixFirst: 'suffix-prefix',
    spaced: false,
    pathInPrefix: false,
  },
  {
    name: 'codegemma',
    names: /gemma/i,
    sentinels: { prefix: '<|fim_prefix|>', suffix: '<|fim_suffix|>', middle: '<|fim_middle|>' },
    layout: 'suffix-first',
    suffixFirst: 'sentinels-first',
    spaced: false,
    pathInPrefix: false,
  },
  {
    name: 'qwen-coder',
    sentinels: {
      prefix: '<|fim_prefix|>',
      suffix: '<|fim_suffix|>',
      middle: '<|fim_middle|>',
      repository: '<|repo_name|>',
      file: '<|file_sep|>',
    },
    repositoryEnd: '\n',
    layout: 'anchored',
    suffixFirst: 'sentinels-first',
    spaced: false,
    pathInPrefix: false,
  },
  {
    name: 'granite-code',
    names: /granite/i,
    sentinels: { prefix: '<fim_prefix>', suffix: '<fim_suffix>', middle: '<fim_middle>' },
    layout: 'suffix-first',
    suffixFirst: 'sentinels-first',
    spaced: false,
    pathInPrefix: false,
  },
  {
    name: 'starcoder2',
    sentinels: {
      prefix: '<fim_prefix>',
      suffix: '<fim_suffix>',
      middle: '<fim_middle>',
      repository: '<repo_name>',
      file: '<file_sep>',
    },
    layout: 'suffix-first',
    suffixFirst: 'sentinels-first',
    spaced: false,
    pathInPrefix: true,
  },
  {
    name: 'santacoder',
    sentinels: { prefix: '<fim-prefix>', suffix: '<fim-suffix>', middle: '<fim-middle>' },
    layout: 'suffix-first',
    suffixFirst: 'sentinels-first',
    spaced: false,
    pathInPrefix: false,
  },
];

/** The family of a model by its name and by which sentinels its vocabulary has; undefined where none fits. */
export function familyOf(name: string, has: (sentinel: string) => boolean): Family | undefined {
  return families.find(
    ({ names, sentinels: { prefix, suffix, middle } }) =>
      (names === undefined || names.test(name)) &&
      has(prefix) &&
      has(suffix) &&
      (middle === undefined || has(middle)),
  );
}

/** Whether an entry of a vocabulary looks like a sentinel. Only such are looked up: there are up to 250,000. */
export function isSentinelLike(text: string): boolean {
  return /^(<.*>|\[[A-Z]+\]|▁<[A-Z]+>)$/.test(text);
}
