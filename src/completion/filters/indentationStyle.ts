import type { FilterContext } from '../filterContext';
import { keep, type Kept } from './filtered';
import { indentationOf } from './indentationOf';

/** Widths that a level of indentation has, in spaces, the usual ones first. */
const usualUnits = [4, 2, 8, 3];

/** Fewest indented lines that tell a style. */
const fewestLines = 2;

/**
 * Writes the indentation of the answer's lines below the first one as the lines around the cursor have theirs: with
 * tabs, or with spaces. Where these do not agree among themselves, or it cannot be told how many spaces make a level,
 * the answer stays as it is.
 */
export function followIndentation(text: string, context: FilterContext): Kept {
  const lines = text.split('\n');
  const indentations = lines
    .slice(1)
    .map(indentationOf)
    .filter((each) => each !== '');
  const foreign = indentations.some((each) => each.startsWith('\t')) ? 'tabs' : 'spaces';
  if (indentations.length === 0) return keep(text);
  const style = styleAround(context);
  if (style === undefined || style === foreign) return keep(text);
  const unit = style === 'tabs' ? unitOfAnswer(lines, context) : unitAround(lines, context);
  if (unit === undefined) return keep(text);
  const convert = (line: string): string =>
    style === 'tabs' ? toTabs(line, unit) : line.replace(/^\t+/, (tabs) => ' '.repeat(tabs.length * unit));
  return keep([lines[0] ?? '', ...lines.slice(1).map(convert)].join('\n'));
}

function styleAround(context: FilterContext): 'tabs' | 'spaces' | undefined {
  let tabs = 0;
  let spaces = 0;
  for (const line of linesAround(context)) {
    if (line.startsWith('\t')) tabs++;
    // One space, or any number before a star, is how comments go on, in either style.
    else if (/^ {2,}(?!\*)\S/.test(line)) spaces++;
  }
  if (tabs >= fewestLines && spaces === 0) return 'tabs';
  return spaces >= fewestLines && tabs === 0 ? 'spaces' : undefined;
}

/** How many spaces the answer writes for a level: such that its second line stands where one would expect it. */
function unitOfAnswer(lines: readonly string[], context: FilterContext): number | undefined {
  const widths = widthsBelow(lines);
  const [first = 0] = widths;
  const expected = indentationOf(context.firstHead).length + deeper(lines, context);
  return closest(
    usualUnits.filter((unit) => widths.every((width) => width % unit === 0)),
    (unit) => Math.abs(first / unit - expected),
  );
}

/** How many spaces a level has around the cursor: the step from line to line that is most frequent, or else as above. */
function unitAround(lines: readonly string[], context: FilterContext): number | undefined {
  const steps = new Map<number, number>();
  let former: number | undefined;
  for (const line of linesAround(context)) {
    const width = indentationOf(line).length;
    if (former !== undefined && usualUnits.includes(width - former)) {
      steps.set(width - former, (steps.get(width - former) ?? 0) + 1);
    }
    former = width;
  }
  if (steps.size > 0) return closest([...steps.keys()], (unit) => -(steps.get(unit) ?? 0));
  const [first = 0] = widthsBelow(lines);
  const level = first - deeper(lines, context);
  const width = indentationOf(context.firstHead).length;
  return usualUnits.find((unit) => level > 0 && width === level * unit);
}

/** 1 where the answer's second line belongs to a block that its first one opens. */
function deeper(lines: readonly string[], context: FilterContext): number {
  return /[{([:]$|=>$/.test((context.firstHead + context.typed + (lines[0] ?? '')).trimEnd()) ? 1 : 0;
}

/** Without the space before the star of a comment's line. */
function widthsBelow(lines: readonly string[]): number[] {
  return lines
    .slice(1)
    .filter((line) => line.trim() !== '')
    .map((line) => indentationOf(line.replace(/ (?=\*)/, '')).length);
}

function toTabs(line: string, unit: number): string {
  const { length } = indentationOf(line);
  return '\t'.repeat(Math.floor(length / unit)) + ' '.repeat(length % unit) + line.slice(length);
}

function linesAround({ linesAbove, head, linesBelow }: FilterContext): readonly string[] {
  return [...linesAbove, head + '.', ...linesBelow];
}

function closest(units: readonly number[], distance: (unit: number) => number): number | undefined {
  let best: number | undefined;
  for (const unit of units) if (best === undefined || distance(unit) < distance(best)) best = unit;
  return best;
}
