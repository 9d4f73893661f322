import { type CompletionOutcome, outcomeKind } from '../completion/outcome';

/** Where a request was made. Structurally what `vscode.TextDocument` and `vscode.Position` are. */
interface Spot {
  readonly uri: string;
  readonly version: number;
  readonly line: number;
  readonly character: number;
}

/** What of a document tells whether it is the same text. */
interface DocumentState {
  readonly uri: { toString(): string };
  readonly version: number;
}

/** What the provider saw last. */
export class Activity {
  #last: { readonly outcome: CompletionOutcome; readonly spot: Spot } | undefined;

  /** How the last request that was not called off ended. */
  get last(): CompletionOutcome | undefined {
    return this.#last?.outcome;
  }

  /**
   * How the last request ended, where it was made at this very place of this very text. What the settings forbade
   * then they may allow now, so that does not count.
   */
  lastAt(document: DocumentState, position: Pick<Spot, 'line' | 'character'>): CompletionOutcome | undefined {
    if (this.#last === undefined) return undefined;
    const { outcome, spot } = this.#last;
    if (outcome.kind === 'none' && (outcome.reason === 'disabled' || outcome.reason === 'excluded')) {
      return undefined;
    }
    const here = spotOf(document, position);
    const isHere =
      spot.uri === here.uri &&
      spot.version === here.version &&
      spot.line === here.line &&
      spot.character === here.character;
    return isHere ? outcome : undefined;
  }

  note(
    outcome: CompletionOutcome,
    document: DocumentState,
    position: Pick<Spot, 'line' | 'character'>,
  ): void {
    if (outcomeKind(outcome) === 'none:aborted' || outcomeKind(outcome) === 'none:superseded') return;
    this.#last = { outcome, spot: spotOf(document, position) };
  }

  reset(): void {
    this.#last = undefined;
  }
}

function spotOf(
  { uri, version }: DocumentState,
  { line, character }: Pick<Spot, 'line' | 'character'>,
): Spot {
  return { uri: uri.toString(), version, line, character };
}
