import type { Peer, PeerAnswer, Place } from '../../../../bench/peers/peer';
import type { DocumentView, Position } from '../../../../src/completion/document';

/** A peer that answers what it is told to, and notes what it was asked. */
export class FakePeer implements Peer {
  readonly processId = 0;
  readonly asked: string[] = [];
  readonly moves: (readonly [number, number])[] = [];
  readonly rests: number[] = [];
  readonly #answer: (asked: number) => PeerAnswer;

  constructor(answer: (asked: number) => PeerAnswer) {
    this.#answer = answer;
  }

  restart(): Promise<void> {
    return Promise.resolve();
  }

  complete(document: DocumentView, { line, character }: Position): Promise<PeerAnswer> {
    this.asked.push(document.lineAt(line).slice(0, character));
    return Promise.resolve(this.#answer(this.asked.length - 1));
  }

  moved(from: Place, to: Place): void {
    this.moves.push([from.position.line, to.position.line]);
  }

  rest(ms: number): Promise<number> {
    this.rests.push(ms);
    return Promise.resolve(ms >= 5_000 ? 100 : 0);
  }

  dispose(): Promise<void> {
    return Promise.resolve();
  }
}
