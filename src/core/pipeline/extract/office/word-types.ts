import type { DocumentMetadata } from '../../../documents/types.ts';

/** Returns the parts of a package whose names are wanted. */
export type LoadParts = (isWanted: (name: string) => boolean) => Promise<Map<string, Buffer>>;

export interface WordDocument {
  text: string;
  metadata: DocumentMetadata;
  /** What was not read, in words. */
  unread: string[];
}
