/** Defines every key name. No other code builds keys. */
import type { RedisRole } from '../../shared/health.ts';

/** `databases`: one numbered database per role. `prefixes`: one database or a cluster, with one hash tag per role. */
export type Layout = 'databases' | 'prefixes';

export const DATABASE_OF_ROLE: Readonly<Record<RedisRole, number>> = {
  broker: 0,
  results: 1,
  cache: 2,
  rateLimit: 3,
  batch: 4,
};

export interface Keys {
  readonly layout: Layout;
  /** The `prefix` of every BullMQ Queue, Worker, QueueEvents and FlowProducer. */
  readonly queuePrefix: string;
  /**
   * Hash of one document: `document` (its facts), `result:<stage>`, `attempt:<stage>:<number>` (numbered by
   * `attemptNumber`, results/store.ts), `readyAt`, `digest` and `stamp` (see results/release.ts).
   */
  documentResults(documentId: string): string;
  /** Hash with the canonical entities of a batch after a run: `header` and `part:<n>`. */
  batchResolution(batchId: string, run: number): string;
  /** Hash with what a later resolution of the batch needs of documents whose results are gone (see kept-names.ts). */
  keptNames(batchId: string): string;
  cacheEntry(kind: string, contentKey: string): string;
  /** Glob pattern of all cache entries. */
  cacheEntries(): string;
  cacheStats(): string;
  /** Hash of one batch: its name and other details, its status and control word, and its counters. */
  batch(batchId: string): string;
  /** Hash document id -> packed state (see lua/include/state.lua). */
  documents(batchId: string): string;
  /** Set of the jobs that a pause parked, as `<queue>|<job id>`. */
  parked(batchId: string): string;
  /** Hash document id -> how often its lost jobs were replaced since the last retry or rerun. */
  repairs(batchId: string): string;
  /** List of the last commands about a batch, newest first: who gave them, from where and when, as JSON. */
  commands(batchId: string): string;
  /** Set of the batches that may still have jobs or results to release. */
  heldBatches(): string;
  /** Exists while a rerun stores facts again, so that a release does not remove them. */
  reopening(batchId: string): string;
  /** Sorted set of the batches that have not ended, by creation time. */
  activeBatches(): string;
  /** The event stream: one entry per batch and script call that changed something. */
  events(): string;
  /** Counters of one minute; `minute` is Unix minutes. */
  minute(minute: number): string;
  /** Counters of one hour, rolled up from minutes (see lua/roll_minutes.lua); `hour` is Unix hours. */
  hour(hour: number): string;
  /** A token bucket, shared by all clients that take from it. */
  bucket(name: string): string;
  /** Hash worker id -> last heartbeat. */
  workers(): string;
  /** The format of the stored batches, see upgrade.ts. */
  storedFormat(): string;
  /** A string that is only written, to see whether the server takes data. */
  check(): string;
  /** Pub/sub channel on which control words travel to running workers. */
  controlChannel(): string;
}

/** @param namespace separates installations on one server; each test uses its own */
export function createKeys(layout: Layout, namespace = 'redwell'): Keys {
  const of = (role: RedisRole): string => (layout === 'databases' ? namespace : `{${namespace}}:${role}`);
  const batch = of('batch');
  return {
    layout,
    queuePrefix: of('broker'),
    documentResults: (documentId) => `${of('results')}:doc:${documentId}`,
    batchResolution: (batchId, run) => `${of('results')}:batch:${batchId}:${run}`,
    keptNames: (batchId) => `${of('results')}:names:${batchId}`,
    cacheEntry: (kind, contentKey) => `${of('cache')}:${kind}:${contentKey}`,
    cacheEntries: () => `${of('cache')}:*:*`,
    cacheStats: () => `${of('cache')}:stats`,
    batch: (batchId) => `${batch}:b:${batchId}`,
    documents: (batchId) => `${batch}:b:${batchId}:docs`,
    parked: (batchId) => `${batch}:b:${batchId}:parked`,
    repairs: (batchId) => `${batch}:b:${batchId}:repairs`,
    commands: (batchId) => `${batch}:b:${batchId}:commands`,
    heldBatches: () => `${batch}:held`,
    reopening: (batchId) => `${batch}:b:${batchId}:reopening`,
    activeBatches: () => `${batch}:active`,
    events: () => `${batch}:events`,
    minute: (minute) => `${batch}:m:${minute}`,
    hour: (hour) => `${batch}:h:${hour}`,
    bucket: (name) => `${of('rateLimit')}:bucket:${name}`,
    workers: () => `${batch}:workers`,
    storedFormat: () => `${batch}:format`,
    check: () => `${batch}:check`,
    controlChannel: () => `${batch}:control`,
  };
}
