/** Intake as the rest of core sees it: from a folder to a frozen batch. */
import type { Readable } from 'node:stream';
import type { Priority } from '../../shared/batches.ts';
import type { FileType } from '../../shared/file-types.ts';
import type { Drop, DropEntry, LockedFile, SkippedFile } from '../../shared/intake.ts';
import type { Choice, EntryFilter, FolderRow } from '../../shared/intake-edit.ts';
import type { LoadFileProblem } from '../../shared/load-file-record.ts';
import type { Manifest } from '../../shared/manifest.ts';
import type { ManifestReplaces } from '../../shared/replacement.ts';
import type { SoughtDocument } from './locate.ts';
import type { OriginalsReport } from './verify.ts';
import type { Root } from './walk.ts';

export interface Page<T> {
  items: T[];
  next: string | null;
  total: number;
}

/** Where the files of a batch came from. */
export interface Receipt {
  drop: Drop;
  /** The folders and files that were added. Of an upload, Redwell's own folder. */
  roots: readonly Root[];
}

/** What a list of a drop's files shows. */
export interface FolderView {
  /** Path in the drop; empty for the drop itself. */
  folder: string;
  filter: EntryFilter;
  search: string;
}

/** What submitting a drop needs. */
export interface DropNeeds {
  /** Bytes that copying the originals takes on the vault's disk, and the bytes that are free there. */
  neededBytes: number;
  freeBytes: number;
  /** Documents that will be processed, by type. */
  types: Map<FileType, number>;
}

export interface Intake {
  /**
   * Starts a drop of folders or files on this computer and returns at once. `onChanged` reports its progress.
   * @param replaces the paths are one file, another copy of a document
   * @throws RedwellError folder_missing, access_restricted, not_a_folder, invalid_input
   */
  beginPaths(paths: readonly string[], replaces?: Drop['replaces']): Promise<Drop>;
  /** Starts an upload, whose files arrive through `acceptFile`. */
  beginUpload(name: string, replaces?: Drop['replaces']): Promise<Drop>;
  /**
   * Stores one file of an upload. `path` comes from the browser and is made safe here. `item` is the file's
   * number in the drop: two files of a folder may reach us under one path.
   * @throws RedwellError not_found, drop_not_ready, disk_full
   */
  acceptFile(
    dropId: string,
    path: string,
    modifiedAt: number | null,
    content: Readable,
    item?: number | null,
  ): Promise<{ bytes: number }>;
  /**
   * Closes an upload and starts building its inventory.
   * @param files number of files that the browser sent
   * @param skipped files that the browser could not read
   * @throws RedwellError not_found, drop_not_ready; conflict when files are missing
   */
  finishUpload(dropId: string, files: number, skipped: readonly SkippedFile[]): Promise<Drop>;
  list(): Drop[];
  get(dropId: string): Drop;
  entries(
    dropId: string,
    filter: 'all' | 'problems' | 'duplicates' | 'excluded',
    cursor: string | null,
    limit: number,
  ): Page<DropEntry>;
  /**
   * Leaves out parts of a drop or takes them back, and resolves when the change would survive a crash.
   * @param change `found`: everything that a filter or a search finds
   * @throws RedwellError not_found, drop_not_ready, conflict for an attachment without its mail, disk_full
   */
  edit(
    dropId: string,
    change: {
      out: boolean;
      choices: readonly Choice[];
      found?: FolderView | undefined;
    },
  ): Promise<Drop>;
  /**
   * Lists a folder of a drop, or what a search finds below it.
   * @throws RedwellError not_found, invalid_input, drop_not_ready
   */
  folder(dropId: string, view: FolderView, cursor: string | null, limit: number): Page<FolderRow>;
  /**
   * Takes a drop as its load file says, or as plain files; resolves when the choice would survive a crash.
   * @throws RedwellError not_found, drop_not_ready, disk_full; conflict when the drop has no load file
   */
  takeLoadFile(dropId: string, taken: boolean): Promise<Drop>;
  /** Lists what is wrong with the load file of a drop. @throws RedwellError not_found, conflict, invalid_input */
  loadFileProblems(dropId: string, cursor: string | null, limit: number): Page<LoadFileProblem>;
  /** Makes one drop of several. @throws RedwellError not_found, drop_not_ready, conflict, invalid_input, disk_full */
  join(dropIds: readonly string[]): Promise<Drop>;
  /** Returns what submitting the drop needs; null while its inventory is not complete. @throws RedwellError not_found */
  needs(dropId: string): Promise<DropNeeds | null>;
  /** Returns the encrypted files of a drop; none unless its inventory is complete. @throws RedwellError not_found */
  lockedFiles(dropId: string): Promise<LockedFile[]>;
  /**
   * Tries the passwords on the locked files and builds the inventory again. Passwords are not kept, so each call must
   * pass all of them.
   * @throws RedwellError not_found, drop_not_ready, disk_full, canceled
   */
  unlock(dropId: string, passwords: readonly string[]): Promise<LockedFile[]>;
  discard(dropId: string): Promise<void>;
  /**
   * Copies the originals into the vault, verifies their hashes, writes the manifest under `batches/<batchId>/` and
   * marks the drop as submitting. A second call with the same batch id returns the same manifest.
   * @throws RedwellError not_found, drop_not_ready, disk_full, invalid_input
   */
  freeze(
    dropId: string,
    batch: {
      batchId: string;
      name: string;
      matter: string;
      custodian: string;
      priority: Priority;
      /** Given for a drop that is another copy of a document, and for no other. */
      replaces?: ManifestReplaces;
    },
  ): Promise<Manifest>;
  /**
   * Puts the file of a drop into the vault, in place of an original that was lost or altered there, and discards the drop.
   * @throws RedwellError not_found, drop_not_ready, conflict when the drop has no file with these bytes, disk_full
   */
  restoreOriginal(dropId: string, sha256: string): Promise<void>;
  /** Returns whether the original of a document belongs into the vault. Without a manifest, nobody can put it back. */
  keepsOriginal(batchId: string, documentId: string): Promise<boolean>;
  /** Marks the drop as submitted and deletes its temporary files. @throws RedwellError not_found, conflict */
  markSubmitted(dropId: string, batchId: string): Promise<void>;
  /** Reads a batch's manifest from disk. @throws RedwellError not_found, invalid_input */
  readManifest(batchId: string): Promise<Manifest>;
  /** Returns where the original of a document of a frozen batch is. @throws RedwellError not_found */
  locate(document: SoughtDocument): Promise<string>;
  /** Returns the drop that a batch came from; null when it is gone, a month after its submission. */
  receipt(batchId: string): Receipt | null;
  /** Returns drops that were frozen but not marked submitted, e.g. because of a crash. */
  unsubmitted(): { dropId: string; batchId: string }[];
  /**
   * Writes a frozen batch as a complete BagIt bag (RFC 8493) into the folder `into`, which must be empty or absent. An
   * attachment or archive member goes under `<container>.members/`.
   * @throws RedwellError not_found, conflict, disk_full, access_restricted
   */
  exportBag(batchId: string, into: string): Promise<{ files: number; bytes: number }>;
  /**
   * Reads every original of a batch again and compares its hash.
   * @throws RedwellError not_found
   */
  verifyVault(batchId: string): Promise<OriginalsReport>;
  onChanged(listener: (drop: Drop) => void): () => void;
  dispose(): Promise<void>;
}
