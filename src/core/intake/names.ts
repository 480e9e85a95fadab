/** File names: as bytes on disk, as text on the screen, and as input from outside that must be made safe. */
import { isUtf8 } from 'node:buffer';
import { wellFormed } from '../util/well-formed.ts';

/** Returns a name as text. Bytes that are not valid UTF-8 become replacement characters. */
export const shownName = (raw: Buffer): string => raw.toString('utf8');

/** Returns the bytes of a name if its text cannot be turned back into them, else null. */
export const keptBytes = (raw: Buffer): Buffer | null => (isUtf8(raw) ? null : raw);

const MAX_PARTS = 500;

/**
 * Makes a path from a browser relative and harmless for display and export. It is never used on disk, where the files
 * of an upload are numbered.
 * @param fallback the path to use if nothing else remains
 */
export function safePath(written: string, fallback: string): string {
  const parts = wellFormed(written)
    .split('/')
    .map((part) => part.replace(/\p{Cc}/gu, '_'))
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .slice(-MAX_PARTS);
  return parts.length === 0 ? fallback : parts.join('/');
}

/**
 * Compares paths so that the contents of a folder or container follow it directly: `a`, `a/x`, `a-b` and not `a`,
 * `a-b`, `a/x`. Compares code units, so the order is the same on every machine.
 */
export function pathOrder(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i += 1) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    if (x === 47) return -1;
    if (y === 47) return 1;
    return x - y;
  }
  return a.length - b.length;
}
