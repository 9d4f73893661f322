import { format } from 'echarts/core';

/** Fonts called sans-serif differ between systems, and ECharts reckons with a narrow one. */
const wider = 1.2;

export const fontSize = 13;

/** About how many pixels a line of text takes, on a system with a wide font. */
export function textWidth(text: string): number {
  return format.getTextRect(text, `${fontSize}px sans-serif`).width * wider;
}

/** The width of the widest, 0 for none. */
export function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(textWidth));
}
