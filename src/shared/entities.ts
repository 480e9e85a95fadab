/** The people, organizations and other entities of a whole batch, and the relationships between them. */
import { z } from 'zod';
import { entityKindSchema, relationshipKindSchema } from './mentions.ts';

/** Identifies an entity inside one batch. Unlike a number, it stays valid when the batch is resolved again. */
export const entityKeySchema = z.object({ kind: entityKindSchema, name: z.string().min(1).max(2000) });
export type EntityKey = z.infer<typeof entityKeySchema>;

export const batchEntityRowSchema = entityKeySchema.extend({
  /** The canonical names that single documents use for it, most mentioned first; `name` may be one of them. */
  aliases: z.array(z.string()),
  /** Number of all aliases; `aliases` holds only the first ones. */
  aliasCount: z.number().int(),
  /** Documents that mention it. */
  documents: z.number().int(),
  /** Mentions over all of these documents. */
  mentions: z.number().int(),
});
export type BatchEntityRow = z.infer<typeof batchEntityRowSchema>;

export const batchRelationshipRowSchema = z.object({
  kind: relationshipKindSchema,
  from: entityKeySchema,
  to: entityKeySchema,
  /** Number of mentions over all documents. */
  weight: z.number(),
  documents: z.number().int(),
  /** What `from` is to `to`, as most mentions say it; see `Relationship`. */
  role: z.string().optional(),
  /** Some of the passages that support it, as UTF-16 offsets into the document's text. */
  evidence: z.array(
    z.object({
      documentId: z.string(),
      start: z.number().int(),
      end: z.number().int(),
      page: z.number().int().nullable(),
    }),
  ),
});
export type BatchRelationshipRow = z.infer<typeof batchRelationshipRowSchema>;

/** How the entities of a batch were resolved, and from how many documents. */
export const resolutionSchema = z.object({
  /** The run of the batch that this resolution belongs to; a retry starts a new run. */
  run: z.number().int(),
  /** Documents that the resolution includes. */
  documents: z.number().int(),
  /** Completed documents left out because Redis no longer had their results. */
  missing: z.number().int(),
  entities: z.number().int(),
  relationships: z.number().int(),
});
export type Resolution = z.infer<typeof resolutionSchema>;
