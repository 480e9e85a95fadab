/** Bytes per script call, so that a few long texts do not hold up every other client while they are copied. */
const MAX_CALL_BYTES = 256 * 1024;

/** Cuts a list where its items together pass what one call may carry; a larger item has a call to itself. */
export function callSlices<T>(items: readonly T[], bytesOf: (item: T) => number): T[][] {
  const slices: T[][] = [];
  let current: T[] = [];
  let bytes = 0;
  for (const item of items) {
    const own = bytesOf(item);
    if (current.length > 0 && bytes + own > MAX_CALL_BYTES) {
      slices.push(current);
      current = [];
      bytes = 0;
    }
    current.push(item);
    bytes += own;
  }
  if (current.length > 0) slices.push(current);
  return slices;
}
