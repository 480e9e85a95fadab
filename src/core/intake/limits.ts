/** What one drop may hold. Everything beyond becomes an exception with a sentence, never a crash. */
export interface IntakeLimits {
  /** A document larger than this is listed as `oversize`, bytes. */
  maxDocumentBytes: number;
  /** Levels of containers in containers: a mail in an archive in a mail is 3. */
  maxDepth: number;
  /** Members of one file found on disk, all levels together. */
  maxMembers: number;
  /** Bytes of these members together. */
  maxExpandedBytes: number;
  /** Bytes of one container's members against its own. */
  maxRatio: number;
  /** Files opened before the run for their pages; beyond it the pages are learned in the run. */
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
