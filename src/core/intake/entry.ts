/** One file or family member on its way in, and how far it has come. */
import type { FileType } from '../../shared/documents.ts';
import type { ExceptionCode } from '../../shared/exceptions.ts';

export interface IntakeProblem {
  code: ExceptionCode;
  detail: string;
}

export interface Entry {
  /** Shown path, with `/`; bytes that are not UTF-8 appear as U+FFFD. */
  path: string;
  /** Where the bytes can be read now; empty when there are none to read. */
  location: string;
  bytes: number;
  /** Last change of the source, Unix ms; null for members without one. */
  modifiedAt: number | null;
  sha256: string | null;
  type: FileType;
  pages: number | null;
  pagesToOcr: number | null;
  encrypted: boolean;
  /** Path of the container that this was in. */
  parent: string | null;
  /** Why it never enters the pipeline; null when it does. */
  excluded: string | null;
  exception: IntakeProblem | null;
  warnings: IntakeProblem[];
  /** The bytes are our own copy (upload, member), so the vault may take them instead of copying. */
  ours: boolean;
}

export const newEntry = (
  path: string,
  location: string,
  bytes: number,
  modifiedAt: number | null,
): Entry => ({
  path,
  location,
  bytes,
  modifiedAt,
  sha256: null,
  type: 'unknown',
  pages: null,
  pagesToOcr: null,
  encrypted: false,
  parent: null,
  excluded: null,
  exception: null,
  warnings: [],
  ours: false,
});

/** A stable order that does not depend on the machine's language: by UTF-16 code units. */
export const byPath = (a: { path: string }, b: { path: string }): number =>
  a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
