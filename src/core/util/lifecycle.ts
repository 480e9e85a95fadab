/** Everything that is opened is registered where it is opened, and disposed in reverse order. */

export interface Disposable {
  dispose(): Promise<void> | void;
}

type Undo = () => Promise<void> | void;

/** Something was registered with a lifetime that had already ended. It has been disposed by the time this is thrown. */
export class LifetimeEndedError extends Error {
  override readonly name = 'LifetimeEndedError';

  constructor() {
    super('The lifetime has ended: what was registered with it was disposed at once');
  }
}

let onCreated: ((lifetime: Lifetime) => void) | null = null;

/** Calls `listener` with every lifetime as it is created, to find those that nobody disposes; null stops that. */
export function trackLifetimes(listener: ((lifetime: Lifetime) => void) | null): void {
  onCreated = listener;
}

/**
 * A stack of things to undo. `dispose` undoes all of them even if some throw, then reports every failure.
 * A lifetime is used once: whatever is registered after `dispose` was called is disposed at once.
 */
export class Lifetime implements Disposable {
  readonly #undo: Undo[] = [];
  #disposed = false;

  constructor() {
    onCreated?.(this);
  }

  get disposed(): boolean {
    return this.#disposed;
  }

  /**
   * Registers `thing` and returns it, so that opening and registering is one expression.
   * @throws LifetimeEndedError after `dispose`; `thing` is disposed first
   */
  own<T extends Disposable>(thing: T): T {
    this.defer(() => thing.dispose());
    return thing;
  }

  /** Registers a step to undo. @throws LifetimeEndedError after `dispose`; the step runs first */
  defer(undo: Undo): void {
    if (this.#disposed) throw endedError(undo);
    this.#undo.push(undo);
  }

  /** @throws AggregateError with every failure, after all steps have run. */
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

/** Runs a step that came too late, without waiting for it. A failure becomes a warning: nobody awaits the step. */
function endedError(undo: Undo): LifetimeEndedError {
  const ended = new LifetimeEndedError();
  const warn = (cause: unknown): void =>
    process.emitWarning(new Error('Something that was opened too late did not stop cleanly', { cause }));
  try {
    Promise.resolve(undo()).catch(warn);
  } catch (error) {
    warn(error);
  }
  return ended;
}
