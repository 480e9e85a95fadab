/**
 * The bridge: one table of everything that crosses between a host (Electron main or the loopback server)
 * and a page. The ipcMain handlers, the preload script, the WebSocket host and the renderer's client are all
 * derived from it, so a channel that is not listed here does not exist.
 */
import { z } from 'zod';
import { batchSchema, prioritySchema, warningCountSchema } from './batches.ts';
import {
  documentDetailSchema,
  documentRowSchema,
  documentStatusSchema,
  entityKindSchema,
  fileTypeSchema,
} from './documents.ts';
import {
  batchEntityRowSchema,
  batchRelationshipRowSchema,
  entityKeySchema,
  resolutionSchema,
} from './entities.ts';
import { exceptionCodeSchema } from './exceptions.ts';
import { healthSchema, totalsSchema } from './health.ts';
import { dropEntrySchema, dropSchema, passwordReportSchema, skippedFileSchema } from './intake.ts';
import { reconciledSchema, reconcileReportSchema } from './reconcile.ts';
import {
  savedSearchSchema,
  searchAnswerSchema,
  searchFacetsInputSchema,
  searchFacetsSchema,
  searchFindInputSchema,
  searchMarksInputSchema,
  searchMarksSchema,
} from './search.ts';
import { MOST_SLOTS, stageSchema } from './stages.ts';

const id = z.string().min(1).max(100);
/** An empty list retries the passwords that the app already holds. No validation message repeats a password. */
const passwords = z.array(z.string().min(1).max(1000)).max(100);
const none = z.object({}).strict();
/** Lists are paged: `cursor` is opaque and comes from the previous page. */
const page = {
  cursor: z.string().max(200).nullable().default(null),
  limit: z.number().int().min(1).max(500).default(100),
};
const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().nullable(), total: z.number().int() });

const hostInfoSchema = z.object({
  version: z.string(),
  /** `localPaths`: the page may send paths. Without it, the page streams files to `uploadUrl`. */
  capabilities: z.object({
    localPaths: z.boolean(),
    nativeNotifications: z.boolean(),
    folderDialog: z.boolean(),
  }),
  uploadUrl: z.string().nullable(),
  dataDir: z.string(),
  platform: z.string(),
});
export type HostInfo = z.infer<typeof hostInfoSchema>;

/** PEM text or the path of a PEM file; empty: none. A key is only named, so that no file of Redwell contains it. */
const certificateSchema = z
  .string()
  .max(100_000)
  .refine((text) => !/PRIVATE KEY-----/.test(text), 'Enter the path of the key file, not the key itself.');
/** Whole numbers within bounds. The message is for the operator, who may have typed it. */
function between(what: string, min: number, max: number) {
  const message = `${what} must be a whole number from ${min} to ${max}.`;
  return z.number(message).int(message).min(min, message).max(max, message);
}
const hour = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Quiet hours must be given as HH:MM, such as 22:00.');

const settingsSchema = z.object({
  /** Empty for the embedded server. A password in the URL is stored in the OS keychain if there is one. */
  redisUrl: z.string().max(2000),
  /** Certificates for `rediss://`: the authority of the server, and this computer's own with the path of its key. */
  redisCa: certificateSchema,
  redisCert: certificateSchema,
  redisKey: certificateSchema,
  notifications: z.boolean(),
  /** Local hours `HH:MM`; null: none. */
  quietHours: z.object({ from: hour, to: hour }).nullable(),
  maxDocumentBytes: between('The size of the largest document in bytes', 1, 100_000_000_000),
  maxPages: between('The most pages of a document', 1, 1_000_000),
  stageTimeoutSeconds: between('The time limit of a stage in seconds', 1, 86_400),
  vault: z.enum(['copy', 'reference']),
  /** Work pauses while a disk has less free than this; null lets the app choose. */
  reserveBytes: between('The free space to keep, in bytes', 0, 100_000_000_000_000).nullable(),
  /** Concurrent jobs per queue in this computer's worker, from its next start; null lets the worker choose. */
  concurrency: between('Jobs at a time', 1, MOST_SLOTS).nullable(),
  /** Documents whose jobs are added in one step; null lets the app choose. */
  sliceSize: between('Documents submitted at once', 20, 500).nullable(),
  /** Documents per second that all apps together add to a shared Redis; null means no limit. */
  submitPerSecond: between('Documents submitted per second', 1, 100_000).nullable(),
  /** Megabytes that the cache may take in Redis; the least recently used results go first; null means no limit. */
  cacheMegabytes: between('Megabytes of the cache', 10, 1_000_000).nullable(),
  /** Searches that people keep under a name. */
  savedSearches: z.array(savedSearchSchema).max(200),
});
export type Settings = z.infer<typeof settingsSchema>;

