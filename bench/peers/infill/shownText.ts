import type { InfillText } from './infillRequest';

/**
 * What llama.vscode shows of a completion (`src/completion.ts`, MIT, retold): nothing that is blank or that repeats the rest of the line or
 * the line below, and without a rest of the line at its end.
 */
export function shownText(completion: string, { suffix }: InfillText): string {
  const text = completion.trimEnd();
  const [rest = '', below = ''] = suffix.split('\n');
  if (text.trim() === '') return '';
  if (rest.trim() === '') return text.trim() === below.trim() ? '' : text;
  if (text.trim() === rest.trim()) return '';
  return text.endsWith(rest) ? text.slice(0, text.length - rest.length) : text;
}
