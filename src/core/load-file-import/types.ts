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
  'text_differs',
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
  /** Absolute paths; null where the load file names none, or one that cannot be used. */
  readonly native: string | null;
  readonly text: string | null;
  /** Hashes of the original as it is there, in hexadecimal; null without one. */
  readonly hashes: { readonly md5: string; readonly sha1: string; readonly sha256: string } | null;
  /** All values by the name of their column. */
  readonly fields: Readonly<Record<string, string>>;
}

export interface ImportedVolume {
  readonly file: string;
  readonly encoding: TextEncoding;
  readonly quote: string;
  readonly delimiter: string;
  readonly columns: readonly { readonly name: string; readonly field: ImportField | null }[];
  readonly documents: number;
}

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
