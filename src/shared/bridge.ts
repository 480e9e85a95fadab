/**
 * The bridge: one table of everything that crosses between a host (Electron main or the loopback server)
 * and a page. The ipcMain handlers, the preload script, the WebSocket host and the renderer's client are all
 * derived from it, so a channel that is not listed here does not exist.
 */
import type { z } from 'zod';
import { COMPARE_REQUESTS } from './bridge-compare.ts';
import { DELETION_REQUESTS } from './bridge-deletion.ts';
import { DOCUMENT_REQUESTS } from './bridge-documents.ts';
import type { EventName, EventPayload } from './bridge-events.ts';
import { FIRST_REQUESTS } from './bridge-first.ts';
import { HANDOVER_REQUESTS } from './bridge-handover.ts';
import { INTAKE_EDIT_REQUESTS } from './bridge-intake-edit.ts';
import { LIST_REQUESTS } from './bridge-lists.ts';
import { OPERATOR_LOG_REQUESTS } from './bridge-operator-log.ts';
import { REPLACEMENT_REQUESTS } from './bridge-replacements.ts';
import { RETENTION_REQUESTS } from './bridge-retention.ts';
import { REVIEW_REQUESTS } from './bridge-review.ts';
import { SAMPLE_REQUESTS } from './bridge-sample.ts';
import { settingsSchema } from './bridge-settings.ts';
import { WATCH_REQUESTS } from './bridge-watch.ts';
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

export {
  type BatchNotification,
  EVENT_NAMES,
  EVENTS,
  type EventName,
  type EventPayload,
} from './bridge-events.ts';
export type { HostInfo } from './bridge-first.ts';
export type { Settings } from './bridge-settings.ts';

/** All requests. Those about one subject are in the file that is named after it. */
export const REQUESTS = {
  ...FIRST_REQUESTS,
  ...INTAKE_EDIT_REQUESTS,
  ...DOCUMENT_REQUESTS,
  ...COMPARE_REQUESTS,
  ...LIST_REQUESTS,
  ...REVIEW_REQUESTS,
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
  /** Tries a server before its address is saved. */
  'redis.test': {
    input: settingsSchema.pick({ redisUrl: true, redisCa: true }).strict(),
    output: redisTestSchema,
  },
} as const;

export type RequestName = keyof typeof REQUESTS;
export type RequestInput<N extends RequestName> = z.input<(typeof REQUESTS)[N]['input']>;
export type RequestParsed<N extends RequestName> = z.output<(typeof REQUESTS)[N]['input']>;
export type RequestOutput<N extends RequestName> = z.output<(typeof REQUESTS)[N]['output']>;

export const REQUEST_NAMES = Object.keys(REQUESTS) as RequestName[];

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
