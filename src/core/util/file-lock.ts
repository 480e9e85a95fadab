/**
 * Locks of the operating system on a file, held through SQLite: they work on every platform and end with their process,
 * however it ends.
 */
import { setTimeout } from 'node:timers/promises';
import { DatabaseSync } from '@photostructure/sqlite';

export interface FileLock {
  dispose(): void;
}

/** SQLite's code for a file that another connection holds; the higher bytes say more. */
const BUSY = 5;
const WAIT_MS = 15_000;
const TRY_MS = 10;

/**
 * Takes the lock, unless another process or another caller in this process holds it. Of several that try at the same
 * time exactly one succeeds. The file stays empty; nobody may open it by other means, because closing it would drop the
 * lock.
 * @returns null when it is taken
 * @throws Error with SQLite's message when the file cannot be created or locked
 */
export function tryToLock(path: string): FileLock | null {
  const db = new DatabaseSync(path, { timeout: 0 });
  try {
    // This takes the one write lock of the file. Nothing is ever written, so there is nothing to roll back.
    db.exec('PRAGMA journal_mode = MEMORY; BEGIN IMMEDIATE');
    return { dispose: () => db.close() };
  } catch (error) {
    db.close();
    if (((error as { sqliteCode?: number }).sqliteCode ?? 0) % 256 === BUSY) return null;
    throw error;
  }
}

/** Runs `work` while no other process holds the lock. @throws Error when it is not free within 15 s; what `work` throws */
export async function whileLocked<T>(path: string, work: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + WAIT_MS;
  for (;;) {
    const lock = tryToLock(path);
    if (lock !== null)
      try {
        return await work();
      } finally {
        lock.dispose();
      }
    if (performance.now() > deadline)
      throw new Error(`Another program has been holding ${path} for too long.`);
    await setTimeout(TRY_MS + Math.random() * TRY_MS);
  }
}
