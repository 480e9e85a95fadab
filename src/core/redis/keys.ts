/** Every key name, in one place. Nothing else concatenates a key. */
import type { RedisRole } from '../../shared/health.ts';

/** `databases`: one numbered database per role. `prefixes`: one database (or a cluster), one hash tag. */
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
  /** BullMQ's `prefix`, to be given to every Queue, Worker, QueueEvents and FlowProducer alike. */
  readonly queuePrefix: string;
  /** Results and attempt records of one document: fields `result:<stage>` and `attempt:<stage>:<run>.<n>`. */
  documentResults(documentId: string): string;
  /** Canonical entities of a batch after one of its runs: fields `header` and `part:<n>`. */
  batchResolution(batchId: string, run: number): string;
  cacheEntry(kind: string, contentKey: string): string;
  cacheStats(): string;
  /** Hash of one batch: what it is, its control word, its counters. */
  batch(batchId: string): string;
  /** Hash document id -> packed state (see lua/include/state.lua). */
  documents(batchId: string): string;
  /** Set of `<queue>|<job id>` parked by a pause. */
  parked(batchId: string): string;
  /** Hash document id -> how often its lost jobs were replaced since the operator last opened it. */
  repairs(batchId: string): string;
  /** Sorted set of batches that are not terminal, scored by creation time. */
  activeBatches(): string;
  /** The event stream: one entry per batch and script call that changed something. */
  events(): string;
  /** Counters of one minute; `minute` is Unix minutes. */
  minute(minute: number): string;
  /** What minutes became, see lua/roll_minutes.lua; `hour` is Unix hours. */
  hour(hour: number): string;
  /** A token bucket, shared by everybody who takes from it. */
  bucket(name: string): string;
  /** Hash worker id -> last heartbeat. */
  workers(): string;
  /** The form in which batches are stored, see upgrade.ts; absent where version 0.1.0 wrote last. */
  storedFormat(): string;
  /** Pub/sub channel on which control words travel to running workers. */
  controlChannel(): string;
}

/**
 * @param namespace sets installations on one server apart; tests use one each.
 */
export function createKeys(layout: Layout, namespace = 'redwell'): Keys {
  const of = (role: RedisRole): string => (layout === 'databases' ? namespace : `{${namespace}}:${role}`);
  const batch = of('batch');
  return {
    layout,
    queuePrefix: of('broker'),
    documentResults: (documentId) => `${of('results')}:doc:${documentId}`,
    batchResolution: (batchId, run) => `${of('results')}:batch:${batchId}:${run}`,
    cacheEntry: (kind, contentKey) => `${of('cache')}:${kind}:${contentKey}`,
    cacheStats: () => `${of('cache')}:stats`,
    batch: (batchId) => `${batch}:b:${batchId}`,
    documents: (batchId) => `${batch}:b:${batchId}:docs`,
    parked: (batchId) => `${batch}:b:${batchId}:parked`,
    repairs: (batchId) => `${batch}:b:${batchId}:repairs`,
    activeBatches: () => `${batch}:active`,
    events: () => `${batch}:events`,
    minute: (minute) => `${batch}:m:${minute}`,
    hour: (hour) => `${batch}:h:${hour}`,
    bucket: (name) => `${of('rateLimit')}:bucket:${name}`,
    workers: () => `${batch}:workers`,
    storedFormat: () => `${batch}:format`,
    controlChannel: () => `${batch}:control`,
  };
}
