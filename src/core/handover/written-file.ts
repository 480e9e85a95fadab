/** A file of an export that is complete. */
export interface WrittenFile {
  /** Relative to the export, with `/`. */
  path: string;
  sha256: string;
  bytes: number;
}
