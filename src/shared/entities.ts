/** The canonical entities of a whole batch and the relationships between them. */
import { z } from 'zod';
import { entityKindSchema, relationshipKindSchema } from './documents.ts';

/** Identifies an entity in one batch. Unlike a number, it stays valid when the batch's entities are merged again. */
export const entityKeySchema = z.object({ kind: entityKindSchema, name: z.string().min(1).max(2000) });
export type EntityKey = z.infer<typeof entityKeySchema>;

export const batchEntityRowSchema = entityKeySchema.extend({
  /** The entity's names in single documents, most mentioned first; may include `name`. */
  aliases: z.array(z.string()),
  /** How many names there are; `aliases` holds the first of them. */
  aliasCount: z.number().int(),
  /** Documents that mention the entity. */
  documents: z.number().int(),
  /** Mentions in all documents. */
  mentions: z.number().int(),
});
export type BatchEntityRow = z.infer<typeof batchEntityRowSchema>;

export const batchRelationshipRowSchema = z.object({
  kind: relationshipKindSchema,
  from: entityKeySchema,
  to: entityKeySchema,
  /** How often the relationship occurs in all documents. */
  weight: z.number(),
  documents: z.number().int(),
  /** A few passages that show it; UTF-16 offsets into the document's text. */
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

/** What the batch's entities were merged from. */
export const resolutionSchema = z.object({
  /** The batch's run after which the entities were merged; a retry starts a new run. */
  run: z.number().int(),
  /** Documents whose results were used. */
  documents: z.number().int(),
  /** Completed documents that are left out, because Redis no longer had their results. */
  missing: z.number().int(),
  entities: z.number().int(),
  relationships: z.number().int(),
});
export type Resolution = z.infer<typeof resolutionSchema>;
