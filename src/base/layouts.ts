/** Token orders of the prompt; see `docs/architecture.md`, "Layouts". */
export const layoutNames = ['anchored', 'suffix-first', 'prefix-only', 'plain'] as const;
export type LayoutName = (typeof layoutNames)[number];
