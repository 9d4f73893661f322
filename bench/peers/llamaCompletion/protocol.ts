import type { ModelCost } from '../peer';

/** What the process of `LlamaCompletion` is told when it starts, as JSON in its first argument. */
export interface HostOptions {
  readonly model: string;
  readonly threads: number;
  readonly contextSize: number;
  readonly tokens: number;
}

/** `forget`: drop all that was evaluated; answered with an empty text. */
export type HostRequest = { readonly prefix: string; readonly suffix: string } | 'forget';

export interface HostAnswer {
  readonly text: string;
  readonly cost: ModelCost;
}

export type HostReply = { readonly answer: HostAnswer } | { readonly error: string };
