import type { PromptStrip } from '../report';

/** The parts of a strip, from the beginning of the prompt to the end of the answer. */
export const stripParts = ['kept', 'evaluated', 'healed', 'generated'] as const;
export type StripPart = (typeof stripParts)[number];

export interface StripSegment {
  readonly part: StripPart;
  readonly tokens: number;
  /** Of the strip's width, in percent; all together 100. */
  readonly width: number;
}

/** No part that is there is drawn narrower than this, in percent, or it could not be seen beside a long prompt. */
const leastWidth = 4;

/** From here down a part is small: what small ones are given is taken from the others, at most 12 % of them. */
const smallWidth = leastWidth / 0.88;

/** The parts of a strip that are there, to scale but for small ones. */
export function layOutStrip(tokens: Pick<PromptStrip, StripPart>): readonly StripSegment[] {
  const present = stripParts.filter((part) => tokens[part] > 0);
  const total = present.reduce((sum, part) => sum + tokens[part], 0);
  const isSmall = (part: StripPart): boolean => (tokens[part] / total) * 100 < smallWidth;
  const small = present.filter(isSmall);
  const rest = 100 - small.length * leastWidth;
  const restTokens = total - small.reduce((sum, part) => sum + tokens[part], 0);
  return present.map((part) => ({
    part,
    tokens: tokens[part],
    width: isSmall(part) ? leastWidth : (tokens[part] / restTokens) * rest,
  }));
}

/** The same in words, for screen readers and for the text beside the strip. */
export function stripInWords({ kept, evaluated, healed, generated }: Pick<PromptStrip, StripPart>): string {
  const healing = healed > 0 ? ` (${healed} healed)` : '';
  return `${kept} kept, ${evaluated} evaluated${healing}, ${generated} generated`;
}
