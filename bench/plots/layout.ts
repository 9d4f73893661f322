import type { Panel } from './chart';
import { widest } from './textWidth';
import { wrap } from './wrap';

export const width = 760;

/** In pixels; `top` is that of the picture. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The names of a legend. */
export type Columns = readonly (readonly string[])[];

export interface PanelLayout {
  readonly panel: Panel;
  readonly titleTop: number;
  readonly plot: Area;
  readonly legend: { readonly top: number; readonly columns: Columns };
}

export const legendLine = 22;
export const legendIcon = { width: 44, gap: 5 } as const;
const heights = { plot: 250, title: 24, name: 24, mark: 20, gap: 20 } as const;
export const categoryLine = 16;
/** Left of the names and legends. */
export const margin = 12;
const right = 28;

/** The pixels of a column of a legend with these names. */
export function columnWidth(names: readonly string[]): number {
  return widest(names) + legendIcon.width + legendIcon.gap + 16;
}

/** Columns of names, as many as fit next to each other. */
export function legendColumns(names: readonly string[]): Columns {
  const most = Math.max(1, Math.floor((width - margin) / columnWidth(names)));
  const rows = Math.ceil(names.length / Math.min(most, names.length));
  return Array.from({ length: Math.ceil(names.length / rows) }, (_, column) =>
    names.slice(column * rows, (column + 1) * rows),
  );
}

/**
 * One panel below the other. `left` is what the numbers at the vertical axes take, the same in all, and `legends` has the columns
 * of the legend below each.
 */
export function layOut(
  panels: readonly Panel[],
  left: number,
  legends: readonly Columns[],
): { readonly layouts: readonly PanelLayout[]; readonly height: number } {
  let top = 12;
  const layouts = panels.map((panel, index): PanelLayout => {
    const mark = panel.kind === 'lines' && panel.mark !== undefined ? heights.mark : 0;
    const plot = {
      left,
      top: top + heights.title + heights.name + mark,
      width: width - left - right,
      height: heights.plot,
    };
    const columns = legends[index] ?? [];
    const legend = { top: plot.top + plot.height + belowAxis(panel, plot.width), columns };
    const layout = { panel, titleTop: top, plot, legend };
    top = legend.top + (columns[0]?.length ?? 0) * legendLine + heights.gap;
    return layout;
  });
  return { layouts, height: top - heights.gap + 8 };
}

/** How far above a plot the name of its vertical axis is. */
export function nameGap(panel: Panel): number {
  return 12 + (panel.kind === 'lines' && panel.mark !== undefined ? heights.mark : 0);
}

/** What the names or numbers below an axis take, with the axis' own name. */
function belowAxis(panel: Panel, plotWidth: number): number {
  if (panel.kind === 'lines') return 54;
  const slot = categoryWidth(panel.categories.length, plotWidth);
  const lines = Math.max(1, ...panel.categories.map((name) => wrap(name, slot).length));
  return 24 + lines * categoryLine;
}

/** The pixels that a category's name may take. */
export function categoryWidth(categories: number, plotWidth: number): number {
  return plotWidth / Math.max(1, categories) - 8;
}
