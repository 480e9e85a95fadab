/** Files that computers leave behind and nobody means to submit. */

const NAMES: ReadonlyMap<string, string> = new Map([
  ['.ds_store', 'macOS folder settings'],
  ['.localized', 'macOS folder settings'],
  ['thumbs.db', 'Windows picture previews'],
  ['ehthumbs.db', 'Windows picture previews'],
  ['desktop.ini', 'Windows folder settings'],
  ['.directory', 'Linux folder settings'],
]);

const FOLDERS: ReadonlySet<string> = new Set([
  '__macosx',
  '.spotlight-v100',
  '.trashes',
  '.fseventsd',
  '$recycle.bin',
  'system volume information',
]);

/** Why a file of this path is left out; null when it is a document like any other. */
export function systemFile(path: string): string | null {
  const parts = path.toLowerCase().split('/');
  const name = parts.pop() ?? '';
  if (parts.some((part) => FOLDERS.has(part))) return 'System folder';
  const known = NAMES.get(name);
  if (known !== undefined) return known;
  if (name.startsWith('~$')) return 'Lock file of an open Office document';
  if (name.startsWith('._')) return 'macOS file attributes';
  return null;
}
