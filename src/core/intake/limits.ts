/** Limits of one drop. A document beyond a limit becomes an exception with an explanation. */
export interface IntakeLimits {
  /** A larger document is listed as `oversize`, bytes. */
  maxDocumentBytes: number;
  /** Levels of nested containers that are opened. A mail in an archive in a mail is 3 levels. */
  maxDepth: number;
  /** Members of one file on disk, all levels together. */
  maxMembers: number;
  /** Bytes of those members together. */
  maxExpandedBytes: number;
  /** Bytes of one container's members, as a multiple of the container's own bytes. */
  maxRatio: number;
  /** Files inspected before the run. The pages of the others are counted during the run. */
  maxInspections: number;
}

const GIB = 1024 ** 3;

export const DEFAULT_LIMITS: Readonly<IntakeLimits> = {
  maxDocumentBytes: GIB,
  maxDepth: 5,
  maxMembers: 20_000,
  maxExpandedBytes: 20 * GIB,
  maxRatio: 200,
  maxInspections: 50_000,
};
