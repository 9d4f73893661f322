import { inspect } from 'node:util';
import type { LogOutputChannel } from 'vscode';
import type { Logger } from '../base/logger';

/** Writes to the `Hearth` output channel, whose level the user sets with VS Code's own control. */
export class ChannelLogger implements Logger {
  readonly #channel: LogOutputChannel;

  constructor(channel: LogOutputChannel) {
    this.#channel = channel;
  }

  debug(message: string): void {
    this.#channel.debug(message);
  }

  info(message: string): void {
    this.#channel.info(message);
  }

  warn(message: string): void {
    this.#channel.warn(message);
  }

  error(message: string, cause?: unknown): void {
    // The channel writes an Error without the causes behind it; `inspect` follows them.
    this.#channel.error(cause === undefined ? message : `${message}\n${inspect(cause)}`);
  }
}
