/** Bytes per script call. While Redis copies a larger argument, all other clients wait. */
const MAX_CALL_BYTES = 256 * 1024;

/** Splits a list into slices that fit into one call each. An item that is too large gets a slice of its own. */
export function callSlices<T>(items: readonly T[], bytesOf: (item: T) => number): T[][] {
  const slices: T[][] = [];
  let current: T[] = [];
  let bytes = 0;
  for (const item of items) {
    const size = bytesOf(item);
    if (current.length > 0 && bytes + size > MAX_CALL_BYTES) {
      slices.push(current);
      current = [];
      bytes = 0;
    }
    current.push(item);
    bytes += size;
  }
  if (current.length > 0) slices.push(current);
  return slices;
}
