/** Takes the files out of a drop event. Small, because every page can be dropped on; the rest is loaded by a drop. */

/** The files of a drop event. They must be read while the event is handled, because the browser then clears them. */
export interface Dropped {
  readonly files: readonly File[];
  readonly entries: readonly FileSystemEntry[];
}

/** Reads all files from the event; they stay usable afterwards. */
export function takeDropped(transfer: DataTransfer): Dropped {
  const items = [...transfer.items].filter(({ kind }) => kind === 'file');
  return {
    files: [...transfer.files],
    entries: items.map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null),
  };
}
