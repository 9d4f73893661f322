import { readFilterContext } from '../../src/completion/filterContext';
import { applyFilters, type FilterName } from '../../src/completion/filters';
import { isLineComplete } from '../../src/completion/whenToAsk';
import type { CursorKind } from '../quality/cursorKinds';
import type { Hole } from '../quality/hole';
import type { RawAnswer } from './answersFile';
import { documentOf } from './holeDocument';

/** Why nothing is shown at a position, however sure the model is. */
export type HiddenBy = 'held-back' | 'empty' | FilterName;

/** An answer beside what its author wrote. Lengths are in UTF-16 units. */
export interface Judged {
  /** The file: answers in one are alike. */
  readonly group: string;
  readonly kind: CursorKind;
  readonly logs: readonly number[];
  /** Absent where all that stands between the answer and the user is the gate. */
  readonly hiddenBy?: HiddenBy;
  /** Length of what the filters left. */
  readonly shownLength: number;
  /** Length of the rest of the author's line. */
  readonly restLength: number;
  /** Whether the first line of what the filters left is the rest of the author's line. */
  readonly isRight: boolean;
  /** Whether the first line of the engine's answer is. */
  readonly isRawRight: boolean;
}

/** Takes an answer through the steps of the pipeline that come after the engine, but for the gate. */
export function judge(hole: Hole, { text, logs }: RawAnswer): Judged {
  const { file, kind } = hole.position;
  const rest = hole.truth[0] ?? '';
  const { hiddenBy, shown } = filtered(hole, text);
  return {
    group: `${file.package}/${file.path}`,
    kind,
    logs,
    ...(hiddenBy && { hiddenBy }),
    shownLength: shown.length,
    restLength: rest.length,
    isRight: hiddenBy === undefined && firstLine(shown) === rest,
    isRawRight: firstLine(text) === rest,
  };
}

function filtered(hole: Hole, text: string): { hiddenBy?: HiddenBy; shown: string } {
  const document = documentOf(hole);
  const context = readFilterContext(document, hole.position);
  if (isLineComplete(context.head, context.restOfLine)) return { hiddenBy: 'held-back', shown: '' };
  if (text.trim() === '') return { hiddenBy: 'empty', shown: '' };
  const result = applyFilters(text, context);
  return result.kind === 'kept' ? { shown: result.text } : { hiddenBy: result.filter, shown: '' };
}

/** Without white space at its end, as the lines of a hole are. */
function firstLine(text: string): string {
  return (text.split('\n', 1)[0] ?? '').trimEnd();
}
