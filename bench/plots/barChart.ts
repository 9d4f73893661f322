import type { BarPanel } from './chart';
import { stackPanels } from './stackPanels';

/** What a screen reader says of the picture, and what it shows. */
export type BarChart = Omit<BarPanel, 'kind'> & { readonly label: string };

/** One panel of bars as an SVG picture; see `stackPanels`. */
export function barChart({ label, ...panel }: BarChart): string {
  return stackPanels({ label, panels: [{ kind: 'bars', ...panel }] });
}
