import { bool, type GgufValue, string, uint32 } from '../../support/gguf/ggufValue';
import { GgufWriter } from '../../support/gguf/ggufWriter';
import { addTinyLlama } from '../../support/gguf/tinyLlama';
import {
  bpeVocabulary,
  idOf,
  sentencePieceVocabulary,
  type SpecialToken,
  tokenType,
  type TinyVocabulary,
} from '../../support/gguf/tinyVocabulary';

/** What a family's real files say, in small. */
interface FamilyFile {
  /** `general.name` and `general.basename` as converters write them. */
  readonly name: string;
  readonly basename: string;
  readonly vocabulary: () => TinyVocabulary;
  /** Metadata keys of the form `tokenizer.ggml.KEY_token_id`, and the tokens they name. */
  readonly ids: Readonly<Record<string, string>>;
  readonly flags: Readonly<Record<string, boolean>>;
}

export type FamilyName = keyof typeof files;

const unknown: SpecialToken = { text: '<unk>', type: tokenType.unknown };

/** Sentinels of StarCoder's first version, which Granite and Mellum took over. */
const starCoderSentinels = [
  '<|endoftext|>',
  '<fim_prefix>',
  '<fim_middle>',
  '<fim_suffix>',
  '<fim_pad>',
  '<filename>',
  '<gh_stars>',
  '<reponame>',
] as const;

const allEndOfText = { bos: '<|endoftext|>', eos: '<|endoftext|>', unknown: '<|endoftext|>' } as const;

