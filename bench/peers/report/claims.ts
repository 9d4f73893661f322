import type { ContenderName } from '../contenders';
import type { RunRecord } from '../runRecord';
import { type Summary, summaryOf } from './summary';

/** A figure of which Hearth claims that a peer's is so many times as large. */
export interface Claim {
  readonly name: string;
  readonly factor: number;
  readonly figure: (summary: Summary) => number;
}

export const claims: readonly Claim[] = [
  { name: 'foreground prompt tokens a request', factor: 20, figure: (summary) => summary.foregroundARequest },
  { name: 'foreground prompt tokens a keystroke', factor: 20, figure: (summary) => summary.foregroundAKey },
  { name: 'prompt tokens a keystroke in all', factor: 5, figure: (summary) => summary.totalAKey },
  { name: 'ms to the first token', factor: 10, figure: (summary) => summary.firstTokenMs },
  { name: 'CPU seconds a 1,000 keystrokes', factor: 5, figure: (summary) => summary.cpuSecondsA1000Keys },
];

export interface Verdict {
  readonly claim: Claim;
  readonly peer: ContenderName;
  readonly hearth: number;
  readonly theirs: number;
  /** How many times as large the peer's figure is. */
  readonly ratio: number;
  readonly isMet: boolean;
  /** Traces on which Hearth's figure is the smaller, and all; a trace on which Hearth asked the model of nothing is its. */
  readonly ahead: number;
  readonly traces: number;
}

/** `hearth` and `theirs` are of the same traces, in the same order. */
export function judge(
  peer: ContenderName,
  hearth: readonly RunRecord[],
  theirs: readonly RunRecord[],
): readonly Verdict[] {
  const [own, other] = [summaryOf('Hearth', hearth), summaryOf(peer, theirs)];
  return claims.map((claim) => {
    const [mine, yours] = [claim.figure(own), claim.figure(other)];
    const ratio = yours / mine;
    const ahead = hearth.filter((run, index) => {
      const against = theirs[index];
      if (!against) return false;
      const [here, there] = [
        claim.figure(summaryOf('Hearth', [run])),
        claim.figure(summaryOf(peer, [against])),
      ];
      return Number.isNaN(here) || here < there;
    });
    const isMet = ratio >= claim.factor;
    return {
      claim,
      peer,
      hearth: mine,
      theirs: yours,
      ratio,
      isMet,
      ahead: ahead.length,
      traces: hearth.length,
    };
  });
}
