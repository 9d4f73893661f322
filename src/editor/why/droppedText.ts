import type { Position, TextDocument } from 'vscode';

interface Offer {
  readonly uri: string;
  readonly version: number;
  readonly position: Position;
  readonly text: string;
}

/** A text that a filter stopped and that the user wants to see all the same: it is offered once, where it belongs. */
export class DroppedText {
  #offer: Offer | undefined;

  /** To be called before the editor is made to ask. */
  offer({ uri, version }: TextDocument, position: Position, text: string): void {
    this.#offer = { uri: uri.toString(), version, position, text };
  }

  /** The text for a place, where there is one; it is given once. */
  take({ uri, version }: TextDocument, position: Position): string | undefined {
    const offer = this.#offer;
    if (offer === undefined) return undefined;
    this.#offer = undefined;
    const isHere =
      offer.uri === uri.toString() && offer.version === version && offer.position.isEqual(position);
    return isHere ? offer.text : undefined;
  }
}
