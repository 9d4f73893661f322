// @ts-check
import { cp, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('witness', import.meta.url));

/** The extension beside Hearth in a window; see `witness/extension.mjs`. */
export class Witness {
  /** @type {string | undefined} */
  #folder;
  /** @type {string | undefined} */
  #address;

  /**
   * Installs it. To be called before the window is opened.
   * @param {import('../../windowFolders.mjs').WindowFolders} folders
   */
  async install({ extensions }) {
    this.#folder = path.join(extensions, 'hearth-tests.witness-0.0.1');
    await cp(source, this.#folder, { recursive: true });
  }

  /**
   * What was asked of the engine since the window was opened.
   * @returns {Promise<{ calls: import('./witness/engineWire.mjs').EngineCall[], mostWanted: number }>}
   */
  async wire() {
    return this.#ask('/wire');
  }

  /** @returns {Promise<number>} How many calls of the model there were for which somebody waited. */
  async modelCalls() {
    return (await this.#ask('/counts')).asked;
  }

  /** @returns {Promise<number>} How many calls the engine is busy with, cancelled ones included. */
  async runningCalls() {
    return (await this.#ask('/counts')).running;
  }

  /** @returns {Promise<string>} The active document, as extensions see it. */
  async text() {
    return (await this.#ask('/text')).text;
  }

  /** @returns {Promise<import('../../../../src/completion/metrics').MetricsSnapshot>} Hearth's own figures. */
  async figures() {
    return this.#ask('/figures');
  }

  /**
   * Turns other providers of completions on and off.
   * @param {{ inline?: boolean, words?: boolean }} which
   */
  async offer({ inline = false, words = false }) {
    await this.#ask(`/others?${[inline && 'inline', words && 'words'].filter(Boolean).join('&')}`);
  }

  /** @param {string} question */
  async #ask(question) {
    this.#address ??= `http://127.0.0.1:${await this.#port()}`;
    const response = await fetch(`${this.#address}${question}`);
    if (!response.ok) throw new Error(`The witness answers ${response.status} to ${question}`);
    return /** @type {Promise<any>} */ (response.json());
  }

  async #port() {
    if (!this.#folder) throw new Error('The witness is not installed.');
    const file = path.join(this.#folder, 'port');
    const end = Date.now() + 30_000;
    for (;;) {
      const port = await readFile(file, 'utf8').catch(() => '');
      if (port !== '') return port;
      if (Date.now() > end) throw new Error('The witness was not activated.');
      await delay(50);
    }
  }
}
