/** How much room a disk has, and whether that is enough to go on working. */
import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import type { Disk } from '../../shared/health.ts';

const USUAL_RESERVE = 1000 ** 3;
/** On a small disk, the usual reserve could be more than it holds. */
const SMALL_SHARE = 0.05;
/** A disk can run out of files before it runs out of bytes. */
const RESERVE_FILES = 1000;
const SMALL_SHARE_OF_FILES = 0.01;
/** Below this many times the reserve, Health says that the disk is filling up. */
const SOON = 2;

export type Place = Pick<Disk, 'path' | 'holds'>;

/** Returns the reserve of a disk: what Settings say, else 1 GB or 5 % of the disk, whichever is less. */
export const reserveOf = (totalBytes: number, stated: number | null): number =>
  stated ?? Math.min(USUAL_RESERVE, Math.floor(totalBytes * SMALL_SHARE));

/**
 * Reads the room of the disk that holds a folder, counting only what this account may use.
 * @param reserve bytes to keep free; null: the usual share
 */
export async function readRoom(place: Place, reserve: number | null): Promise<Disk> {
  const { path } = place;
  try {
    const { bavail, blocks, bsize, files, ffree } = await statfs(path);
    const [freeBytes, totalBytes] = [bavail * bsize, blocks * bsize];
    const reserveBytes = reserveOf(totalBytes, reserve);
    const freeFiles = files > 0 ? ffree : null;
    const fewFiles = Math.min(RESERVE_FILES, files * SMALL_SHARE_OF_FILES);
    const below = (times: number): boolean =>
      // Some network disks do not say how large they are. They are not called full before they refuse a write.
      (blocks > 0 && freeBytes < reserveBytes * times) ||
      (freeFiles !== null && freeFiles < fewFiles * times);
    const size = { freeBytes, totalBytes, reserveBytes, freeFiles };
    if (!(await isWritable(path))) return { ...place, ...size, state: 'read_only' };
    return { ...place, ...size, state: below(1) ? 'low' : below(SOON) ? 'soon_low' : 'ok' };
  } catch {
    // The folder or its drive is gone, or does not answer: that is what there is to say about it.
    return { ...place, state: 'gone', freeBytes: 0, totalBytes: 0, reserveBytes: 0, freeFiles: null };
  }
}

async function isWritable(path: string): Promise<boolean> {
  try {
    await access(path, constants.W_OK);
    return true;
  } catch {
    // Read-only, or not for this account.
    return false;
  }
}

/** Reads several places, each disk once. @param places the most important one first */
export async function readRooms(places: readonly Place[], reserve: number | null): Promise<Disk[]> {
  const seen = new Set<number>();
  const disks: Disk[] = [];
  for (const place of places) {
    const device = await stat(place.path).then(
      ({ dev }) => dev,
      () => null,
    );
    if (device !== null && seen.has(device)) continue;
    if (device !== null) seen.add(device);
    disks.push(await readRoom(place, reserve));
  }
  return disks;
}
