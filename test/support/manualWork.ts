/** Work that ends when the test says so; told to end before it starts, it ends as soon as it does. */
export class ManualWork<T> {
  started = false;
  ended = false;
  readonly #result: T;
  readonly #told: Promise<void>;
  #tell: () => void = () => undefined;

  constructor(result: T) {
    this.#result = result;
    this.#told = new Promise((resolve) => {
      this.#tell = resolve;
    });
  }

  readonly run = async (): Promise<T> => {
    this.started = true;
    await this.#told;
    this.ended = true;
    return this.#result;
  };

  end(): void {
    this.#tell();
  }
}
