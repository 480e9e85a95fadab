/** What tells one type of file from another looks at. */
import type { FileType } from '../../../shared/documents.ts';

export interface Sample {
  /** The first bytes, at most 64 KB. */
  head: Buffer;
  size: number;
  /** Lower case, without dot; empty when the name has none. A hint between types of one family, never more. */
  extension: string;
  /** Reads elsewhere in the file; fewer bytes at its end. */
  read(position: number, length: number): Promise<Buffer>;
  /** An open descriptor of the file, for readers that want one. It stays open. */
  fd: number;
}

export interface Detected {
  type: FileType;
  /** For `other`: what it is, in words. Else empty. */
  what: string;
}

export const HEAD_BYTES = 64 * 1024;
