import type { CompletionService } from '../../../../src/completion/completionService';
import type { Position } from '../../../../src/completion/document';
import type { CompletionOutcome } from '../../../../src/completion/outcome';
import type { CompletionRequest } from '../../../../src/completion/request';
import type { CompletionSettings } from '../../../../src/completion/settings';
import { snapToCharacter } from '../../../../src/prompt/window';
import type { FuzzDocument } from './fuzzDocument';

/** One request, what held when it was made, and how it ended. */
export class Asked {
  readonly #controller = new AbortController();
  /** Where its answer goes: the request's position, out of a surrogate pair and within the line. */
  readonly position: Position;
  readonly uri: string;
  readonly version: number;
  outcome: CompletionOutcome | undefined;
  rejection: unknown;
  /** Whether its document was closed, renamed or forgotten while it waited. */
  isCalledOff = false;

  constructor(
    service: CompletionService,
    readonly document: FuzzDocument,
    readonly rawPosition: Position,
    trigger: CompletionRequest['trigger'],
    readonly settings: CompletionSettings,
  ) {
    const { line, character } = rawPosition;
    this.position = { line, character: snapToCharacter(document.lineAt(line), character) };
    this.uri = document.uri;
    this.version = document.version;
    service.complete({ document, position: rawPosition, trigger }, this.#controller.signal).then(
      (outcome) => (this.outcome = outcome),
      (error: unknown) => (this.rejection = error),
    );
  }

  get isAborted(): boolean {
    return this.#controller.signal.aborted;
  }

  get head(): string {
    return this.document.lineAt(this.position.line).slice(0, this.position.character);
  }

  get restOfLine(): string {
    return this.document.lineAt(this.position.line).slice(this.position.character);
  }

  abort(): void {
    // A reason, because making the usual one takes as long as a request.
    this.#controller.abort('called off');
  }

  accept(): void {
    if (this.outcome?.kind !== 'answer') return;
    const { line, character } = this.position;
    const end = { line, character: character + this.outcome.replaceAfter };
    this.document.replace(this.position, end, this.outcome.text);
  }

  toString(): string {
    const { rawPosition, version, outcome, isAborted, isCalledOff } = this;
    return JSON.stringify({ rawPosition, version, outcome, isAborted, isCalledOff });
  }
}
