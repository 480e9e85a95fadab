/** What a document mentions: its entities, and how they relate. */
import { z } from 'zod';

export const ENTITY_KINDS = [
  'person',
  'organization',
  'place',
  'date',
  'money',
  'case_citation',
  'statute',
  'docket_number',
  'email',
  'phone',
] as const;
export const entityKindSchema = z.enum(ENTITY_KINDS);
export type EntityKind = z.infer<typeof entityKindSchema>;

/** One mention. `text.slice(start, end)` of the document's text is exactly `text` (UTF-16 offsets). */
export const entitySchema = z.object({
  kind: entityKindSchema,
  text: z.string(),
  /** The canonical form: ISO 8601 for dates, `USD 1200.00` for money, the fullest name for people. */
  canonical: z.string(),
  start: z.number().int(),
  end: z.number().int(),
  /** Counted from 1; null if the file type has no pages. */
  page: z.number().int().nullable(),
});
export type Entity = z.infer<typeof entitySchema>;

export const RELATIONSHIP_KINDS = [
  'appears_with',
  'sent_to',
  'copied_to',
  'party_to',
  'counsel_for',
  'judge_of',
  'signed_by',
  'officer_of',
  'employed_by',
  'cites',
  'located_in',
  'dated',
] as const;
export const relationshipKindSchema = z.enum(RELATIONSHIP_KINDS);

/** `from` and `to` are canonical entity texts; evidence is a span of the document's text. */
export const relationshipSchema = z.object({
  kind: relationshipKindSchema,
  from: z.string(),
  fromKind: entityKindSchema,
  to: z.string(),
  toKind: entityKindSchema,
  weight: z.number(),
  /** What `from` is to `to`, as the document says it, in lower case: `plaintiff`, `chief financial officer`. */
  role: z.string().optional(),
  evidence: z.array(
    z.object({ start: z.number().int(), end: z.number().int(), page: z.number().int().nullable() }),
  ),
});
export type Relationship = z.infer<typeof relationshipSchema>;
