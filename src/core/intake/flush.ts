/** Flushes many files to disk with one command for the file system instead of one per file. */
import { execFile } from 'node:child_process';
import { open } from 'node:fs/promises';
import { promisify } from 'node:util';
import pLimit from 'p-limit';
import { allDone } from '../util/event-loop.ts';

/** Below this number, flushing each file is faster than starting a program. */
const FEW = 32;
const AT_ONCE = 8;

/**
 * Flushes the whole file system that holds `directory`: syncfs(2) through coreutils on Linux, sync(8) on macOS.
 * @returns false if the platform has no such command, or the command failed
 */
export async function flushFileSystem(directory: string): Promise<boolean> {
  const command = { linux: ['sync', '-f', directory], darwin: ['sync'] }[process.platform as string];
  const [program, ...args] = command ?? [];
  if (program === undefined) return false;
  try {
    await promisify(execFile)(program, args);
    return true;
  } catch {
    // The program is missing, does not support -f, or failed. Flushing each file then reports the actual error.
    return false;
  }
}

/**
 * Flushes files, so that they survive a power failure.
 * @param below a directory that contains all of them, on one file system
 * @throws the system's error for a file that could not be flushed
 */
export async function flushFiles(paths: readonly (string | Buffer)[], below: string): Promise<void> {
  if (paths.length >= FEW && (await flushFileSystem(below))) {
    // sync(8) on macOS does not wait for the drive. Flushing one file makes the drive finish the others too.
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
