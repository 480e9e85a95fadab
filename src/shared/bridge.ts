/**
 * The bridge: one table of everything that crosses between a page and its host (Electron main, or the loopback
 * server). The IPC handlers, the preload script, the WebSocket server and the page's client all derive from it.
 */
import { z } from 'zod';
import { batchSchema, prioritySchema } from './batches.ts';
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
import { dropEntrySchema, dropSchema, passwordReportSchema } from './intake.ts';
import { reconciledSchema, reconcileReportSchema } from './reconcile.ts';
import { stageSchema } from './stages.ts';

const id = z.string().min(1).max(100);
/** An empty list tries the passwords entered before. Validation errors never quote a password. */
const passwords = z.array(z.string().min(1).max(1000)).max(100);
const none = z.object({}).strict();
/** Lists are paged. `cursor` is opaque and comes from the previous page. */
const page = {
  cursor: z.string().max(200).nullable().default(null),
  limit: z.number().int().min(1).max(500).default(100),
};
const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().nullable(), total: z.number().int() });

const hostInfoSchema = z.object({
  version: z.string(),
  /** `localPaths`: the page passes paths to the host. Without it, the page uploads files to `uploadUrl`. */
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

const settingsSchema = z.object({
  /** Empty: the built-in server. A password in the address is encrypted with the system's keychain, if there is one. */
  redisUrl: z.string().max(2000),
  notifications: z.boolean(),
  /** Local time, `HH:MM`; null: no quiet hours. */
  quietHours: z.object({ from: z.string(), to: z.string() }).nullable(),
  maxDocumentBytes: z.number().int().positive(),
  maxPages: z.number().int().positive(),
  stageTimeoutSeconds: z.number().int().positive(),
  vault: z.enum(['copy', 'reference']),
  /** Jobs that this computer's worker runs at once per queue, from its next start; null: Redwell measures and decides. */
  concurrency: z.number().int().min(1).max(64).nullable(),
  /** Documents whose jobs are added in one step; null: Redwell measures and decides. */
  sliceSize: z.number().int().min(20).max(500).nullable(),
  /** Documents per second that all apps together may submit to a shared Redis; null: no limit. */
  submitPerSecond: z.number().int().min(1).max(100_000).nullable(),
});
export type Settings = z.infer<typeof settingsSchema>;

export const REQUESTS = {
  'host.info': { input: none, output: hostInfoSchema },
  'intake.begin': {
    /** `paths`: folders or files on the host's computer. `upload`: a folder whose files the page will send. */
    input: z.discriminatedUnion('kind', [
      z
        .object({ kind: z.literal('paths'), paths: z.array(z.string().min(1).max(32768)).min(1).max(10000) })
        .strict(),
      z.object({ kind: z.literal('upload'), name: z.string().min(1).max(500) }).strict(),
    ]),
    output: dropSchema,
  },
  /** Sent after the last file of an upload. `skipped` names the files that the browser could not read. */
  'intake.uploaded': {
    input: z
      .object({
        dropId: id,
        files: z.number().int().min(0),
        skipped: z.array(z.object({ path: z.string().max(32768), reason: z.string().max(500) })).max(10000),
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
  /** Lists the encrypted files of a drop that is ready. */
  'intake.locked': { input: z.object({ dropId: id }).strict(), output: passwordReportSchema },
  /** Adds passwords and tries all of them at once. Passwords go in and never come out. */
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
    /** Retries failed documents: all, or those of one stage, of one cause, or a single one. */
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
  /** Tells how many passwords the app holds in memory for a batch, and since when it runs (Unix ms). */
  'batches.bank': {
    input: z.object({ batchId: id }).strict(),
    output: z.object({ offered: z.number().int(), since: z.number() }),
  },
  /** Adds passwords to a batch and retries its encrypted documents with all of them. */
  'batches.passwords': {
    input: z.object({ batchId: id, passwords }).strict(),
    output: z.object({ offered: z.number().int(), retried: z.number().int(), batch: batchSchema }),
  },
  /** Runs every document of an ended batch again from the first stage. `missing`: originals that are missing or changed. */
  'batches.rerun': {
    input: z.object({ batchId: id }).strict(),
    output: z.object({ opened: z.number().int(), missing: z.number().int(), batch: batchSchema }),
  },
  'batches.reconcile': {
    input: z.object({ batchId: id, repair: z.boolean().default(false) }).strict(),
    output: reconciledSchema,
  },
  /** Returns the last check of the active batches' counters; null before the first one. */
  'reconcile.last': { input: none, output: reconcileReportSchema.nullable() },
  'reconcile.run': {
    input: z.object({ repair: z.boolean().default(false) }).strict(),
    output: reconcileReportSchema,
  },
  /** Lists a batch's canonical entities, those in the most documents first. */
  'batches.entities': {
    input: z
      .object({
        batchId: id,
        kind: entityKindSchema.nullable().default(null),
        search: z.string().max(200).default(''),
        ...page,
      })
      .strict(),
    /** `resolution` is null until the batch has ended and its entities have been merged. */
    output: pageOf(batchEntityRowSchema).extend({ resolution: resolutionSchema.nullable() }),
  },
  /** Lists the relationships between them, strongest first: all, or those of one entity. */
  'batches.relationships': {
    input: z.object({ batchId: id, entity: entityKeySchema.nullable().default(null), ...page }).strict(),
    output: pageOf(batchRelationshipRowSchema),
  },
  'documents.list': {
    input: z
      .object({
        batchId: id,
        status: documentStatusSchema.nullable().default(null),
        type: fileTypeSchema.nullable().default(null),
        code: exceptionCodeSchema.nullable().default(null),
        stage: stageSchema.nullable().default(null),
        /** Only documents with a warning, in any status. */
        warned: z.boolean().default(false),
        /** Only documents that mention this entity. */
        entity: entityKeySchema.optional(),
        search: z.string().max(200).default(''),
        ...page,
      })
      .strict(),
    output: pageOf(documentRowSchema),
  },
  'documents.get': { input: z.object({ documentId: id }).strict(), output: documentDetailSchema },
  'totals.get': {
    input: z.object({ hours: z.number().min(1).max(720).default(24) }).strict(),
    output: totalsSchema,
  },
  'health.get': { input: none, output: healthSchema },
  'settings.get': { input: none, output: settingsSchema },
  'settings.set': { input: settingsSchema.partial().strict(), output: settingsSchema },
} as const;

/** The desktop notification of a batch's end. */
const notificationSchema = z.object({
  id: z.string(),
  batchId: z.string(),
  title: z.string(),
  body: z.string(),
  at: z.number(),
});
export type BatchNotification = z.infer<typeof notificationSchema>;

/**
 * Events that the host sends. Each connection numbers them from 1 (`seq`); a page that sees a gap asks for new
 * snapshots. An event carries the whole current value, so applying it twice changes nothing.
 */
export const EVENTS = {
  'batch.changed': batchSchema,
  /** Rows of this batch changed; a list that shows them asks for its page again. At most 4 per second. */
  'documents.changed': z.object({ batchId: z.string() }),
  'drop.changed': dropSchema,
  'totals.changed': totalsSchema,
  'health.changed': healthSchema,
  notification: notificationSchema,
  /** The operator clicked a desktop notification; the page goes there. */
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

/** What a host implements: one function per request. */
export type BridgeHandlers = {
  readonly [N in RequestName]: (input: RequestParsed<N>) => Promise<RequestOutput<N>>;
};

/** What a page uses, whatever its host is. `on` returns a function that unsubscribes. */
export interface BridgeClient {
  request<N extends RequestName>(name: N, input: RequestInput<N>): Promise<RequestOutput<N>>;
  on<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): () => void;
  /** Reports the connection to the host; in Electron it is always `open`. */
  onConnection(listener: (state: 'open' | 'closed') => void): () => void;
  /** Returns the absolute path of a dropped file or folder. Electron only (`localPaths`). */
  pathOf(file: unknown): string | null;
}

/** The answer to one request. */
export type WireReply =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: import('./errors.ts').WireError };
