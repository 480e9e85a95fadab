/** A batch's canonical entities and relationships, as they travel from the pipeline to history. */
import type { EntityKind } from '../../shared/documents.ts';
import type { BatchRelationshipRow, Resolution } from '../../shared/entities.ts';

export interface BatchEntity {
  kind: EntityKind;
  name: string;
  /** Canonical names it has in single documents, most mentioned first: the links to those. */
  aliases: string[];
  /** Document id and mentions in it, sorted by id. */
  documents: [documentId: string, mentions: number][];
  /** Mentions over all documents. */
  mentions: number;
}

/** A part of a resolution, small enough to be handled between two turns of the loop. */
export type ResolutionPart = { entities: BatchEntity[] } | { relationships: BatchRelationshipRow[] };

export interface ResolutionHeader extends Resolution {
  parts: number;
}
