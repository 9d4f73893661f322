import type { FigureTable } from '../figures';

/** From the extension to the statistics view: all that it shows. */
export interface FiguresMessage {
  readonly type: 'figures';
  /** The engine's state, or its problem, in words. */
  readonly state: string;
  /** Since when the figures run, in words. */
  readonly since: string;
  readonly meaning: string;
  readonly tables: readonly FigureTable[];
}

export const viewMessageTypes = ['ready', 'resetFigures', 'clearCaches'] as const;

/** From the statistics view to the extension. `ready`: it listens now. */
export interface ViewMessage {
  readonly type: (typeof viewMessageTypes)[number];
}

/** Whether what came through the channel is one of the view's messages. */
export function isViewMessage(value: unknown): value is ViewMessage {
  return (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    (viewMessageTypes as readonly unknown[]).includes(value.type)
  );
}
