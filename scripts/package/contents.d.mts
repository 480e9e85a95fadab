export interface PackedFile {
  /** In the archive, from `/`. */
  path: string;
  /** Bytes. */
  size: number;
  unpacked: boolean;
  hash: string | null;
}
export function archiveOf(folder: string): string;
export function packedFiles(archive: string): PackedFile[];
export function checkPacked(folder: string): { files: number; bytes: number };
