import { textWidth } from './textWidth';

/**
 * A name in lines of at most `width` pixels, broken behind spaces and the signs that names of models and files are joined with.
 * What cannot be broken stays whole.
 */
export function wrap(name: string, width: number): string[] {
  const lines = [''];
  for (const part of name.match(/[^\s\-_/]*[\s\-_/]*/g) ?? []) {
    const longer = `${lines.at(-1) ?? ''}${part}`;
    if (textWidth(longer.trimEnd()) <= width) lines[lines.length - 1] = longer;
    else lines.push(part);
  }
  return lines.map((line) => line.trimEnd()).filter((line) => line !== '');
}
