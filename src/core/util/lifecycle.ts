/** Whatever is opened is registered for disposal where it is opened, and disposed in reverse order. */

export interface Disposable {
  dispose(): Promise<void> | void;
}

/** A stack of things to undo. `dispose` runs every one even when some throw, then reports them all. */
export class Lifetime implements Disposable {
  readonly #undo: Array<() => Promise<void> | void> = [];
  #disposed = false;

  get disposed(): boolean {
    return this.#disposed;
  }

  /** Registers `thing` and hands it back, so that opening and registering is one expression. */
  own<T extends Disposable>(thing: T): T {
    this.defer(() => thing.dispose());
    return thing;
  }

  defer(undo: () => Promise<void> | void): void {
    this.#undo.push(undo);
  }

  /** @throws AggregateError with everything that failed while undoing. */
  async dispose(): Promise<void> {
    if (this.#disposed) return;
    this.#disposed = true;
    const failures: unknown[] = [];
    for (let undo = this.#undo.pop(); undo; undo = this.#undo.pop()) {
      try {
        await undo();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, 'Some parts did not stop cleanly');
  }
}
