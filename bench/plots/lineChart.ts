import type { LinePanel } from './chart';
import { stackPanels } from './stackPanels';

/** What a screen reader says of the picture, and what it shows. */
export type LineChart = Omit<LinePanel, 'kind'> & { readonly label: string };

/** One panel of lines as an SVG picture; see `stackPanels`. */
export function lineChart({ label, ...panel }: LineChart): string {
  return stackPanels({ label, panels: [{ kind: 'lines', ...panel }] });
}