const files = {
  'qwen2.5-coder': {
    name: 'Qwen2.5 Coder 0.5B',
    basename: 'Qwen2.5-Coder',
    vocabulary: () =>
      bpeVocabulary('qwen2', {
        last: [
          '<|endoftext|>',
          '<|im_start|>',
          '<|im_end|>',
          { text: '<tool_call>', type: tokenType.userDefined },
          '<|fim_prefix|>',
          '<|fim_middle|>',
          '<|fim_suffix|>',
          '<|fim_pad|>',
          '<|repo_name|>',
          '<|file_sep|>',
        ],
      }),
    ids: { bos: '<|endoftext|>', eos: '<|endoftext|>', padding: '<|endoftext|>' },
    flags: { add_bos_token: false },
  },
  'deepseek-coder': {
    name: 'Deepseek Coder 1.3b Base',
    basename: 'deepseek-coder',
    vocabulary: () =>
      bpeVocabulary('deepseek-coder', {
        last: [
          '<｜begin▁of▁sentence｜>',
          '<｜end▁of▁sentence｜>',
          '<｜fim▁hole｜>',
          '<｜fim▁begin｜>',
          '<｜fim▁end｜>',
          '<|EOT|>',
        ],
      }),
    ids: {
      bos: '<｜begin▁of▁sentence｜>',
      eos: '<｜end▁of▁sentence｜>',
      padding: '<｜end▁of▁sentence｜>',
    },
    flags: { add_bos_token: true, add_eos_token: false },
  },
  starcoder2: {
    name: 'Starcoder2 3b',
    basename: 'starcoder2',
    vocabulary: () =>
      bpeVocabulary('starcoder', {
        first: [
          '<|endoftext|>',
          '<fim_prefix>',
          '<fim_middle>',
          '<fim_suffix>',
          '<fim_pad>',
          '<repo_name>',
          '<file_sep>',
        ],
      }),
    ids: allEndOfText,
    flags: {},
  },
  'granite-code': {
    name: 'Granite 3b Code Base 2k',
    basename: 'granite',
    vocabulary: () => bpeVocabulary('refact', { first: starCoderSentinels }),
    ids: { ...allEndOfText, padding: '<|endoftext|>' },
    flags: { add_bos_token: false },
  },
  codegemma: {
    name: 'Codegemma 2b',
    basename: 'codegemma',
    vocabulary: () =>
      sentencePieceVocabulary({
        first: [
          '<pad>',
          '<eos>',
          '<bos>',
          unknown,
          '<|fim_prefix|>',
          '<|fim_middle|>',
          '<|fim_suffix|>',
          '<|file_separator|>',
          '<start_of_turn>',
          '<end_of_turn>',
          ...['\n', '\n\n', '\t', '  ', '    '].map((text) => ({ text, type: tokenType.userDefined })),
        ],
      }),
    ids: {
      bos: '<bos>',
      eos: '<eos>',
      unknown: '<unk>',
      padding: '<pad>',
      prefix: '<|fim_prefix|>',
      suffix: '<|fim_suffix|>',
      middle: '<|fim_middle|>',
      fsep: '<|file_separator|>',
      eot: '<end_of_turn>',
    },
    flags: { add_bos_token: true, add_eos_token: false, add_space_prefix: false },
  },
  'code-llama': {
    name: 'CodeLlama 7b Hf',
    basename: 'CodeLlama',
    vocabulary: () =>
      sentencePieceVocabulary({
        first: [unknown, '<s>', '</s>'],
        last: ['▁<PRE>', '▁<SUF>', '▁<MID>', '▁<EOT>'],
      }),
    ids: {
      bos: '<s>',
      eos: '</s>',
      unknown: '<unk>',
      prefix: '▁<PRE>',
      suffix: '▁<SUF>',
      middle: '▁<MID>',
      eot: '▁<EOT>',
    },
    flags: { add_bos_token: true, add_eos_token: false },
  },
  codestral: {
    name: 'Codestral 22B v0.1',
    basename: 'Codestral',
    vocabulary: () =>
      sentencePieceVocabulary({
        // The vocabulary has a [MIDDLE], but prompts are SUFFIX … PREFIX … without it (mistral-common, `encode_fim`).
        first: [unknown, '<s>', '</s>', '[INST]', '[/INST]', '[PREFIX]', '[MIDDLE]', '[SUFFIX]'],
      }),
    ids: { bos: '<s>', eos: '</s>', unknown: '<unk>' },
    flags: { add_bos_token: true, add_eos_token: false },
  },
  'seed-coder': {
    name: 'Seed Coder 8B Base',
    basename: 'Seed-Coder',
    vocabulary: () =>
      bpeVocabulary('seed-coder', {
        first: [
          '<[begin▁of▁sentence]>',
          '<[PAD▁TOKEN]>',
          '<[end▁of▁sentence]>',
          '<[fim-suffix]>',
          '<[fim-prefix]>',
          '<[fim-middle]>',
        ],
      }),
    ids: { bos: '<[begin▁of▁sentence]>', eos: '<[end▁of▁sentence]>', padding: '<[PAD▁TOKEN]>' },
    flags: { add_bos_token: true },
  },
  mellum: {
    name: 'Mellum 4b Base',
    basename: 'Mellum',
    vocabulary: () => bpeVocabulary('mellum', { first: starCoderSentinels }),
    ids: { ...allEndOfText, padding: '<|endoftext|>' },
    flags: { add_bos_token: false },
  },
  'plain-llama': {
    name: 'LLaMA v2',
    basename: 'llama-2',
    vocabulary: () => sentencePieceVocabulary({ first: [unknown, '<s>', '</s>'] }),
    ids: { bos: '<s>', eos: '</s>', unknown: '<unk>' },
    flags: { add_bos_token: true, add_eos_token: false },
  },
} as const satisfies Record<string, FamilyFile>;

export const familyNames = Object.keys(files) as FamilyName[];

/**
 * Writes a model with the special tokens and metadata of a family's GGUF files, and random weights that are the same
 * for the same `seed`. What it says is noise, and it never ends an answer itself: it is for what a prompt is made of.
 * The architecture is LLaMA's for every family.
 */
export async function writeFamilyModel(path: string, family: FamilyName, seed = 1): Promise<void> {
  const { name, basename, vocabulary, ids, flags }: FamilyFile = files[family];
  const words = vocabulary();
  const writer = new GgufWriter();
  addTinyLlama(
    writer,
    words.tokens.map(({ speakable }) => speakable),
    seed,
  );
  const set = (values: Readonly<Record<string, GgufValue>>): void => {
    for (const [key, value] of Object.entries(values)) writer.set(key, value);
  };
  set({
    'general.type': string('model'),
    'general.name': string(name),
    'general.basename': string(basename),
    'general.file_type': uint32(0),
  });
  set(words.metadata);
  for (const [key, text] of Object.entries(ids)) {
    writer.set(`tokenizer.ggml.${key}_token_id`, uint32(idOf(words, text)));
  }
  for (const [key, value] of Object.entries(flags)) writer.set(`tokenizer.ggml.${key}`, bool(value));
  await writer.write(path);
}
