import type { LlamaModel, Token } from 'node-llama-cpp';
import { HearthError } from '../../base/errors';

/** A run of bytes, one UTF-16 unit a byte: JavaScript compares, slices and hashes such strings natively. */
export type ByteString = string;

/** GGUF `tokenizer.ggml.token_type` values (llama.cpp, `llama_token_type`). */
const tokenType = { unknown: 2, control: 3, userDefined: 4, unused: 5, byte: 6 } as const;

/** Above every byte: `bytes + pastBytes` orders behind all that begins with `bytes`. */
const pastBytes = '\u0100';

/** The bytes with which UTF-8 goes on inside a character are 80 to BF, in hexadecimal. */
const [goingOn, pastGoingOn] = ['\x80', '\xc0'];

/**
 * The bytes of every token, and an index by their beginnings. Detokenising a single token loses the bytes of a
 * character cut in two, so the bytes come from the GGUF's vocabulary itself. Several tokens may have the same bytes:
 * a SentencePiece vocabulary has a byte token and a normal one for many a character.
 */
export class Vocabulary {
  readonly #bytes: readonly (ByteString | undefined)[];
  /** Ids of all text tokens, ordered by their bytes. */
  readonly #ordered: Uint32Array;
  /** The bytes of the tokens in {@link #ordered}, in that order. */
  readonly #orderedBytes: readonly ByteString[];
  readonly #longest: number;

  constructor(bytes: readonly (ByteString | undefined)[]) {
    this.#bytes = bytes;
    const ids: number[] = [];
    let longest = 0;
    bytes.forEach((text, id) => {
      if (text === undefined || text === '') return;
      ids.push(id);
      longest = Math.max(longest, text.length);
    });
    ids.sort((a, b) => compare(bytes[a] ?? '', bytes[b] ?? ''));
    this.#ordered = Uint32Array.from(ids);
    this.#orderedBytes = ids.map((id) => bytes[id] ?? '');
    this.#longest = longest;
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
        return isText(model, id as Token, text, type) ? decode(text, type) : undefined;
      }),
    );
  }

  /** The token's bytes; undefined for control tokens, which are no text. */
  bytesOf(token: Token): ByteString | undefined {
    return this.#bytes[token];
  }

  /** Whether some token begins with `bytes` and goes on after them. */
  goesOnAfter(bytes: ByteString): boolean {
    const next = this.#orderedBytes[this.#end(bytes) - 1];
    return next !== undefined && next.length > bytes.length && next.startsWith(bytes);
  }

  /**
   * Ids of the tokens that may come next when what follows must begin with `bytes`: those that begin with it, and
   * those that are a beginning of it. Where `bytes` ends with a whole character, none goes on inside one.
   */
  candidates(bytes: ByteString): Uint32Array {
    const beginnings = this.#beginningsOf(bytes);
    const from = this.#lowerBound(bytes);
    const to = this.#end(bytes);
    const isWhole = decodeBytes(bytes).incomplete === 0;
    const broken = isWhole ? this.#lowerBound(bytes + goingOn) : to;
    const whole = isWhole ? this.#lowerBound(bytes + pastGoingOn) : to;
    const found = new Uint32Array(beginnings.length + (broken - from) + (to - whole));
    found.set(beginnings);
    found.set(this.#ordered.subarray(from, broken), beginnings.length);
    found.set(this.#ordered.subarray(whole, to), beginnings.length + (broken - from));
    return found;
  }

  /** Tokens whose bytes `bytes` begins with and goes on after. */
  #beginningsOf(bytes: ByteString): number[] {
    const found: number[] = [];
    const longest = Math.min(this.#longest, bytes.length - 1);
    let at = 0;
    for (let length = 1; length <= longest; length++) {
      const beginning = bytes.slice(0, length);
      for (at = this.#lowerBound(beginning, at); this.#orderedBytes[at] === beginning; at++) {
        found.push(this.#ordered[at] ?? 0);
      }
    }
    return found;
  }

  /** Where, in the order, what begins with `bytes` ends. */
  #end(bytes: ByteString): number {
    return this.#lowerBound(bytes + pastBytes);
  }

  #lowerBound(bytes: ByteString, from = 0): number {
    let low = from;
    let high = this.#orderedBytes.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compare(this.#orderedBytes[middle] ?? '', bytes) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** What llama.cpp makes a control token by its name, whatever the file says: all of these are written so. */
const controlLike = /^▁?<.+>$/u;

function isText(model: LlamaModel, token: Token, text: string, type: number | undefined): boolean {
  if (type === tokenType.unknown || type === tokenType.control || type === tokenType.unused) return false;
  // Asking the native side of every token would take a second.
  return type === tokenType.byte || !controlLike.test(text) || !model.getTokenAttributes(token).control;
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

type ByteDecoder = (text: string, type: number | undefined) => ByteString;

/** Tokens that the model's makers added by hand (`userDefined`) stand in the file as they read. */
function byteDecoder(tokenizer: string): ByteDecoder {
  if (tokenizer === 'gpt2') {
    const bytes = gpt2Bytes();
    return (text, type) => (type === tokenType.userDefined ? toByteString(text) : decodeGpt2(text, bytes));
  }
  if (tokenizer === 'llama') {
    return (text, type) => {
      if (type === tokenType.byte) return String.fromCharCode(Number.parseInt(text.slice(3, 5), 16));
      return toByteString(type === tokenType.userDefined ? text : text.replaceAll('▁', ' '));
    };
  }
  throw new HearthError(
    'model-unsuitable',
    `The model's tokenizer is "${tokenizer}". Hearth completes with models whose tokenizer is "gpt2" (BPE) or ` +
      '"llama" (SentencePiece); choose another model.',
  );
}

/**
 * GPT-2 writes each byte of a token as one printable character: printable Latin-1 as itself, the rest as
 * U+0100 onwards (`bytes_to_unicode` in OpenAI's `encoder.py`). The bytes are listed by the character's code.
 */
function gpt2Bytes(): readonly (ByteString | undefined)[] {
  const bytes: (ByteString | undefined)[] = [];
  let moved = 0;
  for (let byte = 0; byte < 256; byte++) {
    const isPrintable = (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
    bytes[isPrintable ? byte : 256 + moved++] = String.fromCharCode(byte);
  }
  return bytes;
}

function decodeGpt2(text: string, bytes: readonly (ByteString | undefined)[]): ByteString {
  let decoded = '';
  for (const character of text) decoded += bytes[character.codePointAt(0) ?? 0] ?? toByteString(character);
  return decoded;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
