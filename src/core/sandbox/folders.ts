/**
 * The private folders of the children. They belong to the parent: it makes one for each child, and removes it when the
 * child has ended. Folders of a parent that was killed are removed when the next one starts.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { lstat, mkdir, mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTicks } from './look.ts';

/** `redwell-parsers-<machine>-<pid>-<start of the process>-<random>` */
const NAME = /^redwell-parsers-([0-9a-f]{8})-(\d+)-(\d+)-/;

export interface PrivateFolders {
  /** An empty folder on which a child's view of the disk is mounted. */
  readonly root: string;
  /** A file that no child may read. */
  readonly bait: string;
  create(): Promise<string>;
  /** Removes a child's folder. Only after the child has ended: a live one could lead the removal astray. */
  remove(folder: string): Promise<void>;
  /** Removes all folders. */
  dispose(): Promise<void>;
}

/**
 * Makes this process's folder and removes those of processes that have ended.
 * @param parent the folder for it; by default the system's one for temporary files
 */
export async function openFolders(parent = tmpdir()): Promise<PrivateFolders> {
  await removeLeftovers(parent);
  const prefix = `redwell-parsers-${machine()}-${process.pid}-${ticksOf('self') ?? 0}-`;
  // Only the owner can enter it.
  const base = await realpath(await mkdtemp(join(parent, prefix)));
  const root = join(base, 'root');
  await mkdir(root);
  const bait = join(base, 'bait');
  await writeFile(bait, 'No parser may read this.\n', { flag: 'wx', mode: 0o600 });
  return {
    root,
    bait,
    create: () => mkdtemp(join(base, 'child-')),
    remove: (folder) => rm(folder, REMOVE),
    dispose: () => rm(base, REMOVE),
  };
}

const REMOVE = { recursive: true, force: true, maxRetries: 5 } as const;

/** Folders in a shared place may come from another machine or container, where process IDs mean something else. */
const machine = (): string => createHash('sha256').update(hostname()).digest('hex').slice(0, 8);

async function removeLeftovers(parent: string): Promise<void> {
  const uid = process.getuid?.();
  for (const name of await readdir(parent)) {
    const [, host, pid, started] = NAME.exec(name) ?? [];
    if (host !== machine() || pid === undefined || isAlive(Number(pid), started)) continue;
    const path = join(parent, name);
    // Anyone may put a name into a shared folder for temporary files.
    const found = await lstat(path).catch(() => null);
    if (found?.isDirectory() && (uid === undefined || found.uid === uid)) await rm(path, REMOVE);
  }
}

function isAlive(pid: number, started: string | undefined): boolean {
  if (process.platform === 'linux') return ticksOf(pid) === started;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Another user's process is alive.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

function ticksOf(pid: number | 'self'): string | null {
  try {
    return startTicks(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    // It has ended, or this is not Linux.
    return null;
  }
}

/** When this process started, as the system counts; null outside Linux. */
export const ownStartTicks = (): string | null => ticksOf('self');
