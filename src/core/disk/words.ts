/** The state of a disk in an operator's words. */
import { RedwellError } from '../../shared/errors.ts';
import type { Disk } from '../../shared/health.ts';

const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;

/** Returns a size in words: `1.9 GB`. */
export function sizeInWords(bytes: number): string {
  let value = bytes;
  let unit = 0;
  for (; value >= 1000 && unit < UNITS.length - 1; unit += 1) value /= 1000;
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${value.toFixed(digits).replace(/\.0$/, '')} ${UNITS[unit]}`;
}

export interface DiskWords {
  code: 'disk' | 'disk_full' | 'disk_read_only' | 'disk_gone';
  message: string;
  action: string;
}

/** A third more than the reserve, so that work does not stop again at once. */
const needed = ({ reserveBytes, freeBytes }: Disk): string =>
  sizeInWords(Math.max(reserveBytes * (4 / 3) - freeBytes, 1000 ** 2));

/** Whether a disk ran out of files, not of bytes. */
const lacksFiles = ({ freeBytes, reserveBytes, state }: Disk): boolean =>
  freeBytes >= reserveBytes * (state === 'low' ? 1 : 2);

/** Returns what is wrong with a disk and what to do; null when it is in order. */
export function diskWords(disk: Disk): DiskWords | null {
  const { path, holds, freeBytes, freeFiles, reserveBytes } = disk;
  const free = lacksFiles(disk)
    ? `room for ${(freeFiles ?? 0).toLocaleString('en-US')} more files is`
    : `${sizeInWords(freeBytes)} is`;
  switch (disk.state) {
    case 'ok':
      return null;
    case 'soon_low':
      return {
        code: 'disk',
        message: `Only ${free} left on the disk with the ${holds}.`,
        action: lacksFiles(disk)
          ? `Delete files on the disk with ${path}. New work waits once there is no room for more.`
          : `Free some space on the disk with ${path}. New work waits once less than ${sizeInWords(reserveBytes)} is left.`,
      };
    case 'low':
      return {
        code: 'disk_full',
        message: `Only ${free} left on the disk with the ${holds}, so new work waits. Nothing is lost.`,
        action: lacksFiles(disk)
          ? `Delete files on the disk with ${path}. Work goes on by itself.`
          : `Free ${needed(disk)} on the disk with ${path}. Work goes on by itself.`,
      };
    case 'read_only':
      return {
        code: 'disk_read_only',
        message: `The ${holds} ${path} cannot be written, so new work waits. Nothing is lost.`,
        action: 'Make the folder and its disk writable again. Work goes on by itself.',
      };
    case 'gone':
      return {
        code: 'disk_gone',
        message: `The ${holds} ${path} cannot be found, so new work waits.`,
        action: 'Reconnect its drive or restore the folder. If it stays away, restart Redwell.',
      };
  }
}

/** Returns the error for work that a disk does not take now; null when it takes work. */
export function pausedBy(disk: Disk): RedwellError | null {
  if (disk.state === 'ok' || disk.state === 'soon_low') return null;
  const words = diskWords(disk);
  return words === null ? null : new RedwellError('disk_full', words.message, { action: words.action });
}
