/** What handing over needs from the rest of Redwell, and what its parts share. */
import type { Logger } from 'pino';
import type { Batch } from '../../shared/batches.ts';
import type { ExportChoice } from '../../shared/export-choice.ts';
import type {
  ChangeKind,
  ExportKind,
  ExportProgress,
  LeftOut,
  LeftOutCounts,
} from '../../shared/handover.ts';
import type { History } from '../history/types.ts';
import type { Copier } from './copy-threads.ts';
import type { ExportFolder } from './export-folder.ts';
import type { PageDrawer } from './images/types.ts';
import type { PrivilegeTerm } from './lists/privilege-terms.ts';
import type { Profile } from './load-file/profile.ts';
import type { Earlier } from './resume/earlier.ts';
import type { Journal } from './resume/journal.ts';
import type { Selection } from './selection.ts';

/** The parts of history that handing over reads, and the record that it writes. */
export type HandoverHistory = Pick<
  History,
  | 'batch'
  | 'outline'
  | 'paths'
  | 'documentContent'
  | 'documentIds'
  | 'allDocuments'
  | 'listEntities'
  | 'listRelationships'
  | 'search'
  | 'reportFacts'
  | 'warningsOf'
  | 'stageTimes'
  | 'runs'
  | 'replacements'
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
  /** Prints a page with styles and no scripts; null where there is nothing to print with. @throws the signal's reason */
  printPdf?: ((html: string, signal: AbortSignal) => Promise<Buffer | null>) | undefined;
  /** Writes the operator log of a batch into its folder of an evidence pack; absent where there is no log. */
  operatorLog?: ((folder: ExportFolder, batchId: string, signal: AbortSignal) => Promise<void>) | undefined;
  /** A folder of Redwell's own, for the locks of running exports. */
  locksDir: string;
  /** Opens what copies the originals of one export; absent: this thread does. */
  openCopier?: ((signal: AbortSignal) => Copier) | undefined;
  version: string;
  log?: Logger | undefined;
}

export type Paper = 'letter' | 'a4';

/** Lists that are written only if somebody asks for them. */
export interface ListWishes {
  /** The documents that a search finds. */
  search?: string | undefined;
  /** The documents with these names, domains and addresses. */
  privilege?: readonly PrivilegeTerm[] | undefined;
  /** Whether an evidence pack, which leaves the house, may hold the privilege list. */
  privilegeInPack?: boolean | undefined;
}

export interface ExportRequest {
  batchId: string;
  kind: ExportKind;
  /** The folder in which the folder of the export is made. It must exist. */
  into: string;
  profile: Profile;
  /** Absent: the whole batch. */
  choice?: ExportChoice | undefined;
  lists?: ListWishes | undefined;
  /** The paper of the report; by default letter. */
  paper?: Paper | undefined;
  /** Starts from the beginning, also where an interrupted export could go on. */
  fresh?: boolean | undefined;
}

export interface ExportOptions {
  /** Stops the export and removes its parts; with `PartsKept` as its reason they stay. */
  signal: AbortSignal;
  onProgress?: (progress: ExportProgress) => void;
  /** Called once the export is on record, before its first file. */
  onStarted?: (id: string) => void;
}

/** Hears what is not exported, or not exactly as it was. */
export interface Notes {
  leaveOut(leftOut: LeftOut): Promise<void>;
  change(change: { documentId: string; field: string; kind: ChangeKind }): Promise<void>;
  /** What is left out so far. */
  readonly leftOut: LeftOutCounts;
}

/** What the writers of the single kinds get. */
export interface Work {
  deps: HandoverDeps;
  batch: Batch;
  selection: Selection;
  profile: Profile;
  lists: ListWishes;
  paper: Paper;
  /** Where to write: the folder of the export, or the payload of a bag. */
  folder: ExportFolder;
  notes: Notes;
  signal: AbortSignal;
  /** Counts a document that is done. */
  documentDone(written: { original: boolean; taken?: boolean; bytes: number }): void;
  /** What an interrupted export had completed; null if nothing is taken over. */
  earlier: Earlier | null;
  journal: Pick<Journal, 'files'>;
  phase(phase: ExportProgress['phase']): void;
}
