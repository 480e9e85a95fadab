/** A batch's canonical entities and relationships, as the pipeline hands them to history. */

import type { BatchRelationshipRow, Resolution } from '../../shared/entities.ts';
import type { EntityKind } from '../../shared/mentions.ts';

export interface BatchEntity {
  kind: EntityKind;
  name: string;
  /** The entity's canonical names in its documents, most mentioned first. They link it to the documents' entities. */
  aliases: string[];
  /** Document id and the number of mentions in that document, sorted by id. */
  documents: [documentId: string, mentions: number][];
  /** Mentions in all documents. */
  mentions: number;
}

/** A part of a resolution, small enough to handle in one turn of the event loop. */
export type ResolutionPart = { entities: BatchEntity[] } | { relationships: BatchRelationshipRow[] };

export interface ResolutionHeader extends Resolution {
  parts: number;
}
