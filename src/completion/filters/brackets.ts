import { carriesWords } from '../../prompt/window';
import { type FilterContext, maxLineLength } from '../filterContext';
import { type Filtered, keep, keepUnlessBlank } from './filtered';
import { OpenBrackets } from './openBrackets';
import { syntaxOf } from './syntax';

/**
 * Cuts an answer before the first closing bracket that closes nothing: neither what the answer opened itself nor
 * what is open at the cursor. Where that is not certain, for one because it may be open further up than what is
 * read, the answer stays as it is.
 */
export function cutStrayClosers(text: string, context: FilterContext): Filtered {
  const syntax = syntaxOf(context.languageId);
  if (syntax === undefined || !/[)\]}]/.test(text)) return keep(text);
  if (context.head.length >= maxLineLength) return keep(text);
  const brackets = new OpenBrackets(syntax, context.isWholeAbove);
  for (const line of context.linesAbove) brackets.readAbove(line);
  const rest = carriesWords(context.restOfLine) ? '' : context.restOfLine;
  const at = brackets.firstStray(context.head, text, rest);
  return at < 0 ? keep(text) : keepUnlessBlank(text.slice(0, at), 'brackets');
}
