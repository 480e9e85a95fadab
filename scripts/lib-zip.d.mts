export interface Packed {
  /** As it is to stand in the archive. */
  data: Buffer;
  /** 0 stored, 8 deflated. */
  method: number;
  /** CRC-32 and length of what `data` unpacks to. */
  crc: number;
  size: number;
}
export interface PackedMember extends Packed {
  name: Buffer;
  /** General purpose bits. */
  flags: number;
  /** In DOS form; midnight unless given. */
  time?: number;
  date: number;
  /** Upper half: Unix mode. Without them the archive is one of MS-DOS. */
  attributes?: number;
}
/** @param how deflated unless it is to be stored; `level` is zlib's */
export function pack(
  content: Buffer,
  how?: { store?: boolean | undefined; level?: number | undefined },
): Packed;
/** The members one after another, then their directory, each as it was given. */
export function zipArchive(members: readonly PackedMember[]): Buffer;
