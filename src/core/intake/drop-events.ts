/** Notifies listeners of changes to drops. */
import type { Drop } from '../../shared/intake.ts';

/** At most eight progress events per second and drop. */
const PROGRESS_MS = 125;

export class DropEvents {
  readonly #listeners = new Set<(drop: Drop) => void>();
  readonly #timers = new Map<string, NodeJS.Timeout>();

  /** Adds a listener and returns a function that removes it. */
  onChanged(listener: (drop: Drop) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Notifies the listeners at once. */
  emit(drop: Drop): void {
    clearTimeout(this.#timers.get(drop.id));
    this.#timers.delete(drop.id);
    const snapshot = structuredClone(drop);
    for (const listener of this.#listeners) listener(snapshot);
  }

  /** Notifies the listeners within 125 ms, together with other changes of the drop. */
  emitSoon(drop: Drop): void {
    if (this.#timers.has(drop.id)) return;
    this.#timers.set(
      drop.id,
      setTimeout(() => this.emit(drop), PROGRESS_MS),
    );
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }
}
