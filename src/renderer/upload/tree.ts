/** Walks a dropped folder tree file by file. It never collects the tree, so 100,000 files need little memory. */
import type { SkippedFile } from '../../shared/intake.ts';
import { asError } from '../lib/wire-error.ts';
import { UPLOAD_TEXT } from '../text/errors.ts';

/** One file of the tree. `open` rejects if the browser cannot read the file. */
export interface TreeFile {
  /** Relative to the drop, separated by `/`. */
  readonly path: string;
  open(): Promise<File>;
}

const pathOf = (entry: FileSystemEntry): string => entry.fullPath.replace(/^\/+/, '') || entry.name;

/** Returns why the browser could not read a file. */
export function faultOf(error: unknown): Pick<SkippedFile, 'code' | 'reason'> {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotFoundError') return { code: 'source_missing', reason: UPLOAD_TEXT.fileGone };
  if (['NotReadableError', 'NotAllowedError', 'SecurityError'].includes(name))
    return { code: 'access_restricted', reason: UPLOAD_TEXT.fileForbidden };
  return { code: 'infrastructure', reason: asError(error).message.slice(0, 500) };
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isDirectory = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

/** Yields the children of a folder. The browser returns them in batches (Chromium: 100) and ends with an empty one. */
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
 * Yields every file under the dropped entries, depth first.
 * @param skipped called for each folder that cannot be opened; the walk continues
 */
export async function* walkEntries(
  entries: readonly FileSystemEntry[],
  skipped: (folder: SkippedFile) => void,
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
        skipped({ path: pathOf(entry), ...faultOf(error) });
      }
    }
  }
}

/** Yields the files of an `<input type=file>`, with their folders if the browser reports them. */
export async function* walkFiles(files: readonly File[]): AsyncGenerator<TreeFile> {
  for (const file of files) yield { path: file.webkitRelativePath || file.name, open: async () => file };
}

/** Returns the name of a drop, after its first file or folder. */
export function nameOf(names: readonly string[]): string {
  const [first = 'Drop', ...others] = names;
  return (others.length === 0 ? first : `${first} and ${others.length} more`).slice(0, 500);
}
