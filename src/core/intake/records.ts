/** What intake records about files, their contents and the documents they become. */

import type { ExceptionCode } from '../../shared/exceptions.ts';
import type { FileType } from '../../shared/file-types.ts';
import type { StatedRecord } from '../../shared/load-file-record.ts';
import type { Inspection, MemberProblem } from '../documents/types.ts';

/** An exception or warning that intake found. */
export interface Finding {
  code: ExceptionCode;
  detail: string;
}

/** One file found on disk or uploaded. Kept small, because a drop may have hundreds of thousands. */
export interface FileRecord {
  /** Relative to the drop, with `/`, and unique in it. */
  path: string;
  /** Absolute path as bytes, kept only if `path` does not lead to the file. */
  raw: Buffer | null;
  /** Index into the drop's roots. */
  root: number;
  /** The stored file of an upload, relative to the drop's directory; null for a file on disk. */
  file: string | null;
  bytes: number;
  modifiedAt: number | null;
  sha256: string | null;
  type: FileType;
  /** For `other`, a description of the file such as `a video (MP4)`; for `unknown`, what went wrong; else empty. */
  description: string;
  /** Why the file is left out, as a sentence. */
  excluded: string | null;
  /** Why the file could not be read. */
  failure: Finding | null;
}

export interface MemberRecord {
  name: string;
  /** Relative to the drop's directory. */
  file: string;
  bytes: number;
  modifiedAt: number | null;
  sha256: string;
  type: FileType;
  description: string;
}

/** The contents of one container, one level deep. */
export interface Expanded {
  members: MemberRecord[];
  problems: MemberProblem[];
  /** Why the container as a whole could not be opened, or which limit it exceeds. */
  failure: Finding | null;
}

/** Results by sha256, so that equal bytes are inspected once. */
export interface Contents {
  inspections: Map<string, Inspection>;
  expansions: Map<string, Expanded>;
  /** Number of members that passwords have opened since the app started, by the sha256 of their container. */
  opened: Map<string, number>;
  /** Hashes that a load file gives too, in hexadecimal. */
  hashes: Map<string, { md5: string; sha1: string }>;
}

export const noContents = (): Contents => ({
  inspections: new Map(),
  expansions: new Map(),
  opened: new Map(),
  hashes: new Map(),
});

/** One document of the inventory. */
export interface Entry {
  path: string;
  bytes: number;
  type: FileType;
  sha256: string | null;
  modifiedAt: number | null;
  parent: string | null;
  duplicateOf: string | null;
  status: 'pending' | 'duplicate' | 'excluded' | 'exception';
  /** Why the document is an exception. */
  exception: Finding | null;
  /** A problem that the run may still solve, e.g. with a password that is added later. */
  foreseen: Finding | null;
  warnings: Finding[];
  /** Why the document is left out; empty if it is not. */
  excluded: string;
  /** The operator left it out, or what it is inside. */
  leftOut: boolean;
  /** It is inside a mail or another document, and goes where that goes. */
  attached: boolean;
  pages: number | null;
  pagesToOcr: number | null;
  /** Absolute path; bytes if the name is not UTF-8; null if there is nothing to read. */
  source: string | Buffer | null;
  /** The file is Redwell's own (an upload or a member), so it can be moved into the vault. */
  movable: boolean;
  /** What a load file states about it; null if none does. */
  stated: (Omit<StatedRecord, 'textId'> & { textPath: string | null }) | null;
  /** It came with a load file and belongs to another document, so it is kept although it is excluded. */
  isCompanion: boolean;
}

/** Folders inside a drop's directory. */
export const MEMBERS = 'members';
export const UPLOADS = 'tree';
/** Copies of files whose names are not UTF-8: the sandbox takes paths as text. */
export const NAMED = 'named';
/** Copies of load files, which are read again after a restart. */
export const LOAD_FILES = 'load-files';
