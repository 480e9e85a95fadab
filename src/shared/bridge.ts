/**
 * The bridge: one table of everything that crosses between a host (Electron main or the loopback server)
 * and a page. The ipcMain handlers, the preload script, the WebSocket host and the renderer's client are all
 * derived from it, so a channel that is not listed here does not exist.
 */
import { z } from 'zod';
import { batchSchema } from './batches.ts';
import { ATTENTION_REQUESTS } from './bridge-attention.ts';
import { BATCH_REQUESTS } from './bridge-batches.ts';
import { COMPARE_REQUESTS } from './bridge-compare.ts';
import { DELETION_REQUESTS } from './bridge-deletion.ts';
import { DOCUMENT_REQUESTS } from './bridge-documents.ts';
import { none } from './bridge-fields.ts';
import { HANDOVER_REQUESTS } from './bridge-handover.ts';
import { INTAKE_REQUESTS } from './bridge-intake.ts';
import { INTAKE_EDIT_REQUESTS } from './bridge-intake-edit.ts';
import { LIST_REQUESTS } from './bridge-lists.ts';
import { OPERATOR_LOG_REQUESTS } from './bridge-operator-log.ts';
import { REPLACEMENT_REQUESTS } from './bridge-replacements.ts';
import { RETENTION_REQUESTS, retentionNoticeSchema } from './bridge-retention.ts';
import { REVIEW_REQUESTS } from './bridge-review.ts';
import { SAMPLE_REQUESTS } from './bridge-sample.ts';
import { settingsSchema } from './bridge-settings.ts';
import { WATCH_REQUESTS } from './bridge-watch.ts';
import { listedExportSchema } from './handover.ts';
import { healthSchema, totalsSchema } from './health.ts';
import { dropSchema } from './intake.ts';
import { PACK_REQUESTS } from './packs.ts';
import { redisTestSchema } from './redis-test.ts';
import {
  searchAnswerSchema,
  searchFacetsInputSchema,
  searchFacetsSchema,
  searchFindInputSchema,
  searchMarksInputSchema,
  searchMarksSchema,
} from './search.ts';

export type { Settings } from './bridge-settings.ts';

const hostInfoSchema = z.object({
  version: z.string(),
  /** `localPaths`: the page may send paths. Without it, the page streams files to `uploadUrl`. */
  capabilities: z.object({
    localPaths: z.boolean(),
    nativeNotifications: z.boolean(),
    folderDialog: z.boolean(),
  }),
  uploadUrl: z.string().nullable(),
  /** Where a page downloads originals, before the id of the document; null in a desktop window, which opens them. */
  originalUrl: z.string().nullable(),
  dataDir: z.string(),
  platform: z.string(),
});
export type HostInfo = z.infer<typeof hostInfoSchema>;

/** All requests. Those about one subject are in the file that is named after it. */
export const REQUESTS = {
  'host.info': { input: none, output: hostInfoSchema },
  ...INTAKE_REQUESTS,
  ...INTAKE_EDIT_REQUESTS,
  ...BATCH_REQUESTS,
  ...DOCUMENT_REQUESTS,
  ...COMPARE_REQUESTS,
  ...LIST_REQUESTS,
  ...REVIEW_REQUESTS,
  ...ATTENTION_REQUESTS,
  ...HANDOVER_REQUESTS,
  ...PACK_REQUESTS,
  ...SAMPLE_REQUESTS,
  ...OPERATOR_LOG_REQUESTS,
  ...DELETION_REQUESTS,
  ...RETENTION_REQUESTS,
  ...WATCH_REQUESTS,
  ...REPLACEMENT_REQUESTS,
  /** Searches all batches offline; `search.facets` counts the same result, `search.marks` shows it in one document. */
  'search.find': { input: searchFindInputSchema, output: searchAnswerSchema },
  'search.facets': { input: searchFacetsInputSchema, output: searchFacetsSchema },
  'search.marks': { input: searchMarksInputSchema, output: searchMarksSchema },
  'totals.get': {
    input: z.object({ hours: z.number().min(1).max(720).default(24) }).strict(),
    output: totalsSchema,
  },
  'health.get': { input: none, output: healthSchema },
  'settings.get': { input: none, output: settingsSchema },
  'settings.set': { input: settingsSchema.partial().strict(), output: settingsSchema },
  /** Tries a server before its address is saved. */
  'redis.test': {
    input: settingsSchema.pick({ redisUrl: true, redisCa: true }).strict(),
    output: redisTestSchema,
  },
} as const;

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

export type RequestName = keyof typeof REQUESTS;
export type EventName = keyof typeof EVENTS;
export type RequestInput<N extends RequestName> = z.input<(typeof REQUESTS)[N]['input']>;
export type RequestParsed<N extends RequestName> = z.output<(typeof REQUESTS)[N]['input']>;
export type RequestOutput<N extends RequestName> = z.output<(typeof REQUESTS)[N]['output']>;
export type EventPayload<N extends EventName> = z.output<(typeof EVENTS)[N]>;

export const REQUEST_NAMES = Object.keys(REQUESTS) as RequestName[];
export const EVENT_NAMES = Object.keys(EVENTS) as EventName[];

/** The handlers that a host implements, one per request. */
export type BridgeHandlers = {
  readonly [N in RequestName]: (input: RequestParsed<N>) => Promise<RequestOutput<N>>;
};

/** A page's client, the same for every host. `on` returns a function that unsubscribes. */
export interface BridgeClient {
  request<N extends RequestName>(name: N, input: RequestInput<N>): Promise<RequestOutput<N>>;
  on<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): () => void;
  /** Reports the connection to the host; under Electron it is always `open`. */
  onConnection(listener: (state: 'open' | 'closed') => void): () => void;
  /** Returns the absolute path of a dropped file or folder; Electron only (`localPaths`), null elsewhere. */
  pathOf(file: unknown): string | null;
}

/** A reply on the wire. */
export type WireReply =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: import('./errors.ts').WireError };
