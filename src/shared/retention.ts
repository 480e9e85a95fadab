/** Retention as it crosses the bridge: when ended batches are deleted, and what is kept whatever its age. */
import { z } from 'zod';
import type { DeletionReport } from './deletion.ts';

export const RETENTION_UNITS = ['days', 'months'] as const;

/** How long after its end a batch is deleted. */
export const retentionRuleSchema = z
  .object({
    count: z
      .number()
      .int('The time must be a whole number.')
      .min(1, 'The time must be at least 1.')
      .max(10_000, 'The time must be at most 10,000.'),
    unit: z.enum(RETENTION_UNITS),
  })
  .strict();
export type RetentionRule = z.infer<typeof retentionRuleSchema>;

/** What is kept: all batches of a matter (a legal hold), or one batch. */
export const holdTargetSchema = z.union([
  z.object({ matter: z.string().trim().min(1, 'Name the matter.').max(200) }).strict(),
  z.object({ batchId: z.string().min(1).max(100) }).strict(),
]);
export type HoldTarget = z.infer<typeof holdTargetSchema>;

export const holdSchema = z.object({
  target: holdTargetSchema,
  reason: z.string().max(500),
  /** When it was set, Unix ms, and by which account. */
  at: z.number(),
  who: z.string(),
});
export type Hold = z.infer<typeof holdSchema>;

/** An ended batch that the rule applies to. */
export const dueBatchSchema = z.object({
  batchId: z.string(),
  name: z.string(),
  matter: z.string(),
  endedAt: z.number(),
  /** From when it is deleted, Unix ms. */
  deleteAt: z.number(),
  hold: holdSchema.nullable(),
});
export type DueBatch = z.infer<typeof dueBatchSchema>;

/** What a rule applies to within the next 90 days. */
export const dueSchema = z.object({
  /** The next first; what is held is in it. 200 at most. */
  due: z.array(dueBatchSchema),
  /** All of them, without what is held. */
  dueCount: z.number().int(),
});
export type Due = z.infer<typeof dueSchema>;

export const retentionSchema = dueSchema.extend({
  /** Null: Redwell deletes nothing by itself. */
  rule: retentionRuleSchema.nullable(),
  /** Who switched it on, and when. */
  confirmed: z.object({ at: z.number(), who: z.string() }).nullable(),
  holds: z.array(holdSchema),
  /** Until when nothing is deleted because the clock may be wrong, Unix ms; null: it looks right. */
  clockWaitsUntil: z.number().nullable(),
  /** Why nothing can be deleted: the record cannot be read. */
  problem: z.string().nullable(),
});
export type Retention = z.infer<typeof retentionSchema>;

/** What a run of retention did. */
export interface RetentionRun {
  deleted: DeletionReport[];
  /** What was due and stays for now, with the reason. */
  waiting: { batchId: string; name: string; why: string }[];
}
