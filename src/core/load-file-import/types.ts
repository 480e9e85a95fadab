/** What Redwell finds out about a load file that somebody else made. */
import type { TextEncoding } from './encoding.ts';
import type { ImportField } from './mapping.ts';

export const PROBLEM_CODES = [
  'column_missing',
  'column_twice',
  'row_broken',
  'control_missing',
  'control_twice',
  'path_outside',
  'file_missing',
  'hash_differs',
  'parent_missing',
  'family_circle',
  'family_incomplete',
  'family_overlaps',
  'file_left_out',
  'file_unnamed',
  'text_differs',
  'text_cut',
] as const;
export type ImportProblemCode = (typeof PROBLEM_CODES)[number];

export interface ImportProblem {
  readonly code: ImportProblemCode;
  /** The load file, relative to the folder. */
  readonly file: string;
  /** Row in it; 1 is the header. */
  readonly row: number;
  readonly control: string;
  /** A sentence that names the row. */
  readonly message: string;
}

/** One document of a load file. */
export interface ImportedDocument {
  readonly file: string;
  readonly row: number;
  readonly control: string;
  /** Control number of the document that it is attached to; null if there is none. */
  readonly parent: string | null;
  readonly custodian: string;
  /** The last number of the document, where each page has one; else empty. */
  readonly end: string;
  /** The first and the last number of its family, as the load file gives them; empty: it does not. */
  readonly family: { readonly first: string; readonly last: string };
  /** Paths as `LoadFileFiles` finds them; null where the load file names none, or one that cannot be used. */
  readonly native: string | null;
  readonly text: string | null;
  /** The column in which the text itself stands, instead of a path; null if there is none. */
  readonly textColumn: string | null;
  /** Whether the load file names an original or a text, found or not. */
  readonly names: { readonly native: boolean; readonly text: boolean };
  /** Hashes of the original as it is there; null without one. */
  readonly hashes: FileHashes | null;
  /** Hashes that the load file gives and the original does not have. */
  readonly otherHashes: readonly HashName[];
  /** All values by the name of their column. */
  readonly fields: Readonly<Record<string, string>>;
}

export type HashName = 'md5' | 'sha1' | 'sha256';
export const HASH_NAMES: Readonly<Record<HashName, string>> = {
  md5: 'MD5',
  sha1: 'SHA-1',
  sha256: 'SHA-256',
};

/** In hexadecimal. MD5 and SHA-1 are null where nobody asked for them. */
export interface FileHashes {
  readonly md5: string | null;
  readonly sha1: string | null;
  readonly sha256: string;
}

/** `left_out`: Redwell does not read the file: a link, or a system file. */
export type FoundPath = { readonly path: string } | { readonly fault: 'outside' | 'missing' | 'left_out' };

/** The files that came with a load file. Nothing else is ever opened. */
export interface LoadFileFiles {
  /** @param written as the load file names the file */
  find(written: string): Promise<FoundPath> | FoundPath;
  /**
   * Returns the hashes of a file that was found; MD5 and SHA-1 at least if they are needed. Null: it cannot be read, which
   * is said elsewhere. @throws what the disk says
   */
  hashes(path: string, needed: ReadonlySet<HashName>): Promise<FileHashes | null>;
}

export interface ImportedVolume {
  readonly file: string;
  readonly encoding: TextEncoding;
  readonly quote: string;
  readonly delimiter: string;
  readonly columns: readonly { readonly name: string; readonly field: ImportField | null }[];
  readonly documents: number;
}

/** Problems by which a load file contradicts itself or its files. The others say what did not come with it. */
export const CONTRADICTIONS: ReadonlySet<ImportProblemCode> = new Set([
  'row_broken',
  'control_missing',
  'control_twice',
  'path_outside',
  'hash_differs',
  'parent_missing',
  'family_circle',
  'family_incomplete',
  'family_overlaps',
]);

export interface LoadFileCheck {
  readonly folder: string;
  readonly volumes: readonly ImportedVolume[];
  readonly documents: number;
  /** Documents that have others attached, and those that are attached. */
  readonly parents: number;
  readonly attached: number;
  readonly originals: number;
  readonly texts: number;
  /** Originals whose stated hash was compared. */
  readonly hashesChecked: number;
  readonly custodians: readonly { readonly name: string; readonly documents: number }[];
  /** At most 1,000; `problemCount` counts all. */
  readonly problems: readonly ImportProblem[];
  readonly problemCount: number;
}
