/** Who and what a whole batch speaks of: canonical entities over all of its documents, and what ties them. */
import { z } from 'zod';
import { entityKindSchema, relationshipKindSchema } from './documents.ts';

/** What names an entity inside one batch; it outlives a new resolution, which a number would not. */
export const entityKeySchema = z.object({ kind: entityKindSchema, name: z.string().min(1).max(2000) });
export type EntityKey = z.infer<typeof entityKeySchema>;

export const batchEntityRowSchema = entityKeySchema.extend({
  /** Canonical names it has in single documents, most mentioned first; `name` may be one of them. */
  aliases: z.array(z.string()),
  /** How many names it has in all; `aliases` holds the first of them. */
  aliasCount: z.number().int(),
  /** Documents that mention it. */
  documents: z.number().int(),
  /** Mentions in all of them. */
  mentions: z.number().int(),
});
export type BatchEntityRow = z.infer<typeof batchEntityRowSchema>;

export const batchRelationshipRowSchema = z.object({
  kind: relationshipKindSchema,
  from: entityKeySchema,
  to: entityKeySchema,
  /** How often it is said, over all documents. */
  weight: z.number(),
  documents: z.number().int(),
  /** A few of the places that say it; offsets into the document's text (UTF-16). */
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

/** What a resolution stands on. */
export const resolutionSchema = z.object({
  /** The batch's run after which it was worked out; a retry gives a new one. */
  run: z.number().int(),
  /** Documents that were read for it. */
  documents: z.number().int(),
  /** Completed documents whose results were in Redis no longer, and which it therefore leaves out. */
  missing: z.number().int(),
  entities: z.number().int(),
  relationships: z.number().int(),
});
export type Resolution = z.infer<typeof resolutionSchema>;
