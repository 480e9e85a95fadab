/**
 * One process owns a data folder: it resumes drops, trims the event stream and sends notifications. Other processes
 * on the same folder, such as a command line beside the open app, do their own work and nothing else.
 */
import { join } from 'node:path';
import { tryToLock } from '../util/file-lock.ts';

export interface DataDirLock {
  readonly isOwner: boolean;
  dispose(): Promise<void>;
}

/**
 * Takes the lock, or finds that another process has it. It ends with its process, even if that process is killed.
 * @throws Error with SQLite's message when the folder cannot be written
 */
export async function lockDataDir(dataDir: string): Promise<DataDirLock> {
  const lock = tryToLock(join(dataDir, 'owner.lock'));
  return {
    isOwner: lock !== null,
    async dispose() {
      lock?.dispose();
    },
  };
}
