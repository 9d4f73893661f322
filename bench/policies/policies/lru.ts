import type { Item } from '../policy';
import { Queue } from './queue';

/**
 * Least recently used (Mattson, Gecsei, Slutz, Traiger: Evaluation techniques for storage hierarchies, IBM Systems
 * Journal 1970): what is used goes to the end. What the product does, by `lru-cache`.
 */
export class Lru extends Queue {
  override used(item: Item): void {
    this.removed(item.key);
    this.added(item);
  }
}
