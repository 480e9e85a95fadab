/**
 * Unfinished copies on their way into the vault. Each process has a folder of its own for them, whose name tells whether
 * that process still runs, so that the copies of a killed one can be removed.
 */
import { readFileSync } from 'node:fs';
import { mkdir, opendir, rm, stat, unlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { namesIn } from '../util/names-in.ts';
import { isGone } from './fs-errors.ts';

/** Below the vault. No fingerprint begins like this. */
const FOLDER = 'unfinished';
/** Another computer may be copying into a shared vault. Its copies are removed when nothing has changed for a day. */
const ABANDONED_MS = 24 * 60 * 60 * 1000;
/** A folder that is made when the copies that 0.2.0 and earlier left beside the originals have been removed. */
const SWEPT = 'swept';
/** Names of those copies: `<sha256>.<pid>-<number>.part`. */
const OLD_COPY = /^[0-9a-f]{64}\.(\d+)-\d+\.part$/;

/** Tells this process from a later one with the same number, where the system says when processes started. */
const startOf = (pid: number | 'self'): string => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name of the program, in parentheses, may contain anything.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '0';
  } catch {
    // No such process, or a system without /proc. The number alone must do.
    return '0';
  }
};

const HOST = encodeURIComponent(hostname()).replaceAll('~', '%7E');
const OWN = `${HOST}~${process.pid}~${startOf('self')}`;

let counter = 0;

/** Returns a path in the vault for a new copy that no other process uses or removes. */
export async function unfinishedCopy(vault: string): Promise<string> {
  const folder = join(vault, FOLDER, OWN);
  await mkdir(folder, { recursive: true });
  counter += 1;
  return join(folder, String(counter));
}

/** @returns null if it can't be told, because the process belongs to another computer */
function isRunning(owner: string): boolean | null {
  const [host, pid, started] = owner.split('~');
  if (host !== HOST) return null;
  return isAlive(Number(pid)) && (started === '0' || startOf(Number(pid)) === started);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Removes the copies of processes that no longer run.
 * @returns how many copies, and their bytes
 */
export async function removeUnfinishedCopies(vault: string): Promise<{ files: number; bytes: number }> {
  const removed = { files: 0, bytes: 0 };
  for (const owner of await namesIn(join(vault, FOLDER))) {
    const folder = join(vault, FOLDER, owner);
    if (owner === OWN || owner === SWEPT) continue;
    const running = isRunning(owner);
    if (running === true || (running === null && !(await isAbandoned(folder)))) continue;
    for (const name of await namesIn(folder)) await remove(join(folder, name), removed);
    await rm(folder, { recursive: true, force: true });
  }
  return removed;
}

/** Removes the copies that 0.2.0 and earlier left beside the originals. It looks through the whole vault once, ever. */
export async function removeOldCopies(
  vault: string,
  signal: AbortSignal,
): Promise<{ files: number; bytes: number }> {
  const removed = { files: 0, bytes: 0 };
  if ((await namesIn(join(vault, FOLDER))).includes(SWEPT)) return removed;
  for (const first of await namesIn(vault)) {
    if (!/^[0-9a-f]{2}$/.test(first)) continue;
    for (const second of await namesIn(join(vault, first))) {
      if (signal.aborted) return removed;
      const folder = join(vault, first, second);
      for (const name of await namesIn(folder)) {
        const [, pid] = OLD_COPY.exec(name) ?? [];
        const path = join(folder, name);
        if (pid === undefined || (isAlive(Number(pid)) && !(await isAbandoned(path)))) continue;
        await remove(path, removed);
      }
    }
  }
  await mkdir(join(vault, FOLDER, SWEPT), { recursive: true });
  return removed;
}

async function isAbandoned(path: string): Promise<boolean> {
  let newest = 0;
  try {
    const facts = await stat(path);
    newest = facts.mtimeMs;
    if (facts.isDirectory())
      for await (const entry of await opendir(path))
        newest = Math.max(newest, (await stat(join(path, entry.name))).mtimeMs);
  } catch (error) {
    // It has just been published or removed, so somebody is at work.
    if (isGone(error)) return false;
    throw error;
  }
  return Date.now() - newest > ABANDONED_MS;
}

async function remove(path: string, removed: { files: number; bytes: number }): Promise<void> {
  try {
    const { blocks } = await stat(path);
    await unlink(path);
    removed.files += 1;
    removed.bytes += blocks * 512;
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}
