/** What a host tells its pages without being asked. */
import { z } from 'zod';
import { batchSchema } from './batches.ts';
import { retentionNoticeSchema } from './bridge-retention.ts';
import { listedExportSchema } from './handover.ts';
import { healthSchema, totalsSchema } from './health.ts';
import { dropSchema } from './intake.ts';

/** The sentences that announce the end of a batch, shown as a desktop notification. */
const notificationSchema = z.object({
  id: z.string(),
  batchId: z.string(),
  title: z.string(),
  body: z.string(),
  at: z.number(),
});
export type BatchNotification = z.infer<typeof notificationSchema>;

/**
 * Events that a host pushes. Each connection numbers them in `seq` from 1; a page that sees a gap requests
 * its snapshots again. Events carry complete current values, so applying one twice changes nothing.
 */
export const EVENTS = {
  'batch.changed': batchSchema,
  /** Documents of this batch changed, so a list that shows them must reload. At most 4 events a second. */
  'documents.changed': z.object({ batchId: z.string() }),
  /** What waits for a person has changed, by a document or by a decision; `open` counts it. At most one event a second. */
  'attention.changed': z.object({ open: z.number().int() }),
  'drop.changed': dropSchema,
  /** An export has started, is further or has ended; at most about five times a second. */
  'handover.changed': listedExportSchema,
  'totals.changed': totalsSchema,
  'health.changed': healthSchema,
  notification: notificationSchema,
  /** Batches will be deleted within a week by the rule in Settings. */
  'retention.due': retentionNoticeSchema,
  /** The user clicked a native notification, so the page opens this batch. */
  navigate: z.object({ to: z.string() }),
} as const;

export type EventName = keyof typeof EVENTS;
export type EventPayload<N extends EventName> = z.output<(typeof EVENTS)[N]>;
export const EVENT_NAMES = Object.keys(EVENTS) as EventName[];
