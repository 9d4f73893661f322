import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { StringDocument } from '../../src/completion/document';
import type { EngineClient } from '../../src/engine/engineClient';
import type { EngineRequest } from '../../src/engine/port';
import { readWindow } from '../../src/prompt/window';
import { never, requestAt, starterModel, startTestEngine } from '../support/engineUnderTest';

const contextTokens = 2048;

/** As the pipeline asks: what the window reads at the `|`. */
function windowAt(marked: string, lines = 3): EngineRequest {
  const cursor = marked.indexOf('|');
  const above = marked.slice(0, cursor).split('\n');
  const text = marked.slice(0, cursor) + marked.slice(cursor + 1);
  const document = new StringDocument('file:///odd.ts', 'odd.ts', 'typescript', 1, text);
  const position = { line: above.length - 1, character: above.at(-1)?.length ?? 0 };
  const { before, beforeIsWhole, after } = readWindow(document, position);
  return {
    prompt: {
      document: document.uri,
      path: document.path,
      repository: '',
      before,
      beforeIsWhole,
      after,
      line: position.line,
    },
    limits: { tokens: 24, lines },
  };
}

const minified = 'function a(b){return b.map(c=>c+1)};';
const sentinels = '<|fim_middle|><|endoftext|><|fim_prefix|><|fim_suffix|><|file_sep|><|repo_name|>';

describe('odd text', () => {
  let client: EngineClient;

  beforeAll(() => {
    ({ client } = startTestEngine({ contextTokens }));
  });
  afterAll(() => client.dispose());

  test.each([
    ['an empty file', '|'],
    ['the start of a file', '|const a = 1;\n'],
    ['nothing but blank lines', '\n\n\n|\n\n\n'],
    ['CJK', '// 配列の合計を計算する\nconst 合計 = 配列.|\n// 次の行\n'],
    ['half a CJK word', 'const 変数名 = 1;\nconst x = 変|\n'],
    ['emoji', 'const faces = ["😀", "👩‍👩‍👧", "🏳️‍🌈|\n'],
    ['right-to-left text and combining marks', 'const שלום = "é́́|";\n'],
    ['a lone high surrogate', 'const a = "\ud83d|";\n'],
    ['a lone low surrogate', 'const a = "\ude00|";\nconst b = "\ud83d";\n'],
    ['tabs', 'class A {\n\tb() {\n\t\t|\n\t}\n}\n'],
    ['special tokens before', `const text = "${sentinels}";\nconst other = |\n`],
    ['special tokens after', `const other = |\nconst text = "${sentinels}";\n`],
    ['half a special token', 'const text = "<fim_mid|'],
    ['a zero character', 'const a = "\0|";\n'],
    ['a minified line of 100,000 characters', `${minified.repeat(1_400)}|${minified.repeat(1_400)}`],
    ['a line of 100,000 emoji', `${'😀'.repeat(50_000)}|${'😀'.repeat(50_000)}`],
    ['a line of 100,000 CJK characters', `${'漢字仮名'.repeat(12_500)}|${'漢字仮名'.repeat(12_500)}`],
  ])('%s', async (_, marked) => {
    const streamed: string[] = [];
    const request = windowAt(marked);
    const { text, cost } = await client.complete(request, never, (soFar) => streamed.push(soFar));
    // The native side reads a half of a pair as U+FFFD, which an answer may copy; a filter of the pipeline drops it.
    const hasHalves = /\p{Surrogate}/u.test(marked);
    for (const piece of [text, ...streamed]) {
      if (!hasHalves) expect(piece).not.toContain('\ufffd');
      expect(piece).not.toMatch(/<\|\w+\|>|\p{Surrogate}|\r/u);
    }
    expect(cost.evaluatedTokens + cost.reusedTokens + cost.generatedTokens).toBeLessThan(contextTokens);
    // Warm it says the same.
    expect((await client.complete(request, never)).text).toBe(text);
  });

  test('special tokens in a file are text to the model, and end no part of the prompt', async () => {
    await client.clear();
    const { cost } = await client.complete(windowAt(`"${sentinels}|`), never);
    // As text each takes several tokens; as special tokens they would be six.
    expect(cost.evaluatedTokens).toBeGreaterThan(30);
  });

  test('a text far longer than the context is cut to fit', async () => {
    await client.clear();
    const dense = Array.from(
      { length: 400 },
      (_, index) => `  x${index} = [${index}, 漢${index}字, ${index * 7}];\n`,
    );
    const { cost } = await client.complete(windowAt(`${dense.join('')}  |\n${dense.join('')}`), never);
    expect(cost.evaluatedTokens).toBeGreaterThan(300);
    expect(cost.evaluatedTokens).toBeLessThan(contextTokens - 256);
  });

  test('a text that the window does not bound is cut to fit', async () => {
    const huge = requestAt(
      `${'let value = compute(1, 2, 3);\n'.repeat(20_000)}|${'\nrest();'.repeat(20_000)}`,
    );
    const { cost } = await client.complete(huge, never);
    expect(cost.evaluatedTokens).toBeLessThan(contextTokens - 256);
  });
});

test('the bundled model completes a line of TypeScript', async () => {
  const { client } = startTestEngine({ modelPath: starterModel });
  try {
    const marked = 'export function add(a: number, b: number): number {\n  return |\n}\n';
    const { text, stop } = await client.complete(requestAt(marked), never);
    expect(text).toMatch(/^[^\n]*\bb\b[^\n]*$/);
    expect(stop).toBe('line');
  } finally {
    client.dispose();
  }
});
