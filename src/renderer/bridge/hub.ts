/** Hands events to their listeners and notices from their numbers when some were missed. */
import { EVENTS, type EventName, type EventPayload } from '../../shared/bridge.ts';

type Listener = (payload: never) => void;

/** A set of listeners; `add` returns its own removal. */
export class Listeners<A extends readonly unknown[]> {
  readonly #set = new Set<(...args: A) => void>();

  add(listener: (...args: A) => void): () => void {
    // A wrapper of its own for each call: the same function added twice is two subscriptions.
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
  /** The number the next event must have; null: whichever comes first is the start. */
  #next: number | null;

  /** @param first the number of a connection's first event; null when the page may join later */
  constructor(first: number | null) {
    this.#next = first;
  }

  on<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): () => void {
    const set = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, set);
    const entry: Listener = (payload) => listener(payload);
    set.add(entry);
    return () => void set.delete(entry);
  }

  /** A new connection counts anew. */
  restart(first: number | null): void {
    this.#next = first;
  }

  /**
   * One event from the host. A payload that is not what the contract says is a defect of the host: it is
   * reported and not passed on, since a store must never hold what a page cannot show.
   */
  receive(seq: number, name: EventName, payload: unknown): void {
    const missed = this.#next !== null && seq !== this.#next;
    this.#next = seq + 1;
    const parsed = EVENTS[name].safeParse(payload);
    if (parsed.success) {
      for (const listener of [...(this.#listeners.get(name) ?? [])]) listener(parsed.data as never);
    } else {
      console.error(`The event ${name} is not what the contract says`, parsed.error);
    }
    if (missed) this.stale.call();
  }
}
