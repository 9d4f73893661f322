/** Two neighbouring pieces that become one. */
export type Merge = readonly [left: string, right: string];

/** Code in which the words of the tiny models occur. */
const sample = `import { readFile } from 'node:fs/promises';
import type { Item, Result } from './items';

/** Reads the items of a file, and returns those with a name. */
export async function readItems(path: string, limit = 100): Promise<Item[]> {
  const text = await readFile(path, 'utf8');
  const items: Item[] = [];
  for (const line of text.split('\\n')) {
    if (line.length === 0) continue;
    const [name, value] = line.split('=');
    if (name !== undefined && value !== undefined) {
      items.push({ name, value: Number(value) });
    } else {
      throw new Error('The line has no value: ' + line);
    }
  }
  return items.filter((item) => item.value > 0).slice(0, limit);
}

export class Counter {
  private count = 0;
  constructor(private readonly results: Map<string, Result>) {}

  add(key: string): number {
    this.count += 1;
    const found = this.results.get(key) ?? { count: 0 };
    this.results.set(key, { ...found, count: found.count + 1 });
    return this.count;
  }

  get size(): number {
    return this.results.size;
  }
}

function total(numbers: number[]): number {
  let sum = 0;
  for (let i = 0; i < numbers.length; i++) {
    sum += numbers[i];
  }
  return sum;
}
`;

interface Word {
  readonly pieces: string[];
  readonly count: number;
}

/**
 * Learns merges from a sample of code, most frequent pair first (byte-pair encoding, Sennrich et al., arXiv
 * 1508.07909). `spell` writes a word in the characters of the vocabulary.
 */
export function learnMerges(spell: (word: string) => string, count: number): Merge[] {
  const words = wordsOf(sample).map(([word, count]) => ({ pieces: Array.from(spell(word)), count }));
  const merges: Merge[] = [];
  while (merges.length < count) {
    const best = mostFrequentPair(words);
    if (!best) break;
    merges.push(best);
    for (const { pieces } of words) applyMerge(pieces, best);
  }
  return merges;
}

/** Words with the space before them, punctuation and white space, about as GPT-2 cuts them, and their numbers. */
function wordsOf(text: string): [word: string, count: number][] {
  const counts = new Map<string, number>();
  for (const word of text.match(/ ?\w+| ?[^\s\w]+|\s+/g) ?? []) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts];
}

function mostFrequentPair(words: readonly Word[]): Merge | undefined {
  const counts = new Map<string, { pair: Merge; count: number }>();
  for (const { pieces, count } of words) {
    for (let i = 1; i < pieces.length; i++) {
      const pair: Merge = [pieces[i - 1] ?? '', pieces[i] ?? ''];
      const key = pair.join(' ');
      const entry = counts.get(key);
      if (entry) entry.count += count;
      else counts.set(key, { pair, count });
    }
  }
  let best: { pair: Merge; count: number } | undefined;
  for (const entry of counts.values()) if (entry.count > (best?.count ?? 0)) best = entry;
  return best?.pair;
}

function applyMerge(pieces: string[], [left, right]: Merge): void {
  for (let i = 0; i < pieces.length - 1; i++) {
    if (pieces[i] === left && pieces[i + 1] === right) pieces.splice(i, 2, left + right);
  }
}
