/** A load file of a drop, and what its records become. */
import type { StatedRecord } from '../../../shared/load-file-record.ts';
import type { ImportProblem } from '../../load-file-import/types.ts';
import type { FileRecord } from '../records.ts';

/** What a record becomes. */
export interface ProductionRow {
  /** Path of the document in the drop, unlike that of every other document. */
  path: string;
  /** Control number of the document that it is attached to; null if there is none. */
  parent: string | null;
  /** The file that is the document's original; null if no file of it came. */
  original: FileRecord | null;
  /** Its second and later pages, where each is a file of its own and nothing else of it came. */
  pages: {
    path: string;
    key: string;
    file: FileRecord;
    /** The list of page images, and its row. */
    list: { path: string; sha256: string };
    row: number;
  }[];
  /** Names of hashes that the load file gives and the original does not have, for people. */
  otherHashes: readonly string[];
  /** Control number of a parent that is not in the load file; empty if that is not so. */
  missingParent: string;
  stated: Omit<StatedRecord, 'textId'>;
  /** Path of the text that came with it; null if there is none beside the original. */
  textPath: string | null;
}

export interface Production {
  rows: readonly ProductionRow[];
  /** Why a file is no document of its own: it is the text of one, for example. By path, as sentences. */
  companions: ReadonlyMap<string, string>;
  /** Files that no record names, by path. */
  unnamed: ReadonlySet<string>;
  problems: readonly ImportProblem[];
}
