import { StringDocument } from '../../../src/completion/document';
import type { PromptText } from '../../../src/engine/port';
import { readWindow } from '../../../src/prompt/window';
import { RandomChoice } from '../../support/randomChoice';

const words = [
  'const',
  'value',
  'return',
  'this.',
  '(',
  ')',
  ' = ',
  ';',
  'items',
  '.map(',
  '日本',
  '😀',
  '\t',
  '  ',
] as const;

interface State {
  readonly text: string;
  readonly cursor: number;
}

/** A typist who does at random what people do: types, deletes, breaks lines, jumps, undoes, edits above and below. */
export class EditScript {
  readonly #choice: RandomChoice;
  readonly #past: State[] = [];
  readonly #name: string;
  #state: State;

  constructor(seed: number, text: string, name = 'script.ts') {
    this.#name = name;
    this.#choice = new RandomChoice(seed);
    this.#state = { text, cursor: this.#choice.below(text.length) };
  }

  /** Does one random edit and returns the text around the cursor as the pipeline would send it. */
  step(): PromptText {
    const { text, cursor } = this.#state;
    switch (this.#choice.below(10)) {
      case 0:
        return this.#undo();
      case 1:
        return this.#move(this.#choice.below(text.length + 1));
      case 2:
        return this.#replace(Math.max(0, cursor - 1 - this.#choice.below(4)), cursor, '');
      case 3:
        return this.#replace(cursor, cursor, '\n    ');
      case 4:
        return this.#elsewhere(Math.max(0, cursor - 200 - this.#choice.below(400)));
      case 5:
        return this.#elsewhere(Math.min(text.length, cursor + 100 + this.#choice.below(300)));
      default:
        return this.#replace(cursor, cursor, this.#choice.pick(words));
    }
  }

  #undo(): PromptText {
    this.#state = this.#past.pop() ?? this.#state;
    return this.#prompt();
  }

  #move(cursor: number): PromptText {
    this.#state = { ...this.#state, cursor };
    return this.#prompt();
  }

  /** An edit at `offset` that leaves the cursor at its text. */
  #elsewhere(offset: number): PromptText {
    const { text, cursor } = this.#state;
    const added = `${this.#choice.pick(words)}\n`;
    this.#past.push(this.#state);
    this.#state = {
      text: text.slice(0, offset) + added + text.slice(offset),
      cursor: offset <= cursor ? cursor + added.length : cursor,
    };
    return this.#prompt();
  }

  #replace(start: number, end: number, added: string): PromptText {
    const { text } = this.#state;
    this.#past.push(this.#state);
    this.#state = { text: text.slice(0, start) + added + text.slice(end), cursor: start + added.length };
    return this.#prompt();
  }

  #prompt(): PromptText {
    const { text, cursor } = this.#state;
    const document = new StringDocument(`file:///${this.#name}`, this.#name, 'typescript', 1, text);
    const above = text.slice(0, cursor).split('\n');
    const position = { line: above.length - 1, character: above.at(-1)?.length ?? 0 };
    const { before, beforeIsWhole, after } = readWindow(document, position);
    return {
      document: document.uri,
      path: document.path,
      repository: 'scripts',
      before,
      beforeIsWhole,
      after,
      line: position.line,
    };
  }
}
