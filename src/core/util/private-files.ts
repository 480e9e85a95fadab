/**
 * Keeps what a process writes readable by its own account alone. It does so once for the whole process, so that no
 * writer, library or child process can forget it.
 */
import { chmod, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isMainThread } from 'node:worker_threads';

/** Takes every permission from the group and from others. */
const PRIVATE = 0o077;
let before: number | null = null;

/**
 * From now on, every file that this process or one of its children creates is private from its first byte. Every process
 * entry calls it before it writes anything. Threads share the process's setting.
 */
export function keepFilesPrivate(): void {
  if (!isMainThread) return;
  const replaced = process.umask(PRIVATE);
  before ??= replaced;
}

/**
 * Gives a folder that was made for the operator, and everything in it, the permissions that the operator's own programs
 * would have given.
 */
export async function handOver(folder: string): Promise<void> {
  const theirs = before ?? process.umask();
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) await chmod(path, 0o777 & ~theirs);
    else if (entry.isFile()) await chmod(path, 0o666 & ~theirs);
  }
  await chmod(folder, 0o777 & ~theirs);
}
