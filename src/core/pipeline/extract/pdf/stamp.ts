/** A scanned page's short text layer is a stamp (Bates number, filing header): exact where OCR guesses. */
import { cleanText } from '../clean.ts';

const squeezed = (line: string): string => line.replace(/\s+/g, '').toLowerCase();

/**
 * Lines of the layer take the place of the lines that OCR read for them; what OCR did not see is added
 * at the end.
 */
export function withStamp(read: string, layer: string): string {
  const lines = read.split('\n');
  const added: string[] = [];
  for (const line of cleanText(layer).split('\n')) {
    const stamp = line.trim();
    if (!/[\p{L}\p{N}]/u.test(stamp) || read.includes(stamp)) continue;
    const at = lines.findIndex((l) => squeezed(l) === squeezed(stamp));
    if (at >= 0) lines[at] = stamp;
    else added.push(stamp);
  }
  return [...lines, ...(added.length === 0 ? [] : ['', ...added])].join('\n');
}
