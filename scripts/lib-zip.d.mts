export interface Packed {
  /** Content as it appears in the archive. */
  data: Buffer;
  /** 0 stored, 8 deflated. */
  method: number;
  /** CRC-32 and length of the unpacked content. */
  crc: number;
  size: number;
}
export interface PackedMember extends Packed {
  name: Buffer;
  /** General purpose bits. */
  flags: number;
  /** In DOS form; default: midnight. */
  time?: number;
  date: number;
  /** Upper half: Unix mode. Absent: the member is marked as made by MS-DOS. */
  attributes?: number;
  /** Extra fields, in both headers. */
  extra?: Buffer;
}
/** Compresses a member, or stores it. @param options `level` is zlib's */
export function pack(
  content: Buffer,
  options?: { store?: boolean | undefined; level?: number | undefined },
): Packed;
/** Returns an archive: the members in order, then their directory. Checks nothing. */
export function zipArchive(members: readonly PackedMember[]): Buffer;
