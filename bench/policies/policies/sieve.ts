import { type Item, nothingToEvict, type Policy } from '../policy';

interface Node {
  readonly key: number;
  visited: boolean;
  newer: Node | undefined;
  older: Node | undefined;
}

/**
 * SIEVE (Zhang, Yang, Yue, Vigfusson, Rashmi: SIEVE is simpler than LRU, NSDI 2024), their algorithm 1: a queue in which
 * nothing moves, and a hand that goes from the oldest entry to the newest. It passes what was used since it last came by,
 * and stays where it evicts.
 */
export class Sieve implements Policy {
  readonly #nodes = new Map<number, Node>();
  #newest: Node | undefined;
  #oldest: Node | undefined;
  #hand: Node | undefined;

  added({ key }: Item): void {
    const node: Node = { key, visited: false, newer: undefined, older: this.#newest };
    if (this.#newest) this.#newest.newer = node;
    this.#newest = node;
    this.#oldest ??= node;
    this.#nodes.set(key, node);
  }

  used({ key }: Item): void {
    const node = this.#nodes.get(key);
    if (node) node.visited = true;
  }

  evict(): number {
    let node = this.#hand ?? this.#oldest;
    while (node?.visited) {
      node.visited = false;
      node = node.newer ?? this.#oldest;
    }
    if (!node) throw nothingToEvict();
    this.#hand = node.newer;
    this.removed(node.key);
    return node.key;
  }

  removed(key: number): void {
    const node = this.#nodes.get(key);
    if (!node) return;
    const { newer, older } = node;
    if (newer) newer.older = older;
    else this.#newest = older;
    if (older) older.newer = newer;
    else this.#oldest = newer;
    if (this.#hand === node) this.#hand = newer;
    this.#nodes.delete(key);
  }
}
