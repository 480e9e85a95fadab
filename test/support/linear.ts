/** Fails where work on a text takes more than a linear share of time as the text grows. */
import { expect } from 'vitest';

/** A quadratic reader takes 64 times as long for eight times the text; a linear one, about eight times. */
const SHORT = 5_000;
const LONG = 40_000;
const MOST_RATIO = 20;
/** Shorter times are noise, CPU ms. */
const LEAST_MS = 3;
/** A pause of the collector may fall into one try. */
const TRIES = 3;

/** Returns the processor time of `work`, ms: other processes do not change it. */
function processorMs(work: () => unknown): number {
  const from = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1000;
}

/** Reads `unit`, repeated to different lengths, and compares the times. */
export function expectLinear(unit: string, read: (text: string) => unknown): void {
  const timed = (length: number): number =>
    processorMs(() => read(unit.repeat(Math.ceil(length / unit.length))));
  // The first time, the code is compiled.
  timed(SHORT);
  let ratio = Number.POSITIVE_INFINITY;
  for (let n = 0; n < TRIES && ratio > MOST_RATIO; n += 1)
    ratio = timed(LONG) / Math.max(LEAST_MS, timed(SHORT));
  expect(ratio, `${LONG} characters of ${JSON.stringify(unit)} beside ${SHORT}`).toBeLessThanOrEqual(
    MOST_RATIO,
  );
}
