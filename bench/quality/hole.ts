import { defaultPlacementLimits, place, type Placement } from '../../src/prompt/placement';
import { type LineSource, readWindow } from '../../src/prompt/window';
import type { Position } from './positions';

/** What a prompt of the study may read. Characters are UTF-16 units. */
export const studyWindow = { linesAbove: 36, charactersAbove: 1_400, linesBelow: 10, charactersBelow: 400 };

/** Lines below the cursor's that the second measure wants, too. */
export const linesOfBlock = 3;

/** A document in which what follows the cursor is still to be written, and what its author wrote there. */
export interface Hole {
  /** The rest of the cursor's line and up to three lines below it, without white space at their ends. */
  readonly truth: readonly string[];
  readonly document: LineSource;
  readonly position: Position;
}

/** Cuts out the rest of the cursor's line and the next three lines, as far as the file has them. */
export function cutHole(position: Position): Hole {
  const { file, line, character } = position;
  const cut = file.lines.slice(line, line + 1 + linesOfBlock);
  const [first = '', ...below] = cut;
  const lines = [
    ...file.lines.slice(0, line),
    first.slice(0, character),
    ...file.lines.slice(line + cut.length),
  ];
  return {
    truth: [first.slice(character), ...below].map((text) => text.trimEnd()),
    document: { lineCount: lines.length, lineAt: (number) => lines[number] ?? '' },
    position,
  };
}

/** The hole as the product would lay it in an empty context, with the anchor `anchorLines` above the cursor's line. */
export function placeHole({ document, position }: Hole, anchorLines: number): Placement {
  const { file, line, character } = position;
  const { before, beforeIsWhole, after } = readWindow(document, { line, character });
  return place(
    {
      document: `${file.package}/${file.path}`,
      path: file.path,
      repository: '',
      before,
      beforeIsWhole,
      after,
    },
    undefined,
    {
      ...defaultPlacementLimits,
      freshLines: studyWindow.linesAbove,
      freshCharacters: studyWindow.charactersAbove,
      suffixLines: studyWindow.linesBelow,
      suffixCharacters: studyWindow.charactersBelow,
      anchorLines,
    },
  );
}
