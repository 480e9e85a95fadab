/** The batches and documents that were opened from the palette last, kept in this browser. */
import { z } from 'zod';

const KEY = 'redwell-palette';
const MOST = 5;

const recentSchema = z.array(
  z.object({
    kind: z.enum(['batch', 'document', 'search']),
    label: z.string(),
    about: z.string(),
    to: z.string(),
  }),
);
export type Recent = z.infer<typeof recentSchema>[number];

/** Returns what a browser kept; nothing if another version wrote it. */
export function recentOf(kept: string | null): Recent[] {
  if (kept === null) return [];
  try {
    return recentSchema.parse(JSON.parse(kept)).slice(0, MOST);
  } catch {
    // A list of conveniences is not worth a message.
    return [];
  }
}

/** Puts an entry first. */
export const withRecent = (list: readonly Recent[], entry: Recent): Recent[] =>
  [entry, ...list.filter(({ to }) => to !== entry.to)].slice(0, MOST);

export function readRecent(): Recent[] {
  try {
    return recentOf(localStorage.getItem(KEY));
  } catch {
    // The browser keeps nothing for this address.
    return [];
  }
}

export function keepRecent(entry: Recent): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(withRecent(readRecent(), entry)));
  } catch {
    // The list is then shorter next time.
  }
}
