/**
 * The characters that stand for the bytes 0 to 255 in a GPT-2 vocabulary: printable Latin-1 as itself, the rest as
 * U+0100 onwards (`bytes_to_unicode` in OpenAI's `encoder.py`).
 */
export const byteAlphabet: readonly string[] = makeAlphabet();

/** Text in this alphabet, a character a byte of its UTF-8. */
export function inByteAlphabet(text: string): string {
  return Array.from(Buffer.from(text, 'utf8'), (byte) => byteAlphabet[byte]).join('');
}

function makeAlphabet(): string[] {
  let moved = 256;
  return Array.from({ length: 256 }, (_, byte) => {
    const printable = (byte > 32 && byte < 127) || (byte > 160 && byte !== 173);
    return String.fromCodePoint(printable ? byte : moved++);
  });
}
