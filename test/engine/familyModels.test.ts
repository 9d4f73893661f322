import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Llama, LlamaModel, Token } from 'node-llama-cpp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { familyNames, type FamilyName, writeFamilyModel } from './support/familyModels';
import { loadTestLlama } from './support/testLlama';

const code = 'function f() {\n  return 1;\n}';

/** What llama.cpp finds out about a model by itself. */
interface Detected {
  /** Prefix, suffix and middle; null where it knows none. */
  readonly infill: readonly (string | null)[];
  /** The token in front of every prompt, where the model wants one. */
  readonly start: string | null;
  readonly ends: readonly string[];
}

/** Only Codestral and Seed-Coder have sentinels that llama.cpp does not know. */
const detected: Readonly<Record<FamilyName, Detected>> = {
  'qwen2.5-coder': {
    infill: ['<|fim_prefix|>', '<|fim_suffix|>', '<|fim_middle|>'],
    start: null,
    ends: ['<|endoftext|>', '<|im_end|>', '<|fim_pad|>', '<|repo_name|>', '<|file_sep|>'],
  },
  'deepseek-coder': {
    infill: ['<｜fim▁begin｜>', '<｜fim▁hole｜>', '<｜fim▁end｜>'],
    start: '<｜begin▁of▁sentence｜>',
    ends: ['<｜end▁of▁sentence｜>'],
  },
  starcoder2: {
    infill: ['<fim_prefix>', '<fim_suffix>', '<fim_middle>'],
    start: null,
    ends: ['<|endoftext|>', '<fim_pad>'],
  },
  'granite-code': {
    infill: ['<fim_prefix>', '<fim_suffix>', '<fim_middle>'],
    start: null,
    ends: ['<|endoftext|>', '<fim_pad>', '<reponame>'],
  },
  codegemma: {
    infill: ['<|fim_prefix|>', '<|fim_suffix|>', '<|fim_middle|>'],
    start: '<bos>',
    ends: ['<eos>', '<end_of_turn>'],
  },
  'code-llama': {
    infill: ['▁<PRE>', '▁<SUF>', '▁<MID>'],
    start: '<s>',
    ends: ['</s>', '▁<EOT>'],
  },
  codestral: { infill: [null, null, null], start: '<s>', ends: ['</s>'] },
  'seed-coder': {
    infill: [null, null, null],
    start: '<[begin▁of▁sentence]>',
    ends: ['<[end▁of▁sentence]>'],
  },
  mellum: {
    infill: ['<fim_prefix>', '<fim_suffix>', '<fim_middle>'],
    start: null,
    ends: ['<|endoftext|>', '<fim_pad>', '<reponame>'],
  },
  'plain-llama': { infill: [null, null, null], start: '<s>', ends: ['</s>'] },
};

let folder: string;
let llama: Llama;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hearth-families-'));
  llama = await loadTestLlama();
});
afterAll(async () => {
  await llama.dispose();
  await rm(folder, { recursive: true });
});

describe.each(familyNames)('a model like those of %s', (family) => {
  let model: LlamaModel;
  let texts: readonly string[];

  beforeAll(async () => {
    const modelPath = join(folder, `${family}.gguf`);
    await writeFamilyModel(modelPath, family);
    model = await llama.loadModel({ modelPath });
    texts = model.fileInfo.metadata.tokenizer.ggml.tokens;
  });
  afterAll(async () => model.dispose());

  const textOf = (token: Token | null): string | null => (token === null ? null : (texts[token] ?? null));

  test('makes tokens of code, several letters each, and code of the tokens', () => {
    const tokens = model.tokenize(code);
    expect(tokens.length).toBeLessThan(code.length / 1.5);
    expect(model.detokenize(tokens)).toBe(code);
  });

  test('writes any text, byte by byte where it must', () => {
    const odd = '日本 😀\t\u00a0\r\n';
    expect(model.detokenize(model.tokenize(odd))).toBe(odd);
  });

  test('has the sentinels that llama.cpp detects', () => {
    const { infill, bos, shouldPrependBosToken } = model.tokens;
    const ends = texts.filter((_, id) => model.isEogToken(id as Token));
    expect({
      infill: [infill.prefix, infill.suffix, infill.middle].map(textOf),
      start: shouldPrependBosToken ? textOf(bos) : null,
      ends,
    }).toEqual(detected[family]);
  });

  test('has every special token as one', () => {
    const types = model.fileInfo.metadata.tokenizer.ggml.token_type as readonly number[] | undefined;
    const control = texts.flatMap((text, id) => (types?.[id] === 3 ? [{ text, id }] : []));
    expect(control.length).toBeGreaterThan(1);
    for (const { text, id } of control) expect(model.tokenize(text, true), text).toEqual([id]);
  });

  test('answers, with text that depends on what it reads', async () => {
    const context = await model.createContext({ contextSize: 256, threads: 1 });
    const sequence = context.getSequence();
    const answer = async (text: string): Promise<Token[]> => {
      await sequence.clearHistory();
      const tokens: Token[] = [];
      for await (const token of sequence.evaluate(model.tokenize(text), { temperature: 0 })) {
        tokens.push(token);
        if (tokens.length === 16) break;
      }
      return tokens;
    };
    const tokens = await answer(code);
    expect(tokens).toHaveLength(16);
    expect(model.detokenize(tokens)).not.toContain('\ufffd');
    expect(await answer(code)).toEqual(tokens);
    expect(await answer(code.replace('function', 'const'))).not.toEqual(tokens);
    await context.dispose();
  });
});
