import type { DocumentView } from '../completion/document';

/** A document in which one line reads differently, as it would after an edit that has not happened. */
export class OverlaidDocument implements DocumentView {
  readonly #base: DocumentView;
  readonly #line: number;
  readonly #text: string;

  constructor(base: DocumentView, line: number, text: string) {
    this.#base = base;
    this.#line = line;
    this.#text = text;
  }

  get uri(): string {
    return this.#base.uri;
  }

  get path(): string {
    return this.#base.path;
  }

  get repository(): string {
    return this.#base.repository ?? '';
  }

  get languageId(): string {
    return this.#base.languageId;
  }

  get version(): number {
    return this.#base.version;
  }

  get lineCount(): number {
    return this.#base.lineCount;
  }

  lineAt(line: number): string {
    return line === this.#line ? this.#text : this.#base.lineAt(line);
  }
}