export const REQUESTS = {
  'host.info': { input: none, output: hostInfoSchema },
  'intake.begin': {
    /** `paths`: folders or files on this computer (needs localPaths). `upload`: a folder tree that the page streams. */
    input: z.discriminatedUnion('kind', [
      z
        .object({ kind: z.literal('paths'), paths: z.array(z.string().min(1).max(32768)).min(1).max(10000) })
        .strict(),
      z.object({ kind: z.literal('upload'), name: z.string().min(1).max(500) }).strict(),
    ]),
    output: dropSchema,
  },
  /** Sent after the last file of an upload. `skipped` lists the files that the browser could not read. */
  'intake.uploaded': {
    input: z
      .object({
        dropId: id,
        files: z.number().int().min(0),
        skipped: z.array(skippedFileSchema).max(10000),
      })
      .strict(),
    output: dropSchema,
  },
  'intake.pick': { input: none, output: dropSchema.nullable() },
  'intake.list': { input: none, output: z.array(dropSchema) },
  'intake.get': { input: z.object({ dropId: id }).strict(), output: dropSchema },
  'intake.entries': {
    input: z
      .object({
        dropId: id,
        filter: z.enum(['all', 'problems', 'duplicates', 'excluded']).default('all'),
        ...page,
      })
      .strict(),
    output: pageOf(dropEntrySchema),
  },
  'intake.discard': { input: z.object({ dropId: id }).strict(), output: none },
  /** The encrypted files of a drop whose inventory is built. */
  'intake.locked': { input: z.object({ dropId: id }).strict(), output: passwordReportSchema },
  /** Tries these passwords and the earlier ones on the encrypted files. No reply ever contains a password. */
  'intake.passwords': {
    input: z.object({ dropId: id, passwords }).strict(),
    output: passwordReportSchema,
  },
  'batches.submit': {
    input: z
      .object({
        dropId: id,
        name: z.string().min(1).max(200),
        matter: z.string().max(200).default(''),
        custodian: z.string().max(200).default(''),
        priority: prioritySchema.default('normal'),
      })
      .strict(),
    output: batchSchema,
  },
  'batches.active': { input: none, output: z.array(batchSchema) },
  'batches.list': {
    input: z
      .object({
        search: z.string().max(200).default(''),
        status: z.enum(['all', 'active', 'completed', 'exceptions', 'canceled']).default('all'),
        ...page,
      })
      .strict(),
    output: pageOf(batchSchema),
  },
  'batches.get': { input: z.object({ batchId: id }).strict(), output: batchSchema },
  'batches.control': {
    input: z.object({ batchId: id, action: z.enum(['pause', 'resume', 'cancel']) }).strict(),
    output: batchSchema,
  },
  'batches.priority': {
    input: z.object({ batchId: id, priority: prioritySchema }).strict(),
    output: batchSchema,
  },
  'batches.retry': {
    /** Retries failed documents only, optionally of one stage, one cause or one document. */
    input: z
      .object({
        batchId: id,
        stage: stageSchema.optional(),
        code: exceptionCodeSchema.optional(),
        documentId: id.optional(),
      })
      .strict(),
    output: z.object({ retried: z.number().int(), batch: batchSchema }),
  },
  /** How many passwords the app holds in memory for a batch, and since when it runs (`since`, Unix ms). */
  'batches.bank': {
    input: z.object({ batchId: id }).strict(),
    output: z.object({ offered: z.number().int(), since: z.number() }),
  },
  /** Adds passwords and retries the batch's encrypted documents with every password the app holds. */
  'batches.passwords': {
    input: z.object({ batchId: id, passwords }).strict(),
    output: z.object({ offered: z.number().int(), retried: z.number().int(), batch: batchSchema }),
  },
  /**
   * Runs every document of an ended batch again from the first stage. `missing` and `altered` count documents whose
   * originals are gone, or are no longer what was received; `paths` has the first of them.
   */
  'batches.rerun': {
    input: z.object({ batchId: id }).strict(),
    output: z.object({
      opened: z.number().int(),
      missing: z.number().int(),
      altered: z.number().int(),
      paths: z.object({ missing: z.array(z.string()), altered: z.array(z.string()) }),
      batch: batchSchema,
    }),
  },
  'batches.reconcile': {
    input: z.object({ batchId: id, repair: z.boolean().default(false) }).strict(),
    output: reconciledSchema,
  },
  /** The last check of the active batches' counters; null before the first one. */
  'reconcile.last': { input: none, output: reconcileReportSchema.nullable() },
  'reconcile.run': {
    input: z.object({ repair: z.boolean().default(false) }).strict(),
    output: reconcileReportSchema,
  },
  /** Canonical entities of a batch, sorted by the number of documents that mention them. */
  'batches.entities': {
    input: z
      .object({
        batchId: id,
        kind: entityKindSchema.nullable().default(null),
        search: z.string().max(200).default(''),
        ...page,
      })
      .strict(),
    /** `resolution` is null until the batch has ended and its entities have been resolved. */
    output: pageOf(batchEntityRowSchema).extend({ resolution: resolutionSchema.nullable() }),
  },
  /** Relationships of a batch, strongest first, optionally of one entity. */
  'batches.relationships': {
    input: z.object({ batchId: id, entity: entityKeySchema.nullable().default(null), ...page }).strict(),
    output: pageOf(batchRelationshipRowSchema),
  },
  /** How many documents of a batch have each warning, as far as history has them; the most frequent first. */
  'batches.warnings': { input: z.object({ batchId: id }).strict(), output: z.array(warningCountSchema) },
  'documents.list': {
    input: z
      .object({
        batchId: id,
        status: documentStatusSchema.nullable().default(null),
        type: fileTypeSchema.nullable().default(null),
        code: exceptionCodeSchema.nullable().default(null),
        stage: stageSchema.nullable().default(null),
        /** Only documents with a warning, whatever their status. */
        warned: z.boolean().default(false),
        /** Only documents that mention this entity of the batch. */
        entity: entityKeySchema.optional(),
        search: z.string().max(200).default(''),
        ...page,
      })
      .strict(),
    output: pageOf(documentRowSchema),
  },
  'documents.get': { input: z.object({ documentId: id }).strict(), output: documentDetailSchema },
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
  'drop.changed': dropSchema,
  'totals.changed': totalsSchema,
  'health.changed': healthSchema,
  notification: notificationSchema,
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
