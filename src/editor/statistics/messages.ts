import type { StatisticsReport } from './report';

/** From the extension to the statistics view: all that it shows. */
export interface ReportMessage {
  readonly type: 'report';
  readonly report: StatisticsReport;
}

const plainTypes = ['ready', 'resetFigures', 'clearCaches', 'export'] as const;

/**
 * From the statistics view to the extension. `ready`: it listens now. `open`: go to where a request of the report was
 * made, by its `id`: the page never names a file, so it can open no other one.
 */
export type ViewMessage =
  { readonly type: (typeof plainTypes)[number] } | { readonly type: 'open'; readonly id: number };

/** Whether what came through the channel is one of the view's messages. */
export function isViewMessage(value: unknown): value is ViewMessage {
  if (typeof value !== 'object' || value === null || !('type' in value)) return false;
  if (value.type === 'open') return 'id' in value && Number.isInteger(value.id);
  return (plainTypes as readonly unknown[]).includes(value.type);
}
