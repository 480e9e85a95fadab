/** What a page asks about retention and legal holds. */
import { z } from 'zod';
import { none } from './bridge-fields.ts';
import { dueSchema, holdTargetSchema, retentionRuleSchema, retentionSchema } from './retention.ts';

export const RETENTION_REQUESTS = {
  'retention.get': { input: none, output: retentionSchema },
  /** Returns what a rule would apply to, before anybody sets it. */
  'retention.preview': { input: z.object({ rule: retentionRuleSchema }).strict(), output: dueSchema },
  /** Sets or ends the rule. A rule needs the operator's word that what falls due may be deleted. */
  'retention.set': {
    input: z.object({ rule: retentionRuleSchema.nullable(), confirmed: z.boolean() }).strict(),
    output: retentionSchema,
  },
  /** Keeps a batch, or all batches of a matter, or no longer. What is kept cannot be deleted by anybody. */
  'retention.hold': {
    input: z
      .object({ target: holdTargetSchema, isOn: z.boolean(), reason: z.string().trim().max(500).default('') })
      .strict(),
    output: retentionSchema,
  },
  /** The operator has looked at the date: it is right. */
  'retention.clock': { input: none, output: retentionSchema },
} as const;

/** Batches that will be deleted within a week, in the words of a message. */
export const retentionNoticeSchema = z.object({ title: z.string(), body: z.string() });
