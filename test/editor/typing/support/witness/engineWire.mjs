// @ts-check
import { createRequire } from 'node:module';

/**
 * One completion that was asked of the engine.
 * @typedef {object} EngineCall
 * @property {string} before Text before the cursor, as the engine got it.
 * @property {boolean} isAhead Computed for later, while nobody waits.
 * @property {boolean} isCancelled
 * @property {boolean} isRunning Until the engine has answered, also after a cancellation.
 * @property {number} startedAt In ms since the epoch.
 * @property {number} endedAt In ms since the epoch; as late as can be while it runs.
 * @property {string} [text] The answer, or as much of it as there is.
 */

/**
 * A message of JSON-RPC, as far as it is looked at.
 * @typedef {object} Message
 * @property {number} [id]
 * @property {string} [method]
 * @property {any} [params]
 * @property {any} [result]
 */

/** @typedef {{ call: EngineCall, textId: number }} Running `textId` is what the engine names as it tells the text. */

/**
 * Listens to what the extension and its engine process tell each other: calls are counted where they happen, and
 * not by the figures of the extension that is tested.
 */
export class EngineWire {
  /** In order. @type {EngineCall[]} */
  calls = [];
  /** The most that ran at one moment, not cancelled, with somebody waiting. */
  mostWanted = 0;

  /** `asked`: with somebody waiting. `running`: cancelled ones that have not ended included. */
  counts() {
    return {
      asked: this.calls.filter(({ isAhead }) => !isAhead).length,
      running: this.calls.filter(({ isRunning }) => isRunning).length,
    };
  }

  /** From now on each process forked in this extension host is listened to. */
  tap() {
    /** @type {typeof import('node:child_process')} */
    const childProcess = createRequire(import.meta.url)('node:child_process');
    const fork = /** @type {(...args: any[]) => import('node:child_process').ChildProcess} */ (
      childProcess.fork
    );
    Object.assign(childProcess, {
      fork: (/** @type {any[]} */ ...args) => {
        const child = fork(...args);
        this.#listen(child);
        return child;
      },
    });
  }

  /** @param {import('node:child_process').ChildProcess} child */
  #listen(child) {
    /** @type {Map<number, Running>} */
    const running = new Map();
    const send = /** @type {(...args: any[]) => boolean} */ (child.send.bind(child));
    Object.assign(child, {
      send: (/** @type {any[]} */ ...args) => {
        this.#sent(running, args[0]);
        return send(...args);
      },
    });
    child.prependListener('message', (message) => {
      const { id, method, params, result } = /** @type {Message} */ (message);
      if (method === 'text') this.#grew(running, params);
      if (id === undefined || method !== undefined) return;
      this.#end(running, id, result?.text);
    });
    child.once('exit', () => {
      for (const id of [...running.keys()]) this.#end(running, id);
    });
  }

  /**
   * @param {Map<number, Running>} running
   * @param {Message} message
   */
  #sent(running, { id, method, params }) {
    if (method === 'complete' && id !== undefined) {
      const { prompt, priority } = params.request;
      /** @type {EngineCall} */
      const call = {
        before: prompt.before,
        isAhead: priority === 'ahead',
        isCancelled: false,
        isRunning: true,
        startedAt: Date.now(),
        endedAt: Number.MAX_SAFE_INTEGER,
      };
      this.calls.push(call);
      running.set(id, { call, textId: params.id });
      this.#count(running);
    } else if (method === '$/cancelRequest') {
      const cancelled = running.get(params.id);
      if (cancelled) cancelled.call.isCancelled = true;
    }
  }

  /** @param {Map<number, Running>} running */
  #count(running) {
    const wanted = [...running.values()].filter(({ call }) => !call.isAhead && !call.isCancelled);
    this.mostWanted = Math.max(this.mostWanted, wanted.length);
  }

  /**
   * @param {Map<number, Running>} running
   * @param {{ id: number, text: string }} params
   */
  #grew(running, { id, text }) {
    for (const { call, textId } of running.values()) if (textId === id) call.text = text;
  }

  /**
   * @param {Map<number, Running>} running
   * @param {number} id
   * @param {string} [text]
   */
  #end(running, id, text) {
    const call = running.get(id)?.call;
    if (!call) return;
    running.delete(id);
    call.isRunning = false;
    call.endedAt = Date.now();
    if (text !== undefined) call.text = text;
  }
}
