/** The dropped tree, file by file. Nothing is collected: a walk over 100,000 files holds one folder's page. */

/** One file on its way. `open` may fail when the browser cannot read it. */
export interface TreeFile {
  /** Relative to the drop, with `/`. */
  readonly path: string;
  open(): Promise<File>;
}
export interface Skipped {
  readonly path: string;
  readonly reason: string;
}

const pathOf = (entry: FileSystemEntry): string => entry.fullPath.replace(/^\/+/, '') || entry.name;

export const reasonOf = (error: unknown): string => {
  if (error instanceof DOMException && error.name === 'NotFoundError')
    return 'It was gone when it was to be read.';
  if (error instanceof DOMException && (error.name === 'NotReadableError' || error.name === 'SecurityError'))
    return 'The browser may not read it.';
  return error instanceof Error ? error.message.slice(0, 500) : String(error).slice(0, 500);
};

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isDirectory = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

/** The children of a folder. A browser hands them out in portions (Chromium: 100) until an empty one. */
async function* childrenOf(directory: FileSystemDirectoryEntry): AsyncGenerator<FileSystemEntry> {
  const reader = directory.createReader();
  for (;;) {
    const portion = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (portion.length === 0) return;
    yield* portion;
  }
}

/**
 * Every file under the dropped entries, depth first.
 * @param skipped told of each folder that could not be opened; the walk goes on
 */
export async function* walkEntries(
  entries: readonly FileSystemEntry[],
  skipped: (what: Skipped) => void,
): AsyncGenerator<TreeFile> {
  for (const entry of entries) {
    if (isFile(entry)) {
      yield {
        path: pathOf(entry),
        open: () => new Promise((resolve, reject) => entry.file(resolve, reject)),
      };
    } else if (isDirectory(entry)) {
      try {
        for await (const child of childrenOf(entry)) yield* walkEntries([child], skipped);
      } catch (error) {
        skipped({ path: pathOf(entry), reason: reasonOf(error) });
      }
    }
  }
}

/** Files of an `<input type=file>`, with their folders where the browser gives them. */
export async function* walkFiles(files: readonly File[]): AsyncGenerator<TreeFile> {
  for (const file of files) yield { path: file.webkitRelativePath || file.name, open: async () => file };
}

/** What to call a drop of several things. */
export function nameOf(names: readonly string[]): string {
  const [first = 'Drop', ...others] = names;
  return (others.length === 0 ? first : `${first} and ${others.length} more`).slice(0, 500);
}
