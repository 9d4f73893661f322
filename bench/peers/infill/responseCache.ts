import { LRUCache } from 'lru-cache';
import type { InfillText } from './infillRequest';

/** As llama.vscode ships it. */
const maxKeys = 250;

/**
 * The cache of llama.vscode's extension (`src/completion.ts` and `src/lru-cache.ts`, MIT, retold): a completion is found for the text that it
 * was asked for, and while the cursor's line goes on as the completion does.
 */
export class ResponseCache {
  readonly #texts = new LRUCache<string, string>({ max: maxKeys });

  put(text: InfillText, completion: string): void {
    this.#texts.set(keyOf(text), completion);
  }

  has(text: InfillText): boolean {
    return this.#texts.has(keyOf(text));
  }

  find(text: InfillText): string | undefined {
    const { prompt } = text;
    for (let length = prompt.length; length >= 0; length--) {
      const completion = this.#texts.get(keyOf({ ...text, prompt: prompt.slice(0, length) }));
      const typed = prompt.slice(length);
      if (completion?.startsWith(typed) === true && completion !== typed)
        return completion.slice(typed.length);
    }
    return undefined;
  }
}

function keyOf({ prefix, prompt, suffix }: InfillText): string {
  return `${prefix}|${suffix}|${prompt}`;
}
