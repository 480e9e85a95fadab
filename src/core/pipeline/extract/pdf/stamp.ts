/** The short text layer of a scanned page is a stamp (Bates number, filing header). It is exact, while OCR guesses. */
import { cleanText } from '../clean.ts';

const comparable = (line: string): string => line.replace(/\s+/g, '').toLowerCase();

/**
 * Replaces the lines that OCR read from a stamp with the lines of the text layer. Lines that OCR missed are added at
 * the end.
 */
export function withStamp(read: string, layer: string): string {
  const lines = read.split('\n');
  const added: string[] = [];
  for (const line of cleanText(layer).split('\n')) {
    const stamp = line.trim();
    if (!/[\p{L}\p{N}]/u.test(stamp) || read.includes(stamp)) continue;
    const at = lines.findIndex((l) => comparable(l) === comparable(stamp));
    if (at >= 0) lines[at] = stamp;
    else added.push(stamp);
  }
  return [...lines, ...(added.length === 0 ? [] : ['', ...added])].join('\n');
}
