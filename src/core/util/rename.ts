/** Renames as patiently as Windows needs it: a virus scanner or an indexer holds a file open right after it was written. */
import { rename } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

/** What Windows answers while somebody else has the file, or a file in the folder, open. */
const HELD: ReadonlySet<string> = new Set(['EACCES', 'EBUSY', 'EPERM']);
const FIRST_WAIT_MS = 10;
const MOST_WAIT_MS = 200;
/** Scanners let go within seconds. After this the refusal is meant. */
const PATIENCE_MS = 10_000;

export interface RenameParts {
  platform: NodeJS.Platform;
  rename(from: string | Buffer, to: string | Buffer): Promise<void>;
  wait(ms: number): Promise<unknown>;
  now(): number;
}

const REAL: RenameParts = {
  platform: process.platform,
  rename,
  wait: (ms) => pause(ms),
  now: () => performance.now(),
};

/** Whether an error of a rename may go away by itself on this system. Elsewhere an open file can be renamed. */
export const mayBeHeld = (error: unknown, platform: NodeJS.Platform): boolean =>
  platform === 'win32' && HELD.has((error as NodeJS.ErrnoException).code ?? '');

/**
 * Renames a file or a folder. On Windows it tries for ten seconds while another program holds it.
 * @param patienceMs less where somebody waits, or where a refusal has another likely reason
 * @throws the system's error of the last try
 */
export async function renamePatiently(
  from: string | Buffer,
  to: string | Buffer,
  patienceMs = PATIENCE_MS,
  { platform, rename: renameOnce, wait, now }: RenameParts = REAL,
): Promise<void> {
  const deadline = now() + patienceMs;
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(MOST_WAIT_MS, waitMs * 2))
    try {
      await renameOnce(from, to);
      return;
    } catch (error) {
      if (!mayBeHeld(error, platform) || now() + waitMs > deadline) throw error;
      await wait(waitMs);
    }
}
