import { type ContenderName, contenderNames } from './contenders';
import { documentSizes } from './growth';
import type { ContextName } from './sizes';

/**
 * `traces`: beginnings of the typing traces. `growth`: the same lines in documents of different sizes. `lines`: longer
 * beginnings, in which whole lines are typed, for what is answered.
 */
export type Study = 'traces' | 'growth' | 'lines';

/** Contenders that play the same traces at the same size of context, one after the other on each. */
export interface PlannedGroup {
  readonly study: Study;
  readonly context: ContextName;
  readonly contenders: readonly ContenderName[];
  /** How many of the traces, from the first on; for `growth`, of the sizes of document. */
  readonly traces: number;
  /** How often the edits that are asked for are played of each trace; once where absent. */
  readonly longer?: number;
}

/** How much of the whole is measured with a model. */
export type Depth = 'whole' | 'costs';

const three: readonly ContenderName[] = ['Hearth', '/infill', 'LlamaCompletion'];
/** Plays whole lines only: what it costs is what Hearth costs. */
export const ungated: ContenderName = 'Hearth without the gate';
/** All that play the trace on which everybody is compared. */
export const everybody: readonly ContenderName[] = contenderNames.filter((name) => name !== ungated);
const others: readonly ContenderName[] = everybody.filter((name) => !three.includes(name));

/** How many traces are played where a run is long, or tells little that the others do not. */
const fewer = { otherModel: 2, smallContext: 2, largeContext: 1, otherContenders: 1, lines: 3 };

/** What is played with a model, in the order in which it is. */
export function planOf(depth: Depth, traces: number): readonly PlannedGroup[] {
  const atMost = (few: number): number => Math.min(few, traces);
  if (depth === 'costs') {
    return [{ study: 'traces', context: '2000', contenders: three, traces: atMost(fewer.otherModel) }];
  }
  return [
    { study: 'traces', context: '2000', contenders: three, traces },
    // A window of 2,000 tokens reaches further than a document of 200 lines does.
    { study: 'growth', context: '500', contenders: ['Hearth', '/infill'], traces: documentSizes.length },
    { study: 'traces', context: '500', contenders: three, traces: atMost(fewer.smallContext) },
    // So many keys at 2,000 tokens would take a day.
    {
      study: 'lines',
      context: '500',
      contenders: [...three, ungated],
      traces: atMost(fewer.lines),
      longer: 8,
    },
    { study: 'traces', context: '2000', contenders: others, traces: atMost(fewer.otherContenders) },
    { study: 'traces', context: '8000', contenders: three, traces: atMost(fewer.largeContext) },
  ];
}
