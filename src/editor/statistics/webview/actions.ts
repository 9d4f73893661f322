import type { ViewMessage } from '../messages';

/** Tells the extension what the user wants. */
export type Send = (message: ViewMessage) => void;
