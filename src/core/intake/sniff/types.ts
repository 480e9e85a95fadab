/** Input and result of the type detection. */
import type { FileType } from '../../../shared/file-types.ts';

export interface Sample {
  /** The first bytes, at most 64 KB. */
  head: Buffer;
  size: number;
  /** In lower case, without dot; empty if the name has none. It only decides between similar types. */
  extension: string;
  /** Reads from another position in the file. Returns fewer bytes at the end of the file. */
  read(position: number, length: number): Promise<Buffer>;
  /** The open file descriptor, for libraries that need one. They must not close it. */
  fd: number;
}

export interface Detected {
  type: FileType;
  /** For `other`, a description of the file such as `a video (MP4)`; else empty. */
  description: string;
}

export const HEAD_BYTES = 64 * 1024;
