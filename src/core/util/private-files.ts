/**
 * Keeps what a process writes readable by its own account alone. It does so once for the whole process, so that no
 * writer, library or child process can forget it.
 */
import { chmodSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { sep } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { yieldEvery } from './event-loop.ts';

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
  await give(folder, before ?? process.umask(), yieldEvery());
}

/** Goes through one folder after the other: a list of all files of a large export would take too much memory. */
async function give(folder: string, theirs: number, yieldIfDue: () => Promise<void>): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = folder + sep + entry.name;
    if (entry.isDirectory()) await give(path, theirs, yieldIfDue);
    else if (entry.isFile()) chmodSync(path, 0o666 & ~theirs);
    await yieldIfDue();
  }
  chmodSync(folder, 0o777 & ~theirs);
}
