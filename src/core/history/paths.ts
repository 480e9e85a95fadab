/** How paths are compared when somebody searches for one. */

/** NFC and lower case: macOS stores `é` as two characters, and LIKE folds only ASCII. */
export const fold = (text: string): string => text.normalize('NFC').toLowerCase();

const isPlain = (text: string): boolean => {
  for (let i = 0; i < text.length; i += 1) if (text.charCodeAt(i) > 127) return false;
  return true;
};

/** What `documents.folded` holds for a path. */
export const foldedOrNull = (path: string): string | null => (isPlain(path) ? null : fold(path));

/** A LIKE pattern (ESCAPE `\`) for texts that contain `search` literally; null when there is nothing to find. */
export function likePattern(search: string): string | null {
  const wanted = search.trim();
  return wanted === '' ? null : `%${fold(wanted).replaceAll(/[\\%_]/g, '\\$&')}%`;
}
