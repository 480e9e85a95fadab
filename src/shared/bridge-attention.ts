/** What a page asks about the items that wait for a person, and what people decide about them. */
import { z } from 'zod';
import {
  attentionFilterSchema,
  attentionItemSchema,
  attentionSummarySchema,
  attentionTargetSchema,
} from './attention.ts';
import { none, page, pageOf, passwords, typedText } from './bridge-fields.ts';

/** `decision` names the action for `attention.undo`; `items` counts what it changed. */
const decided = z.object({ decision: z.string(), items: z.number().int() });

export const ATTENTION_REQUESTS = {
  /** The items that pass a filter, in groups of who must act and what to do; the batch that has waited longest is first. */
  'attention.list': {
    input: z.object({ filter: attentionFilterSchema, ...page }).strict(),
    output: pageOf(attentionItemSchema),
  },
  'attention.summary': {
    input: z.object({ filter: attentionFilterSchema }).strict(),
    output: attentionSummarySchema,
  },
  'attention.count': { input: none, output: z.object({ open: z.number().int() }) },
  'attention.dismiss': {
    input: z.object({ target: attentionTargetSchema, reason: typedText(500).min(1) }).strict(),
    output: decided,
  },
  /** Assigns items to a name. An empty name assigns them to nobody. */
  'attention.assign': {
    input: z.object({ target: attentionTargetSchema, name: typedText(100) }).strict(),
    output: decided,
  },
  /** Takes an earlier dismissal or assignment back. */
  'attention.undo': {
    input: z.object({ decision: z.string().min(1).max(100) }).strict(),
    output: z.object({ items: z.number().int() }),
  },
  /** Takes the dismissals of these items back. */
  'attention.reopen': {
    input: z.object({ target: attentionTargetSchema }).strict(),
    output: z.object({ items: z.number().int() }),
  },
  /**
   * Retries the failed documents among the items, as far as a retry can help. With passwords, only the encrypted ones,
   * whose batches get the passwords first. `asked` counts these documents, `retried` those that run again, and `problems`
   * names the batches that could not be retried.
   */
  'attention.retry': {
    input: z.object({ target: attentionTargetSchema, passwords: passwords.optional() }).strict(),
    output: z.object({
      asked: z.number().int(),
      retried: z.number().int(),
      problems: z.array(z.object({ batchName: z.string(), message: z.string() })),
    }),
  },
} as const;
