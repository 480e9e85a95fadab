/** The bridge's events inside core, typed by the bridge table, and a throttle for events that come in bursts. */
import type { EventName, EventPayload } from '../../shared/bridge.ts';

export interface Emitter {
  /** Returns a function that unsubscribes. */
  on<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): () => void;
  emit<N extends EventName>(name: N, payload: EventPayload<N>): void;
  /** Returns how many listen, so that nothing is computed for nobody. */
  listeners(name: EventName): number;
}

export function createEmitter(): Emitter {
  const listenersOf = new Map<EventName, Set<(payload: never) => void>>();
  return {
    on(name, listener) {
      const listeners = listenersOf.get(name) ?? new Set();
      listenersOf.set(name, listeners.add(listener));
      return () => listeners.delete(listener);
    },
    emit(name, payload) {
      for (const listener of listenersOf.get(name) ?? []) (listener as (payload: unknown) => void)(payload);
    },
    listeners: (name) => listenersOf.get(name)?.size ?? 0,
  };
}

export interface Throttle {
  call(key: string): void;
  dispose(): void;
}

/** Calls `action` for a key at once, then at most every `intervalMs`. The last call in an interval is never lost. */
export function throttleByKey(intervalMs: number, action: (key: string) => void): Throttle {
  const intervals = new Map<string, { timer: NodeJS.Timeout; again: boolean }>();
  const run = (key: string): void => {
    action(key);
    const interval = {
      again: false,
      timer: setTimeout(() => {
        intervals.delete(key);
        if (interval.again) run(key);
      }, intervalMs),
    };
    intervals.set(key, interval);
  };
  return {
    call(key) {
      const interval = intervals.get(key);
      if (interval === undefined) run(key);
      else interval.again = true;
    },
    dispose() {
      for (const { timer } of intervals.values()) clearTimeout(timer);
      intervals.clear();
    },
  };
}
