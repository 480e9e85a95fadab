/** Files that systems and programs create next to documents. They are left out, with a reason. */

const FILES: ReadonlyMap<string, string> = new Map([
  ['.ds_store', 'a macOS folder settings file'],
  ['.localized', 'a macOS folder settings file'],
  ['icon\r', 'a macOS folder icon'],
  ['thumbs.db', 'a Windows thumbnail file'],
  ['ehthumbs.db', 'a Windows thumbnail file'],
  ['ehthumbs_vista.db', 'a Windows thumbnail file'],
  ['desktop.ini', 'a Windows folder settings file'],
  ['.directory', 'a KDE folder settings file'],
]);

const FOLDERS: ReadonlyMap<string, string> = new Map([
  ['__macosx', 'macOS adds to archives'],
  ['.spotlight-v100', 'macOS uses for searching'],
  ['.trashes', 'macOS uses for deleted files'],
  ['.fseventsd', 'macOS uses to record changes'],
  ['.temporaryitems', 'macOS uses for temporary files'],
  ['$recycle.bin', 'Windows uses for deleted files'],
  ['system volume information', 'Windows uses for drive information'],
  ['lost+found', 'Linux uses for file repairs'],
  ['@eadir', 'a Synology drive uses for previews'],
  ['.git', 'a version control program uses'],
  ['.svn', 'a version control program uses'],
]);

/** Returns why a file with this name is left out, as a sentence; null if it may be a document. */
export function systemFile(name: string): string | null {
  const description = FILES.get(name.toLowerCase());
  if (description !== undefined) return `Left out: ${description}, not a document.`;
  if (name.startsWith('._')) return 'Left out: file information stored by macOS, not a document.';
  if (name.startsWith('~$')) return 'Left out: a lock file that Office creates while a document is open.';
  if (/^\.~lock\..*#$/.test(name))
    return 'Left out: a lock file that LibreOffice creates while a document is open.';
  return null;
}

/** Returns why everything in a folder with this name is left out; null if the folder is searched. */
export function systemFolder(name: string): string | null {
  const use = FOLDERS.get(name.toLowerCase());
  return use === undefined ? null : `Left out: in the folder ${name}, which ${use}.`;
}

/** Returns why a file is left out, considering every folder on its path; null if it may be a document. */
export function systemPath(path: string): string | null {
  const parts = path.split('/');
  const name = parts.pop() ?? '';
  for (const part of parts) {
    const reason = systemFolder(part);
    if (reason !== null) return reason;
  }
  return systemFile(name);
}
