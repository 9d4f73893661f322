import type { Place } from '../peer';
import { type Chunk, linesOf } from './infillRequest';

/** As llama.vscode ships them. */
const ring = {
  chunks: 16,
  queue: 16,
  chunkLines: 64,
  jumpLines: 32,
  alike: 0.9,
  restMs: 3_000,
  updateMs: 1_000,
};

/**
 * The text of other places that llama.vscode puts in front of its prompts (`src/extra-context.ts`, MIT, retold): places that
 * the cursor left or came to are queued, and while nobody types one of them a second joins the ring.
 */
export class RingContext {
  #chunks: Chunk[] = [];
  #queue: Chunk[] = [];

  get chunks(): readonly Chunk[] {
    return this.#chunks;
  }

  moved(from: Place, to: Place): void {
    const isElsewhere = from.document.uri !== to.document.uri;
    const lines = Math.abs(from.position.line - to.position.line);
    if (!isElsewhere && lines <= ring.jumpLines) return;
    this.#pick(from);
    this.#pick(to);
  }

  /** How often the ring grew in a pause of so many ms: each time, the server is asked to evaluate it. */
  growIn(ms: number): number {
    const ticks = Math.max(0, Math.floor((ms - ring.restMs) / ring.updateMs));
    let grown = 0;
    for (let tick = 0; tick < ticks && this.#queue.length > 0; tick++) {
      const [chunk] = this.#queue.splice(0, 1);
      if (!chunk) break;
      this.#chunks = [...without(this.#chunks, chunk), chunk].slice(-ring.chunks);
      grown++;
    }
    return grown;
  }

  #pick({ document, position }: Place): void {
    const half = ring.chunkLines / 2;
    const from = Math.max(0, position.line - half);
    const lines = linesOf(document, from, Math.min(document.lineCount, from + ring.chunkLines));
    if (lines.length < 3) return;
    const chunk = { text: `${lines.join('\n')}\n`, filename: document.path };
    if (this.#chunks.some(({ text }) => text === chunk.text)) return;
    this.#queue = [...without(this.#queue, chunk), chunk].slice(-ring.queue);
  }
}

/** The chunks but those that say nearly the same. */
function without(chunks: readonly Chunk[], { text }: Chunk): Chunk[] {
  return chunks.filter((chunk) => likeness(chunk.text, text) <= ring.alike);
}

/** The Jaccard index of the lines of two texts, 0 … 1. */
function likeness(one: string, other: string): number {
  const [a, b] = [new Set(one.split('\n')), new Set(other.split('\n'))];
  const common = [...a].filter((line) => b.has(line)).length;
  return common / (a.size + b.size - common);
}
