/** The intake's face to the rest of core. */
import type { Readable } from 'node:stream';
import type { Priority } from '../../shared/batches.ts';
import type { Drop, DropEntry, LockedFile } from '../../shared/intake.ts';
import type { Manifest } from '../../shared/manifest.ts';

export interface Page<T> {
  items: T[];
  next: string | null;
  total: number;
}

export interface Intake {
  /** Folders or files on this machine. Returns at once; progress comes through `onChanged`. @throws RedwellError folder_missing, access_restricted */
  beginPaths(paths: readonly string[]): Promise<Drop>;
  /** A tree that will arrive file by file through `acceptFile`. */
  beginUpload(name: string): Promise<Drop>;
  /** One file of an upload; `path` is what the browser said and is made safe here. */
  acceptFile(
    dropId: string,
    path: string,
    modifiedAt: number | null,
    content: Readable,
  ): Promise<{ bytes: number }>;
  finishUpload(
    dropId: string,
    files: number,
    skipped: readonly { path: string; reason: string }[],
  ): Promise<Drop>;
  list(): Drop[];
  get(dropId: string): Drop;
  entries(
    dropId: string,
    filter: 'all' | 'problems' | 'duplicates' | 'excluded',
    cursor: string | null,
    limit: number,
  ): Page<DropEntry>;
  /** The encrypted files of a drop whose inventory stands; none before that and after. @throws RedwellError not_found */
  lockedFiles(dropId: string): Promise<LockedFile[]>;
  /**
   * Looks again at what is locked, with these passwords, and takes the inventory again. They are used and not
   * kept: who offers more later gives all of them.
   * @throws RedwellError not_found, drop_not_ready, disk_full, canceled
   */
  unlock(dropId: string, passwords: readonly string[]): Promise<LockedFile[]>;
  discard(dropId: string): Promise<void>;
  /**
   * Copies the originals into the vault (hash-verified), writes the manifest under `batches/<batchId>/` and
   * marks the drop as submitting. Calling it again with the same batch id gives the same manifest.
   * @throws RedwellError drop_not_ready, folder_empty, disk_full
   */
  freeze(
    dropId: string,
    batch: { batchId: string; name: string; matter: string; custodian: string; priority: Priority },
  ): Promise<Manifest>;
  /** The batch is safely on its way: the drop is done. */
  markSubmitted(dropId: string, batchId: string): Promise<void>;
  /** A sealed batch's manifest, from disk. @throws RedwellError not_found */
  readManifest(batchId: string): Promise<Manifest>;
  /** Drops that were sealed and never marked submitted: what a crash left behind. */
  unsubmitted(): { dropId: string; batchId: string }[];
  /**
   * Writes a sealed batch as a complete BagIt bag (RFC 8493) into the folder `into`, which must be empty or
   * absent. A document that was an attachment or archive member lies under `<container>.members/`.
   * @throws RedwellError not_found, conflict, disk_full, access_restricted
   */
  exportBag(batchId: string, into: string): Promise<{ files: number; bytes: number }>;
  /** Reads every original of a batch again and compares. Paths are the documents'. @throws RedwellError not_found */
  verifyVault(batchId: string): Promise<{ checked: number; missing: string[]; altered: string[] }>;
  onChanged(listener: (drop: Drop) => void): () => void;
  dispose(): Promise<void>;
}
