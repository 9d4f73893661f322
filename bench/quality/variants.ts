import { heal, notHealed } from '../../src/engine/host/healing';
import type { Healing } from '../../src/engine/host/promptLayout';
import type { LayoutName } from '../../src/engine/port';

/** One way of asking for an answer. */
export interface Variant {
  readonly name: string;
  readonly layout: LayoutName;
  /** Lines between the anchor and the cursor's line; means nothing to the layouts that have no anchor. */
  readonly anchorLines: number;
  readonly healing: Healing;
}

const healOne: Healing = (tokens, vocabulary) => heal(tokens, vocabulary, 1);
const far = 24;

/** In an order in which most of a prompt's beginning is that of the prompt before it. */
export const variants = [
  { name: 'anchored 24, healed', layout: 'anchored', anchorLines: far, healing: heal },
  { name: 'anchored 24, healed by one token', layout: 'anchored', anchorLines: far, healing: healOne },
  { name: 'anchored 24, not healed', layout: 'anchored', anchorLines: far, healing: notHealed },
  { name: 'anchored 12, healed', layout: 'anchored', anchorLines: 12, healing: heal },
  { name: 'anchored 6, healed', layout: 'anchored', anchorLines: 6, healing: heal },
  { name: 'anchored 0, healed', layout: 'anchored', anchorLines: 0, healing: heal },
  { name: 'plain, healed', layout: 'plain', anchorLines: far, healing: heal },
  { name: 'plain, not healed', layout: 'plain', anchorLines: far, healing: notHealed },
  { name: 'suffix-first, healed', layout: 'suffix-first', anchorLines: far, healing: heal },
  { name: 'prefix-only, healed', layout: 'prefix-only', anchorLines: far, healing: heal },
] as const satisfies readonly Variant[];

export type VariantName = (typeof variants)[number]['name'];

/** What others send. */
export const peers: VariantName = 'plain, not healed';
