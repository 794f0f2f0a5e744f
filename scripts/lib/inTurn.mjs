/**
 * Things to be done one after another, each once, in the background or when somebody needs them.
 * @template T
 */
export class InTurn {
  /** @type {Map<string, Promise<T>>} */
  #begun = new Map();
  #last = Promise.resolve();
  #work;

  /** @param {Record<string, () => Promise<T>>} work by its name */
  constructor(work) {
    this.#work = work;
  }

  /** Begins what has not begun. What fails says so to those who get it. */
  begin(names) {
    for (const name of names) {
      if (this.#begun.has(name)) continue;
      const done = this.#last.then(this.#work[name]);
      this.#begun.set(name, done);
      this.#last = done.catch(() => undefined);
    }
  }

  /** @returns {Promise<T>} what came of it; rejects as it did */
  get(name) {
    this.begin([name]);
    return this.#begun.get(name);
  }

  /** Waits for all that has begun, however it ends. */
  begun() {
    return this.#last;
  }
}
