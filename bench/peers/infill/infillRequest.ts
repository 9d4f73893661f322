import type { DocumentView, Position } from '../../../src/completion/document';

/** Text of another place, which goes in front of the prompt. */
export interface Chunk {
  readonly text: string;
  readonly filename: string;
}

/** How much of a document is sent, in lines. llama.vscode sends 256 and 64. */
export interface InfillLines {
  readonly before: number;
  readonly after: number;
}

/** The text around a cursor as llama.vscode cuts it: `prompt` is the cursor's line up to the cursor. */
export interface InfillText {
  readonly prefix: string;
  readonly prompt: string;
  readonly suffix: string;
}

export function infillText(
  document: DocumentView,
  { line, character }: Position,
  lines: InfillLines,
): InfillText {
  const text = document.lineAt(line);
  const above = linesOf(document, Math.max(0, line - lines.before), line);
  const below = linesOf(document, line + 1, Math.min(document.lineCount, line + 1 + lines.after));
  return {
    prefix: above.map((each) => `${each}\n`).join(''),
    prompt: text.slice(0, character),
    suffix: [text.slice(character), ...below].map((each) => `${each}\n`).join(''),
  };
}

export function linesOf(document: DocumentView, from: number, to: number): string[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => document.lineAt(from + index));
}

export interface InfillOptions {
  /** Most generated tokens of each completion; a completion ends with its line. */
  readonly tokens: number;
  readonly completions: number;
}

/**
 * The body of a request for `/infill` as llama.vscode 0.0.x makes it (`src/llama-server.ts`, MIT): its samplers, the
 * slot, the cache. What differs, so that all contenders generate alike and every run gives the same: the seed is fixed, a
 * completion ends with its line, and nothing is cut off by time.
 */
export function infillBody(
  text: InfillText,
  extra: readonly Chunk[],
  { tokens, completions }: InfillOptions,
): object {
  return {
    ...common(text, extra),
    n_predict: tokens,
    top_k: 40,
    top_p: 0.99,
    n_indent: /^\s*/.exec(text.prompt)?.[0].length ?? 0,
    samplers: ['top_k', 'top_p', 'infill'],
    stop: ['\n'],
    seed: 1,
    ...(completions > 1 && { n_cmpl: completions }),
  };
}

/** The body of a request that only has chunks evaluated, as llama.vscode sends while nobody types. */
export function warmingBody(extra: readonly Chunk[]): object {
  return { ...common({ prefix: '', prompt: '', suffix: '' }, extra), n_predict: 0, samplers: [] };
}

function common({ prefix, prompt, suffix }: InfillText, extra: readonly Chunk[]): object {
  return {
    id_slot: 0,
    input_prefix: prefix,
    input_suffix: suffix,
    input_extra: extra,
    prompt,
    cache_prompt: true,
    stream: false,
  };
}
