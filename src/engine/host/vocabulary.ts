import type { LlamaModel, Token } from 'node-llama-cpp';
import { HearthError } from '../../base/errors';

/** A run of bytes, one UTF-16 unit a byte: JavaScript compares, slices and hashes such strings natively. */
export type ByteString = string;

/** GGUF `tokenizer.ggml.token_type` values (llama.cpp, `llama_token_type`). */
const tokenType = { control: 3, unused: 5, byte: 6 } as const;

/**
 * The bytes of every token, and an index by their beginnings. Detokenising a single token loses the bytes of a
 * character cut in two, so the bytes come from the GGUF's vocabulary itself.
 */
export class Vocabulary {
  readonly #bytes: readonly (ByteString | undefined)[];
  /** Ids of all text tokens, ordered by their bytes. */
  readonly #ordered: readonly number[];
  readonly #byBytes = new Map<ByteString, number>();

  constructor(bytes: readonly (ByteString | undefined)[]) {
    this.#bytes = bytes;
    const ids: number[] = [];
    bytes.forEach((text, id) => {
      if (text === undefined || text === '') return;
      ids.push(id);
      this.#byBytes.set(text, id);
    });
    this.#ordered = ids.sort((a, b) => compare(bytes[a] ?? '', bytes[b] ?? ''));
  }

  /** Reads the vocabulary of a loaded model. Fails where the tokenizer is of a kind whose bytes are not known. */
  static of(model: LlamaModel): Vocabulary {
    const metadata = model.fileInfo.metadata.tokenizer.ggml;
    const decode = byteDecoder(metadata.model);
    // The types are plain numbers in the file, and absent from some.
    const types = metadata.token_type as readonly number[] | undefined;
    return new Vocabulary(
      metadata.tokens.map((text, id) => {
        const type = types?.[id];
        return type === tokenType.control || type === tokenType.unused ? undefined : decode(text, type);
      }),
    );
  }

  /** The token's bytes; undefined for control tokens, which are no text. */
  bytesOf(token: Token): ByteString | undefined {
    return this.#bytes[token];
  }

  /**
   * Tokens that may come next when what follows must begin with `bytes`: those that begin with it, and those
   * that are a beginning of it.
   */
  candidates(bytes: ByteString): Token[] {
    const found: number[] = [];
    for (let length = 1; length < bytes.length; length++) {
      const id = this.#byBytes.get(bytes.slice(0, length));
      if (id !== undefined) found.push(id);
    }
    for (let at = this.#lowerBound(bytes); at < this.#ordered.length; at++) {
      const id = this.#ordered[at] ?? 0;
      if (!this.#bytes[id]?.startsWith(bytes)) break;
      found.push(id);
    }
    return found as Token[];
  }

  #lowerBound(bytes: ByteString): number {
    let low = 0;
    let high = this.#ordered.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compare(this.#bytes[this.#ordered[middle] ?? 0] ?? '', bytes) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

export function toByteString(text: string): ByteString {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** The text of whole characters, and how many bytes at the end are the beginning of a character cut in two. */
export function decodeBytes(bytes: ByteString): { text: string; incomplete: number } {
  const buffer = Buffer.from(bytes, 'latin1');
  const incomplete = incompleteTail(buffer);
  return { text: buffer.toString('utf8', 0, buffer.length - incomplete), incomplete };
}

function incompleteTail(buffer: Buffer): number {
  for (let back = 1; back <= Math.min(3, buffer.length); back++) {
    const byte = buffer[buffer.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return back < length ? back : 0;
    }
  }
  return 0;
}

function byteDecoder(tokenizer: string): (text: string, type: number | undefined) => ByteString {
  if (tokenizer === 'gpt2') {
    const bytes = gpt2Bytes();
    return (text) =>
      Array.from(text, (character) => bytes.get(character) ?? toByteString(character)).join('');
  }
  if (tokenizer === 'llama') {
    return (text, type) =>
      type === tokenType.byte
        ? String.fromCharCode(Number.parseInt(text.slice(3, 5), 16))
        : toByteString(text.replaceAll('▁', ' '));
  }
  throw new HearthError(
    'model-unsuitable',
    `The model's tokenizer is "${tokenizer}". Hearth completes with models whose tokenizer is "gpt2" (BPE) or ` +
      '"llama" (SentencePiece); choose another model.',
  );
}

/**
 * GPT-2 writes each byte of a token as one printable character: printable Latin-1 as itself, the rest as
 * U+0100 onwards (`bytes_to_unicode` in OpenAI's `encoder.py`).
 */
function gpt2Bytes(): Map<string, ByteString> {
  const map = new Map<string, ByteString>();
  let moved = 0;
  for (let byte = 0; byte < 256; byte++) {
    const printable = (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
    const character = String.fromCharCode(printable ? byte : 256 + moved++);
    map.set(character, String.fromCharCode(byte));
  }
  return map;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
