import type { Item } from './policy';

/**
 * One access to the completion cache. `look`: a request looked for an answer; `item` is the entry that a cache without
 * limits answers with, and absent where even that has none. `store`: an answer was put in. `drop`: an entry's time was up.
 */
export type Access =
  | { readonly kind: 'look'; readonly item: Item | undefined }
  | { readonly kind: 'store'; readonly item: Item }
  | { readonly kind: 'drop'; readonly item: Item };

/** Accesses in their order, with a name for them. */
export interface Workload {
  readonly name: string;
  readonly accesses: readonly Access[];
}
