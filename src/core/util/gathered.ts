/** Gathers what one turn of the event loop has to say, as each message to a thread costs more than what it holds. */

/**
 * @param most send at once when so many wait: who receives them starts, while the rest of the turn goes on here
 * @returns a function that passes its arguments on together, at the end of the turn or when `most` are waiting
 */
export function gathered<T>(send: (all: T[]) => void, most = Number.POSITIVE_INFINITY): (one: T) => void {
  let waiting: T[] = [];
  let isPlanned = false;
  const flush = (): void => {
    const all = waiting;
    waiting = [];
    if (all.length > 0) send(all);
  };
  return (one) => {
    waiting.push(one);
    if (waiting.length >= most) flush();
    else if (!isPlanned) {
      isPlanned = true;
      setImmediate(() => {
        isPlanned = false;
        flush();
      });
    }
  };
}
