import { spanOf } from '../../../../src/completion/place';
import type { PromptText } from '../../../../src/engine/port';

interface Known {
  readonly generation: string;
  /** The end of the text before the place that it was computed for. */
  readonly span: string;
  readonly text: string;
}

/** Every answer the engine computes, by document, for as long as it may be shown. */
export class AnswerBook {
  readonly #known = new Map<string, Known[]>();

  record(generation: string, { document: uri, before }: PromptText, text: string): void {
    const entry = { generation, span: spanOf(before), text: text.replaceAll('\r\n', '\n') };
    const entries = this.#known.get(uri);
    if (entries === undefined) this.#known.set(uri, [entry]);
    else entries.push(entry);
  }

  /**
   * In which ways `shown` may be how an answer of this document goes on: for each, how many units of the answer are
   * typed already. `before` must end with what was before the answer's own place, and these.
   */
  ways(uri: string, generation: string, before: string, shown: string): readonly number[] {
    const entries = this.#known.get(uri) ?? [];
    return entries
      .filter((entry) => entry.generation === generation)
      .flatMap(({ span, text }) =>
        occurrences(text, shown).filter((at) => before.endsWith(span + text.slice(0, at))),
      );
  }

  rename(from: string, to: string): void {
    const entries = this.#known.get(from);
    if (entries === undefined || from === to) return;
    this.#known.delete(from);
    // The pipeline keeps the other's answers where it has none left of this one.
    this.#known.set(to, [...entries, ...(this.#known.get(to) ?? [])]);
  }

  forget(uri: string): void {
    this.#known.delete(uri);
  }

  clear(): void {
    this.#known.clear();
  }
}

function occurrences(text: string, part: string): number[] {
  const found: number[] = [];
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) found.push(at);
  return found;
}
