import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What is really in use of the JavaScript heap. */
export class Heap {
  readonly #collect: () => void;

  constructor() {
    setFlagsFromString('--expose-gc');
    this.#collect = runInNewContext('gc') as () => void;
  }

  /** Bytes that are reachable now. */
  used(): number {
    for (let round = 0; round < 4; round++) this.#collect();
    return process.memoryUsage().heapUsed;
  }
}
