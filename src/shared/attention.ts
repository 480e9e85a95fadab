/** What waits for a person: the exceptions and warnings of all batches, and what people decided about them. */
import { z } from 'zod';
import { EXCEPTION_CODES, EXCEPTIONS, type ExceptionCode, exceptionCodeSchema } from './exceptions.ts';
import { fileTypeSchema } from './file-types.ts';

/** Who must act, in the order of the list. */
export const ACTORS = ['paralegal', 'custodian', 'administrator'] as const;
const actorSchema = z.enum(ACTORS);
export type Actor = z.infer<typeof actorSchema>;

/** Redwell has dealt with these itself: the warning only says how, so nobody needs to act. */
const NOBODY_ACTS: ReadonlySet<ExceptionCode> = new Set(['text_layer_replaced']);

/** The codes that wait for a person, in the order of the list: by who must act, exceptions first. */
export const ATTENTION_CODES: readonly ExceptionCode[] = ACTORS.flatMap((actor) =>
  EXCEPTION_CODES.filter((code) => EXCEPTIONS[code].actor === actor && !NOBODY_ACTS.has(code)),
);

/** Names one item: a document has one for its exception, and one for each kind of warning. */
export const attentionKeySchema = z
  .object({ documentId: z.string().min(1).max(100), code: exceptionCodeSchema })
  .strict();
export type AttentionKey = z.infer<typeof attentionKeySchema>;

export const ATTENTION_STATES = ['open', 'dismissed'] as const;

/** Which items to list. A field that is null excludes nothing. */
export const attentionFilterSchema = z
  .object({
    state: z.enum(ATTENTION_STATES).default('open'),
    actor: actorSchema.nullable().default(null),
    code: exceptionCodeSchema.nullable().default(null),
    /** Whether intake refused the document, which changes what to do about it. */
    intake: z.boolean().nullable().default(null),
    batchId: z.string().min(1).max(100).nullable().default(null),
    matter: z.string().max(200).nullable().default(null),
    /** The name that an item is assigned to; empty: nobody. */
    assignee: z.string().max(100).nullable().default(null),
    /** Part of a path. */
    search: z.string().max(200).default(''),
  })
  .strict();
export type AttentionFilter = z.infer<typeof attentionFilterSchema>;

/** Items that one action may name. More are chosen by their filter. */
export const MOST_ITEMS = 5_000;

/** The items of an action: these, or all that pass a filter. Items that have left the list meanwhile are passed over. */
export const attentionTargetSchema = z.union([
  z.object({ items: z.array(attentionKeySchema).min(1).max(MOST_ITEMS) }).strict(),
  z.object({ filter: attentionFilterSchema }).strict(),
]);
export type AttentionTarget = z.infer<typeof attentionTargetSchema>;

export const attentionItemSchema = z.object({
  documentId: z.string(),
  code: exceptionCodeSchema,
  intake: z.boolean(),
  batchId: z.string(),
  batchName: z.string(),
  matter: z.string(),
  path: z.string(),
  /** Whether the file was inside a mail or an archive. */
  member: z.boolean(),
  type: fileTypeSchema,
  /** The unchanged messages of the engine or operating system. */
  detail: z.string(),
  /** The affected pages, counted from 1; empty if it is about no page in particular. */
  pages: z.array(z.number().int()),
  /** Null: nobody. */
  assignee: z.string().nullable(),
  dismissed: z.object({ reason: z.string(), by: z.string(), at: z.number() }).nullable(),
});
export type AttentionItem = z.infer<typeof attentionItemSchema>;

/** Items with the same problem, for which the same must be done. */
export const attentionGroupSchema = z.object({
  actor: actorSchema,
  code: exceptionCodeSchema,
  intake: z.boolean(),
  count: z.number().int(),
});
export type AttentionGroup = z.infer<typeof attentionGroupSchema>;

export const attentionSummarySchema = z.object({
  /** What passes the filter, whoever must act and whatever the problem is; in the order of the list, without empty ones. */
  groups: z.array(attentionGroupSchema),
  /** All items of each state, whatever the filter is. */
  open: z.number().int(),
  dismissed: z.number().int(),
  /** The batches and matters with items of the filter's state, the newest batch first, and all names that were assigned. */
  batches: z.array(z.object({ id: z.string(), name: z.string(), count: z.number().int() })),
  matters: z.array(z.object({ matter: z.string(), count: z.number().int() })),
  assignees: z.array(z.string()),
});
export type AttentionSummary = z.infer<typeof attentionSummarySchema>;
