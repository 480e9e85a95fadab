/** Getting many files onto the disk: one order to the file system instead of one per file. */
import { execFile } from 'node:child_process';
import { open } from 'node:fs/promises';
import { promisify } from 'node:util';
import pLimit from 'p-limit';
import { allDone } from '../util/event-loop.ts';

/** Below this, orders per file are quicker than a program. */
const FEW = 32;
const AT_ONCE = 8;

/**
 * Writes out everything below `directory` at once: syncfs(2) through coreutils on Linux, sync(8) on macOS.
 * @returns false where there is no such order, or it failed
 */
async function flushFileSystem(directory: string): Promise<boolean> {
  const order = { linux: ['sync', '-f', directory], darwin: ['sync'] }[process.platform as string];
  const [program, ...args] = order ?? [];
  if (program === undefined) return false;
  try {
    await promisify(execFile)(program, args);
    return true;
  } catch {
    // The program is missing or knows no -f, or the disk said no: then each file is asked, and says why.
    return false;
  }
}

/**
 * Everything in these files survives a power cut when this resolves.
 * @param below a directory that holds them all, on one file system
 * @throws what the system says of a file that could not be written
 */
export async function flushFiles(paths: readonly (string | Buffer)[], below: string): Promise<void> {
  if (paths.length >= FEW && (await flushFileSystem(below))) {
    // macOS hands data to the drive without waiting for it; an order for one file makes the drive finish all.
    if (process.platform === 'darwin') await flushOne(paths[0] ?? below);
    return;
  }
  const limit = pLimit(AT_ONCE);
  await allDone(paths.map((path) => limit(() => flushOne(path))));
}

async function flushOne(path: string | Buffer): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
