/** Delivers events to their listeners and detects missed events by their numbers. */
import { EVENTS, type EventName, type EventPayload } from '../../shared/bridge-events.ts';

type Listener = (payload: never) => void;

/** A set of listeners; `add` returns a function that removes the listener. */
export class Listeners<A extends readonly unknown[]> {
  readonly #set = new Set<(...args: A) => void>();

  add(listener: (...args: A) => void): () => void {
    // Each call gets its own wrapper, so adding the same function twice makes two subscriptions.
    const entry = (...args: A): void => listener(...args);
    this.#set.add(entry);
    return () => void this.#set.delete(entry);
  }
  call(...args: A): void {
    for (const listener of [...this.#set]) listener(...args);
  }
}

export class EventHub {
  readonly #listeners = new Map<EventName, Set<Listener>>();
  readonly stale = new Listeners<[]>();
  /** The expected number of the next event; null accepts any number as the start. */
  #next: number | null;
  /** The page that was asked for before the part that opens pages was there. */
  #asked: EventPayload<'navigate'> | null = null;

  /** @param first number of the connection's first event; null if the page may join later */
  constructor(first: number | null) {
    this.#next = first;
  }

  on<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): () => void {
    const set = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, set);
    const entry: Listener = (payload) => listener(payload);
    set.add(entry);
    if (name === 'navigate' && this.#asked !== null) {
      entry(this.#asked as never);
      this.#asked = null;
    }
    return () => void set.delete(entry);
  }

  /** Restarts the count for a new connection. */
  restart(first: number | null): void {
    this.#next = first;
  }

  /**
   * Receives one event from the host. A payload that does not match the schema is a defect of the host: the hub
   * logs it and drops it, because a store must never hold a value that a page cannot show.
   */
  receive(seq: number, name: EventName, payload: unknown): void {
    const missed = this.#next !== null && seq !== this.#next;
    this.#next = seq + 1;
    const parsed = EVENTS[name].safeParse(payload);
    if (parsed.success) {
      const listeners = [...(this.#listeners.get(name) ?? [])];
      if (name === 'navigate' && listeners.length === 0)
        this.#asked = parsed.data as EventPayload<'navigate'>;
      for (const listener of listeners) listener(parsed.data as never);
    } else {
      console.error(`Dropped the event ${name}: its payload does not match the schema`, parsed.error);
    }
    if (missed) this.stale.call();
  }
}
