/** How often what happened. */
export class Tally {
  readonly #counts = new Map<string, number>();

  count(what: string): void {
    this.#counts.set(what, this.#of(what) + 1);
  }

  /** What happened less often than it should have: name → how often. */
  tooRare(atLeast: Readonly<Record<string, number>>): Record<string, number> {
    const rare = Object.entries(atLeast).filter(([what, times]) => this.#of(what) < times);
    return Object.fromEntries(rare.map(([what]) => [what, this.#of(what)]));
  }

  #of(what: string): number {
    return this.#counts.get(what) ?? 0;
  }
}
