/** Which documents have a place in an engine, as far as its owner knows. */
export class WarmDocuments {
  #documents: readonly string[] = [];

  has(document: string): boolean {
    return this.#documents.includes(document);
  }

  /** An engine keeps as many places as it has sequences; the document used longest ago is the first to go. */
  add(document: string, sequences: number): void {
    const others = this.#documents.filter((other) => other !== document);
    this.#documents = [document, ...others].slice(0, sequences);
  }

  clear(): void {
    this.#documents = [];
  }
}
