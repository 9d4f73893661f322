const closerOf: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '<': '>' };
const quotes = ["'", '"', '`'];

/**
 * How many UTF-16 units of `restOfLine`, which is closers only, an answer inserted before it brings itself:
 * `foo(|)` with the answer `a, b);` gives 1. An answer brings what it closes without having opened it, in order.
 * Closers that the answer does not bring stay, as in `foo(|);` with the answer `a)`, which keeps the `;`.
 */
export function overwrittenClosers(answer: string, restOfLine: string): number {
  const brought = unmatchedClosers(answer);
  let overwritten = 0;
  let next = 0;
  for (let i = 0; i < restOfLine.length; i++) {
    const unit = restOfLine[i] ?? '';
    if (/\s/.test(unit)) continue;
    const at = brought.indexOf(unit, next);
    if (at < 0) break;
    next = at + 1;
    overwritten = i + 1;
  }
  return overwritten;
}

/** Closers and separators of a text that belong to something opened before it, as one string. */
function unmatchedClosers(text: string): string {
  const open: string[] = [];
  let found = '';
  let quote = firstQuoteClosing(text);
  for (let i = 0; i < text.length; i++) {
    const unit = text[i] ?? '';
    if (quote?.at === i) {
      // Up to here the text was inside a string, so nothing before counts.
      open.length = 0;
      found = unit;
      quote = undefined;
    } else if (closerOf[unit] !== undefined) {
      open.push(closerOf[unit]);
    } else if (')]}>'.includes(unit)) {
      if (unit === '>' && /[=-]/.test(text[i - 1] ?? '')) continue;
      const opened = open.lastIndexOf(unit);
      if (opened >= 0) {
        open.length = opened;
      } else {
        // Whatever still seems open inside was none, such as the `<` of a comparison.
        open.length = 0;
        found += unit;
      }
    } else if (open.length === 0 && ';,:'.includes(unit)) {
      found += unit;
    }
  }
  return found;
}

/** The quote that ends a string begun before the text: the first of a kind of which there is an odd number. */
function firstQuoteClosing(text: string): { readonly at: number } | undefined {
  const odd = quotes
    .filter((quote) => text.split(quote).length % 2 === 0)
    .map((quote) => text.indexOf(quote))
    .sort((a, b) => a - b);
  return odd[0] === undefined ? undefined : { at: odd[0] };
}
