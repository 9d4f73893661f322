import type { Logger } from '../../src/base/logger';

/** Keeps every line that was logged, whatever its level. */
export class LineLogger implements Logger {
  readonly lines: string[] = [];

  debug(message: string): void {
    this.#add(message);
  }

  info(message: string): void {
    this.#add(message);
  }

  warn(message: string): void {
    this.#add(message);
  }

  error(message: string): void {
    this.#add(message);
  }

  #add(message: string): void {
    this.lines.push(...message.split('\n'));
  }
}
