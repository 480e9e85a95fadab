/** What intake records of files, of what they hold, and of the documents they become. */
import type { FileType } from '../../shared/documents.ts';
import type { ExceptionCode } from '../../shared/exceptions.ts';
import type { Inspection } from '../documents/types.ts';

export interface Finding {
  code: ExceptionCode;
  detail: string;
}

/** One thing found on disk or uploaded. Kept small: a drop may hold hundreds of thousands. */
export interface FileRecord {
  /** Relative to the drop, with `/`; once each. */
  path: string;
  /** Absolute path as bytes, kept only where `path` does not say it. */
  raw: Buffer | null;
  /** Index into the drop's roots. */
  root: number;
  /** An upload's file, relative to the drop's directory. */
  file: string | null;
  bytes: number;
  modifiedAt: number | null;
  sha256: string | null;
  type: FileType;
  /** For `other`: what it is, in words. */
  what: string;
  /** Why it is left out, as a sentence. */
  excluded: string | null;
  /** Why it could not be read. */
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
  what: string;
}

/** What one container held, one level. */
export interface Expanded {
  members: MemberRecord[];
  problems: { name: string; code: ExceptionCode; detail: string }[];
  /** The container as a whole could not be opened or is past its limits. */
  failure: Finding | null;
}

/** What was learned of contents, by sha256: the same bytes are looked at once. */
export interface Contents {
  inspections: Map<string, Inspection>;
  expansions: Map<string, Expanded>;
  /** Members of a container that passwords opened since the application started, by its sha256. */
  opened: Map<string, number>;
}

export const noContents = (): Contents => ({
  inspections: new Map(),
  expansions: new Map(),
  opened: new Map(),
});

/** One document of the inventory, and where its bytes are. */
export interface Entry {
  path: string;
  bytes: number;
  type: FileType;
  sha256: string | null;
  modifiedAt: number | null;
  parent: string | null;
  duplicateOf: string | null;
  status: 'pending' | 'duplicate' | 'excluded' | 'exception';
  /** Why it is an exception. */
  exception: Finding | null;
  /** What pre-flight found and the run will decide: a password may be offered. */
  foreseen: Finding | null;
  warnings: Finding[];
  /** Why it is left out. */
  excluded: string;
  pages: number | null;
  pagesToOcr: number | null;
  /** Absolute; bytes where the name is not UTF-8; null where there is nothing to read. */
  source: string | Buffer | null;
  /** The bytes are Redwell's own (upload, member) and may be moved. */
  own: boolean;
}

export const MEMBERS = 'members';
export const UPLOADS = 'tree';
/** Copies of files whose names are not UTF-8, for readers that take a path as text. */
export const NAMED = 'named';
