/** 0: not even the line; 1: the rest of the line; 2: the lines below it, too. */
export type Score = 0 | 1 | 2;

/**
 * What a growing answer is worth against the lines that stood there, or undefined while that is open. Lines are
 * equal when they are so without white space at their ends. `ended` says that the model ends its text here.
 */
export function scoreOf(answer: string, truth: readonly string[], ended: boolean): Score | undefined {
  const lines = answer.split('\n');
  const open = ended ? undefined : lines.pop();
  for (const [index, line] of lines.entries()) {
    const wanted = truth[index];
    if (wanted === undefined) break;
    if (line.trimEnd() !== wanted) return index === 0 ? 0 : 1;
  }
  if (lines.length >= truth.length) return 2;
  const wanted = truth[lines.length] ?? '';
  if (open !== undefined && canBecome(open, wanted)) return undefined;
  return lines.length === 0 ? 0 : 1;
}

function canBecome(open: string, wanted: string): boolean {
  return wanted.startsWith(open) || open.trimEnd() === wanted;
}
