import type { InfillLines } from './infill/infillRequest';

/** What each contender is told so that its prompts have up to about as many tokens. */
export interface ContextSizes {
  readonly lines: InfillLines;
  /** `batch` bounds prefix and suffix together, `context` is what a slot holds. */
  readonly infill: { readonly batch: number; readonly context: number };
  /** Of which node-llama-cpp leaves a tenth free. */
  readonly llamaCompletion: number;
  readonly hearth: { readonly contextTokens: number; readonly reach: number };
}

/**
 * The sizes of context that are compared, by tokens. At 2,000 `/infill` is asked for the lines of llama.vscode and has
 * llama-server's own batch; elsewhere all grow alike. Hearth's window is widened (`reach`) until a new one holds as much as `/infill` sends, some
 * 1,500 tokens above the cursor and 500 below at 2,000: as it is shipped they are shorter.
 */
export const contexts = {
  '500': {
    lines: { before: 64, after: 16 },
    infill: { batch: 512, context: 768 },
    llamaCompletion: 768,
    hearth: { contextTokens: 1024, reach: 1 },
  },
  '2000': {
    lines: { before: 256, after: 64 },
    infill: { batch: 2048, context: 2304 },
    llamaCompletion: 2304,
    hearth: { contextTokens: 3072, reach: 4 },
  },
  '8000': {
    lines: { before: 1024, after: 256 },
    infill: { batch: 8192, context: 8704 },
    llamaCompletion: 9216,
    hearth: { contextTokens: 12_288, reach: 16 },
  },
} as const satisfies Record<string, ContextSizes>;

export type ContextName = keyof typeof contexts;
export const contextNames = Object.keys(contexts) as readonly ContextName[];
