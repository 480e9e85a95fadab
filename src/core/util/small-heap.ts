/** Keeps the memory of a process near what it needs. */
import { setFlagsFromString } from 'node:v8';

/** By how much the heap may grow before it is collected, percent of what was in use after the last time. */
const GROWTH = 20;

/**
 * Has garbage collected early. V8 lets the heap of a computer with much memory grow to four times what is in use: a host
 * that takes in 100,000 files then needs 650 MB, of which 150 are in use. Call it before anything large is made.
 */
export const keepHeapSmall = (): void => setFlagsFromString(`--heap-growing-percent=${GROWTH}`);
