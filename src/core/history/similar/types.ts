/** What is recorded about similar texts and threads of mails. Documents are named by `documents.n`. */

/** What is kept of a text, so that it can be compared with others. */
export interface SimilarText {
  readonly document: number;
  readonly scope: string;
  readonly words: number;
  readonly digest: string;
  /** Null for a text that is too short to compare. */
  readonly signature: Uint8Array | null;
  /** JSON; null for a document that is not a mail. */
  readonly mail: string | null;
}

/** A document whose text changed; the mark tells this change from a later one. */
export interface DirtyText {
  readonly document: number;
  readonly mark: number;
}

export interface DirtyScope {
  readonly scope: string;
  readonly mark: number;
}

export interface FamilyRow {
  readonly document: number;
  readonly pivot: number;
  readonly percent: number;
  readonly compared: string;
}

export interface ThreadRow {
  readonly document: number;
  readonly thread: number;
  readonly place: number;
  readonly parent: number | null;
  readonly containedIn: number | null;
}

/** Rows to write, and the documents that no longer have one. */
export interface SimilarChanges {
  readonly families: readonly FamilyRow[];
  readonly noFamily: readonly number[];
  readonly threads: readonly ThreadRow[];
  readonly noThread: readonly number[];
}
