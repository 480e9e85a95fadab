/** The bridge's events inside core: typed by the table, with a rate limit where many come. */
import type { EventName, EventPayload } from '../../shared/bridge.ts';

export interface Emitter {
  on<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): () => void;
  emit<N extends EventName>(name: N, payload: EventPayload<N>): void;
  listeners(name: EventName): number;
}

export function createEmitter(): Emitter {
  const all = new Map<EventName, Set<(payload: never) => void>>();
  return {
    on(name, listener) {
      const set = all.get(name) ?? new Set();
      all.set(name, set.add(listener));
      return () => set.delete(listener);
    },
    emit(name, payload) {
      for (const listener of all.get(name) ?? []) (listener as (payload: unknown) => void)(payload);
    },
    listeners: (name) => all.get(name)?.size ?? 0,
  };
}

export interface Throttle {
  call(key: string): void;
  dispose(): void;
}

/** Calls `action` for a key at once and then at most every `intervalMs`; the last call is never lost. */
export function throttleByKey(intervalMs: number, action: (key: string) => void): Throttle {
  const timers = new Map<string, { timer: NodeJS.Timeout; again: boolean }>();
  const run = (key: string): void => {
    action(key);
    const entry = {
      again: false,
      timer: setTimeout(() => {
        timers.delete(key);
        if (entry.again) run(key);
      }, intervalMs),
    };
    timers.set(key, entry);
  };
  return {
    call(key) {
      const entry = timers.get(key);
      if (entry === undefined) run(key);
      else entry.again = true;
    },
    dispose() {
      for (const { timer } of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}
