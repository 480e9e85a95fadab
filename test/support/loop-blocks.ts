/** Measures how long the event loop is held up. */

const EVERY_MS = 5;

/**
 * @param work is done every 5 ms, as other work of the same process
 * @returns `end` stops it and returns the longest time between two turns beyond these 5 ms
 */
export function loopBlocks(work: () => void): { end(): number } {
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    work();
    const now = performance.now();
    longest = Math.max(longest, now - last - EVERY_MS);
    last = now;
  }, EVERY_MS);
  return {
    end() {
      clearInterval(timer);
      return longest;
    },
  };
}
