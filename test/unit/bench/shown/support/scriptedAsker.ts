import type { RawAnswer } from '../../../../../bench/shown/answersFile';
import type { HoleAsker } from '../../../../../bench/shown/asker';
import type { Hole } from '../../../../../bench/quality/hole';
import { idOf } from '../../../../../bench/quality/positions';

/** Answers as a function says, and remembers what was asked. */
export class ScriptedAsker implements HoleAsker {
  readonly asked: string[] = [];
  readonly #answer: (id: string) => RawAnswer | Promise<RawAnswer>;

  constructor(answer: (id: string) => RawAnswer | Promise<RawAnswer>) {
    this.#answer = answer;
  }

  async ask({ position }: Hole): Promise<RawAnswer> {
    const id = idOf(position);
    this.asked.push(id);
    return this.#answer(id);
  }
}
