/** Files that no person wrote: made by systems and programs beside documents. The list is closed and stated. */

const FILES: ReadonlyMap<string, string> = new Map([
  ['.ds_store', 'a folder setting of macOS'],
  ['.localized', 'a folder setting of macOS'],
  ['icon\r', 'a folder icon of macOS'],
  ['thumbs.db', 'a picture cache of Windows'],
  ['ehthumbs.db', 'a picture cache of Windows'],
  ['ehthumbs_vista.db', 'a picture cache of Windows'],
  ['desktop.ini', 'a folder setting of Windows'],
  ['.directory', 'a folder setting of KDE'],
]);

const FOLDERS: ReadonlyMap<string, string> = new Map([
  ['__macosx', 'macOS adds to archives'],
  ['.spotlight-v100', 'macOS keeps for searching'],
  ['.trashes', 'macOS keeps for deleted files'],
  ['.fseventsd', 'macOS keeps about changes'],
  ['.temporaryitems', 'macOS keeps for passing files'],
  ['$recycle.bin', 'Windows keeps for deleted files'],
  ['system volume information', 'Windows keeps about a drive'],
  ['lost+found', 'Linux keeps for repairs'],
  ['@eadir', 'a Synology drive keeps for previews'],
  ['.git', 'a version control program keeps'],
  ['.svn', 'a version control program keeps'],
]);

/** Why a file of this name is left out, as a sentence; null when it is a document. */
export function systemFile(name: string): string | null {
  const known = FILES.get(name.toLowerCase());
  if (known !== undefined) return `Left out: ${known}, not a document.`;
  if (name.startsWith('._')) return 'Left out: what macOS keeps beside a file, not a document.';
  if (name.startsWith('~$')) return 'Left out: the mark Office leaves while a document is open.';
  if (/^\.~lock\..*#$/.test(name)) return 'Left out: the mark LibreOffice leaves while a document is open.';
  return null;
}

/** Why everything in a folder of this name is left out; null when it is looked into. */
export function systemFolder(name: string): string | null {
  const known = FOLDERS.get(name.toLowerCase());
  return known === undefined ? null : `Left out: in the folder ${name}, which ${known}.`;
}

/** The same for a path with `/`, looking at each of its folders. */
export function systemPath(path: string): string | null {
  const parts = path.split('/');
  const name = parts.pop() ?? '';
  for (const part of parts) {
    const reason = systemFolder(part);
    if (reason !== null) return reason;
  }
  return systemFile(name);
}
