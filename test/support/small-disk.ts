/** A small disk of its own, which a test can fill, free, make read-only and take away. */
import { execFileSync } from 'node:child_process';
import { closeSync, openSync, writeSync } from 'node:fs';
import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Why a test is skipped without one. */
export const NO_DISK = 'this account may not mount a small disk';

export interface SmallDisk {
  path: string;
  /** Writes until the disk takes no more, in pieces down to one byte. */
  fill(): void;
  /** Removes what `fill` wrote. */
  free(): Promise<void>;
  setReadOnly(readOnly: boolean): void;
  freeBytes(): Promise<number>;
}

function fill(path: string): void {
  const fd = openSync(path, 'a');
  try {
    for (let size = 1024 * 1024; size >= 1; size = Math.floor(size / 16)) {
      const piece = Buffer.alloc(size);
      try {
        for (;;) writeSync(fd, piece);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      }
    }
  } finally {
    closeSync(fd);
  }
}

/** Mounts a disk until the test ends; null if this account may not mount. */
export async function mountSmallDisk(megabytes: number): Promise<SmallDisk | null> {
  const path = await mkdtemp(join(tmpdir(), 'redwell-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'none', path], { stdio: 'pipe' });
  } catch {
    await rm(path, { recursive: true });
    return null;
  }
  onTestFinished(async () => {
    execFileSync('umount', ['-l', path]);
    await rm(path, { recursive: true });
  });
  const ballast = join(path, 'ballast');
  return {
    path,
    fill: () => fill(ballast),
    free: () => rm(ballast, { force: true }),
    setReadOnly: (readOnly) =>
      void execFileSync('mount', ['-o', `remount,bind,${readOnly ? 'ro' : 'rw'}`, path], { stdio: 'pipe' }),
    async freeBytes() {
      const { bavail, bsize } = await statfs(path);
      return bavail * bsize;
    },
  };
}
