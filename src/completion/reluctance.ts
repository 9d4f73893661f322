import type { Position } from './document';

/** After so many suggestions in a line that the user typed something else over, the line gets no more by itself. */
export const mostRefusals = 8;

/**
 * Counts the suggestions that the user typed something else over, line by line: somebody who refuses one after the
 * other knows what they want to write. Another line begins anew, and so does a suggestion that is typed through.
 */
export class Reluctance {
  #line: { readonly uri: string; readonly line: number } | undefined;
  #shown: { readonly before: string; readonly text: string } | undefined;
  #refusals = 0;

  /** A request came at a position, with the line's text before it. */
  asked(uri: string, { line }: Position, head: string): void {
    if (this.#line?.uri !== uri || this.#line.line !== line) {
      this.#line = { uri, line };
      this.#refusals = 0;
    } else if (this.#shown !== undefined && head.length > this.#shown.before.length) {
      const { before, text } = this.#shown;
      if ((before + text).startsWith(head)) this.#refusals = 0;
      else if (head.startsWith(before)) this.#refusals++;
    }
    this.#shown = undefined;
  }

  /** A suggestion is shown behind `head`. */
  shown(head: string, text: string): void {
    this.#shown = { before: head, text };
  }

  get isTired(): boolean {
    return this.#refusals >= mostRefusals;
  }
}
