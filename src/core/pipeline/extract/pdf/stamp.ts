/** The short text layer of a scanned page is a stamp (Bates number, filing header). It is exact, while OCR guesses. */
import { cleanText } from '../clean.ts';

const comparable = (line: string): string => line.replace(/[^\p{L}\p{N}]+/gu, '').toLowerCase();
/** A line that OCR read from a stamp has at least this share of the pairs of characters of the stamp. */
const ALIKE = 0.85;
/** Shorter lines must be equal, because short words are alike by chance. */
const MIN_ALIKE = 8;

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
    const at = nearest(lines, stamp);
    if (at >= 0) lines[at] = stamp;
    else added.push(stamp);
  }
  return [...lines, ...(added.length === 0 ? [] : ['', ...added])].join('\n');
}

/** Returns the index of the line that OCR read from the stamp, or -1. */
function nearest(lines: readonly string[], stamp: string): number {
  const wanted = comparable(stamp);
  let best = { at: -1, alike: ALIKE };
  lines.forEach((line, at) => {
    const alike = likeness(comparable(line), wanted);
    if (alike > best.alike) best = { at, alike };
  });
  return best.at;
}

/** Returns the share of pairs of characters that two lines have in common (Dice), 0-1. */
function likeness(a: string, b: string): number {
  if (a === b) return 1;
  if (Math.min(a.length, b.length) < MIN_ALIKE) return 0;
  const left = new Map<string, number>();
  for (let i = 1; i < a.length; i += 1)
    left.set(a.slice(i - 1, i + 1), (left.get(a.slice(i - 1, i + 1)) ?? 0) + 1);
  let common = 0;
  for (let i = 1; i < b.length; i += 1) {
    const pair = b.slice(i - 1, i + 1);
    const count = left.get(pair) ?? 0;
    if (count > 0) common += 1;
    left.set(pair, count - 1);
  }
  return (2 * common) / (a.length + b.length - 2);
}
