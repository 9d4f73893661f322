import type { HoleAnswerer } from '../../bench/quality/answerer';
import type { Hole } from '../../bench/quality/hole';
import { idOf } from '../../bench/quality/positions';
import type { VariantAnswer } from '../../bench/quality/resultsFile';
import type { Variant } from '../../bench/quality/variants';

/** Stands for a model: knows each answer from a rule, and what it was asked. */
export class ScriptedAnswerer implements HoleAnswerer {
  /** `position variant`, in order. */
  readonly asked: string[] = [];
  holes = 0;
  readonly #answer: (asked: string) => VariantAnswer | Promise<VariantAnswer>;

  constructor(answer: (asked: string) => VariantAnswer | Promise<VariantAnswer>) {
    this.#answer = answer;
  }

  begin(): void {
    this.holes++;
  }

  async answer(hole: Hole, variant: Variant): Promise<VariantAnswer> {
    const asked = `${idOf(hole.position)} ${variant.name}`;
    this.asked.push(asked);
    return this.#answer(asked);
  }
}
