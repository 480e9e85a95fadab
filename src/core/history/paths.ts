/** Prepares paths and names for searching. */

/** Folds a text to NFC and lower case. macOS stores `é` as two characters, and LIKE ignores case only for ASCII. */
export const fold = (text: string): string => text.normalize('NFC').toLowerCase();

const isPlain = (text: string): boolean => {
  for (let i = 0; i < text.length; i += 1) if (text.charCodeAt(i) > 127) return false;
  return true;
};

/** Returns the value of `documents.folded`: null for a plain ASCII path. */
export const foldedOrNull = (path: string): string | null => (isPlain(path) ? null : fold(path));

/** Returns a LIKE pattern (ESCAPE `\`) for texts that contain `search`; null when `search` is blank. */
export function likePattern(search: string): string | null {
  const text = search.trim();
  return text === '' ? null : `%${fold(text).replaceAll(/[\\%_]/g, '\\$&')}%`;
}
