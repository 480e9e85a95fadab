/** What handing over needs from the rest of Redwell, and what its parts share. */
import type { Logger } from 'pino';
import type { Batch } from '../../shared/batches.ts';
import type { ChangeKind, ExportKind, ExportProgress, LeftOut } from '../../shared/handover.ts';
import type { History } from '../history/types.ts';
import type { ExportFolder } from './export-folder.ts';
import type { PageDrawer } from './images/types.ts';
import type { PrivilegeTerm } from './lists/privilege-terms.ts';
import type { Profile } from './load-file/profile.ts';
import type { Selection } from './selection.ts';

/** The parts of history that handing over reads, and the record that it writes. */
export type HandoverHistory = Pick<
  History,
  | 'batch'
  | 'outline'
  | 'document'
  | 'allDocuments'
  | 'listEntities'
  | 'listRelationships'
  | 'search'
  | 'exports'
  | 'confirm'
>;

export interface HandoverDeps {
  history: HandoverHistory;
  /** Returns the path of an original. It is proven when it is read. @throws RedwellError not_found */
  locate(document: { batchId: string; id: string; sha256: string | null }): Promise<string>;
  /** Puts everything below a folder on disk. Returns false if this system has no command for it. */
  flush(folder: string): Promise<boolean>;
  /** Draws the pages of originals; absent where nothing can. */
  drawer?: PageDrawer | undefined;
  /** A folder of Redwell's own, for the locks of running exports. */
  locksDir: string;
  version: string;
  log?: Logger | undefined;
}

/** Lists that are written only if somebody asks for them. */
export interface ListWishes {
  /** The documents that a search finds. */
  search?: string | undefined;
  /** The documents with these names, domains and addresses. */
  privilege?: readonly PrivilegeTerm[] | undefined;
}

export interface ExportRequest {
  batchId: string;
  kind: ExportKind;
  /** The folder in which the folder of the export is made. It must exist. */
  into: string;
  profile: Profile;
  lists?: ListWishes | undefined;
}

/** Hears what is not exported, or not exactly as it was. */
export interface Notes {
  leaveOut(leftOut: LeftOut): Promise<void>;
  change(change: { documentId: string; field: string; kind: ChangeKind }): Promise<void>;
}

/** What the writers of the single kinds get. */
export interface Work {
  deps: HandoverDeps;
  batch: Batch;
  selection: Selection;
  profile: Profile;
  lists: ListWishes;
  /** Where to write: the folder of the export, or the payload of a bag. */
  folder: ExportFolder;
  notes: Notes;
  signal: AbortSignal;
  /** Counts a document that is done. */
  documentDone(written: { original: boolean; bytes: number }): void;
  phase(phase: ExportProgress['phase']): void;
}
