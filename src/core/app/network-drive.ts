/** Tells whether a folder is on a drive of another computer. */
// cspell:ignore CIFS
import { realpathSync, statfsSync } from 'node:fs';
import type { HealthWarning } from '../../shared/health.ts';

/**
 * File systems of other computers, by the numbers that statfs gives them on Linux (linux/magic.h): NFS, SMB, CIFS,
 * SMB 2 and later, AFS, Coda, and 9P, by which a virtual machine shows a folder of its host. FUSE is not among them:
 * its number says nothing about where the files are.
 */
const REMOTE: ReadonlySet<number> = new Set([
  0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x5346414f, 0x73757245, 0x01021997,
]);

/** @param type the number that statfs gives a file system. Some are negative on computers of 32 bits. */
export const isRemote = (type: number): boolean => REMOTE.has(type >>> 0);

/** Whether a resolved path of Windows names a folder of another computer. */
export const isShare = (path: string): boolean => /^\\\\(?:\?\\UNC\\|(?![?.]\\))/i.test(path);

/**
 * Returns a warning for a data folder on a network drive. SQLite's locks and its write-ahead log need a disk of this
 * computer (sqlite.org/wal.html). @returns null elsewhere, and where it can't be told
 */
export function networkDriveWarning(dataDir: string): HealthWarning | null {
  if (!isOnNetwork(dataDir)) return null;
  return {
    code: 'data_folder_on_network',
    message: `The data folder ${dataDir} is on a network drive. If the connection breaks off in the middle of a write, the history of your batches can be damaged.`,
    action: 'Close Redwell, move the data folder to a disk of this computer, and start Redwell with --data.',
  };
}

function isOnNetwork(dataDir: string): boolean {
  // A drive letter that stands for a share is resolved to the share.
  if (process.platform === 'win32') return isShare(realpathSync.native(dataDir));
  return process.platform === 'linux' && isRemote(statfsSync(dataDir).type);
}
