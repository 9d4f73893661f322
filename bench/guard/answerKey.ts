import { createHash } from 'node:crypto';
import type { DecodeLimits, PromptText } from '../../src/engine/port';

/** How much text on each side of a cursor tells it from others, in UTF-16 units. */
const reach = { before: 704, after: 300 } as const;

/**
 * Names a question to the engine by the text around its cursor and the lines it allows. How much more of the document
 * is read, from where to where, and in which order is not in it: a change of that changes tokens, and is to show in them.
 */
export function answerKey(
  { before, after }: Pick<PromptText, 'before' | 'after'>,
  { lines }: Pick<DecodeLimits, 'lines'>,
): string {
  const near = [before.slice(-reach.before), after.slice(0, reach.after), lines].join('\0');
  return createHash('sha256').update(near).digest('base64url').slice(0, 12);
}
