/** Gathers what one turn of the event loop has to say, as each message to a thread costs more than what it holds. */

/** @returns a function that passes its arguments on together, at the end of the turn */
export function gathered<T>(send: (all: T[]) => void): (one: T) => void {
  let waiting: T[] = [];
  return (one) => {
    waiting.push(one);
    if (waiting.length > 1) return;
    setImmediate(() => {
      const all = waiting;
      waiting = [];
      send(all);
    });
  };
}
