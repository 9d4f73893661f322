import { carriesWords } from '../prompt/window';

const mostEqualLines = 2;
const shortLine = 8;
const longestUnit = 32;
const fewestRepeats = 6;
const shortestRun = 40;

/**
 * Whether a text goes round in circles: a line with words three times (in a row where it
 * is as short as `break;`), or a unit of up to 32 UTF-16 units six times
 * in a row over at least 40 units. Runs without letters or digits, such as `-----`, are somebody's style.
 */
export function isRunaway(text: string): boolean {
  return repeatsLine(text) || repeatsUnit(text);
}

function repeatsLine(text: string): boolean {
  const counts = new Map<string, number>();
  let former = '';
  for (const line of text.split('\n')) {
    const words = line.trim();
    if (!carriesWords(words) || !/[\p{L}\p{N}]/u.test(words)) continue;
    const startsAnew = words.length < shortLine && words !== former;
    const count = startsAnew ? 1 : (counts.get(words) ?? 0) + 1;
    if (count > mostEqualLines) return true;
    counts.set(words, count);
    former = words;
  }
  return false;
}

function repeatsUnit(text: string): boolean {
  for (let period = 1; period <= longestUnit; period++) {
    const length = Math.max(shortestRun, period * fewestRepeats);
    let same = 0;
    for (let i = period; i < text.length; i++) {
      same = text[i] === text[i - period] ? same + 1 : 0;
      if (same + period >= length && /[\p{L}\p{N}]/u.test(text.slice(i - period + 1, i + 1))) return true;
    }
  }
  return false;
}
