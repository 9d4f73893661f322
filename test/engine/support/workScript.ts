import type { PromptText } from '../../../src/engine/port';
import { RandomChoice } from '../../support/randomChoice';
import { EditScript } from './editScript';

/** What happens to the engine at one step of a script. */
export type WorkStep =
  | { readonly kind: 'ask'; readonly text: PromptText }
  /** The cursor rests; at most `tokens` are evaluated ahead, in slices of at most `slice`. */
  | { readonly kind: 'visit'; readonly text: PromptText; readonly tokens: number; readonly slice: number }
  /** Every place goes to disk. */
  | { readonly kind: 'save' }
  /** Every place leaves the memory, as when the engine ends. */
  | { readonly kind: 'forget' };

/** Somebody who works in three documents, whose places come and go between memory and disk. */
export class WorkScript {
  readonly #choice: RandomChoice;
  readonly #documents: readonly [EditScript, EditScript, EditScript];

  constructor(seed: number, text: string) {
    this.#choice = new RandomChoice(seed);
    const open = (name: string, index: number): EditScript => {
      const from = this.#choice.below(Math.floor(text.length / 2));
      return new EditScript(7 * seed + index, text.slice(from, from + 200 + this.#choice.below(900)), name);
    };
    this.#documents = [open('a.ts', 0), open('b.ts', 1), open('c.ts', 2)];
  }

  step(): WorkStep {
    const text = this.#choice.pick(this.#documents).step();
    switch (this.#choice.below(12)) {
      case 0:
        return { kind: 'save' };
      case 1:
        return { kind: 'forget' };
      case 2:
      case 3: {
        const [tokens, slice] = [this.#choice.below(600), 1 + this.#choice.below(63)];
        return { kind: 'visit', text, tokens, slice };
      }
      default:
        return { kind: 'ask', text };
    }
  }
}
