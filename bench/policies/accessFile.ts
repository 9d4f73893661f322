import { HearthError } from '../../src/base/errors';
import type { Access, Workload } from './access';
import type { Item } from './policy';

/**
 * Workloads as text: `# NAME`, then a line of words. `+B/M` stores a new entry of B bytes that took M ms, `=N/B/M` stores
 * entry N again, from 0 in the order of their first stores. `N` finds entry N, and `.` the one that was found or stored
 * last; `?` finds nothing; `!N` is an entry whose time is up.
 */
export function formatWorkloads(workloads: readonly Workload[]): string {
  return workloads.map(({ name, accesses }) => `# ${name}\n${formatAccesses(accesses)}\n`).join('');
}

function formatAccesses(accesses: readonly Access[]): string {
  const numbers = new Map<number, number>();
  let last: number | undefined;
  const words = accesses.map(({ kind, item }) => {
    if (item === undefined) return '?';
    const { key, bytes, costMs } = item;
    const number = numbers.get(key);
    if (kind === 'drop') return `!${number ?? 0}`;
    const isLast = key === last;
    last = key;
    if (kind === 'look') return isLast ? '.' : String(number ?? 0);
    if (number !== undefined) return `=${number}/${bytes}/${costMs}`;
    numbers.set(key, numbers.size);
    return `+${bytes}/${costMs}`;
  });
  return words.join(' ');
}

/** Reads what {@link formatWorkloads} wrote; keys are the entries' numbers. Throws a HearthError for anything else. */
export function parseWorkloads(content: string, name: string): Workload[] {
  const lines = content.split('\n').filter((line) => line !== '');
  const workloads: Workload[] = [];
  for (let index = 0; index < lines.length; index += 2) {
    const [head = '', words = ''] = lines.slice(index, index + 2);
    if (!head.startsWith('# ')) throw unreadable(name, head);
    workloads.push({ name: head.slice(2), accesses: parseAccesses(words, name) });
  }
  return workloads;
}

function parseAccesses(line: string, name: string): Access[] {
  const items: Item[] = [];
  let last: Item | undefined;
  const known = (word: string): Item => {
    const item = items[Number(word)];
    if (word === '' || item === undefined) throw unreadable(name, word);
    return item;
  };
  return line.split(' ').map((word): Access => {
    if (word === '?') return { kind: 'look', item: undefined };
    if (word.startsWith('!')) return { kind: 'drop', item: known(word.slice(1)) };
    const stored = /^(?:\+|=(\d+)\/)(\d+)\/(\d+)$/.exec(word);
    if (stored) {
      const [, number, bytes, costMs] = stored;
      const key = number === undefined ? items.length : known(number).key;
      last = { key, bytes: Number(bytes), costMs: Number(costMs) };
      items[key] = last;
      return { kind: 'store', item: last };
    }
    if (word !== '.') last = known(word);
    if (last === undefined) throw unreadable(name, word);
    return { kind: 'look', item: last };
  });
}

function unreadable(name: string, word: string): HearthError {
  return new HearthError(
    'input-invalid',
    `${name}: "${word.slice(0, 40)}" is no access. Take the file from version control, or record it anew with --record.`,
  );
}
