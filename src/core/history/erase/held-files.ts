/** Keeps the files of history open beside SQLite. */
import { closeSync, fstatSync, openSync, statSync } from 'node:fs';
import type { OpenFile } from './clear-file.ts';

export interface HeldFiles {
  /** @throws any error of the disk */
  history(): OpenFile;
  /** Returns the cache mirror; null when there is none. @throws any error of the disk */
  mirror(): OpenFile | null;
  /** Closes them. Call it when no connection of this process has them open: closing a file drops SQLite's locks on it. */
  close(): void;
}

export function heldFiles(historyPath: string, mirrorPath: string): HeldFiles {
  const open = new Map<string, number>();
  const replaced: number[] = [];
  const held = (path: string): OpenFile => {
    const before = open.get(path);
    if (before !== undefined && fstatSync(before).ino === statSync(path).ino) return { path, fd: before };
    // A mirror that could not be read was replaced.
    if (before !== undefined) replaced.push(before);
    const fd = openSync(path, 'r+');
    open.set(path, fd);
    return { path, fd };
  };
  return {
    history: () => held(historyPath),
    mirror: () => (statSync(mirrorPath, { throwIfNoEntry: false }) === undefined ? null : held(mirrorPath)),
    close() {
      for (const fd of [...open.values(), ...replaced]) closeSync(fd);
      open.clear();
      replaced.length = 0;
    },
  };
}
