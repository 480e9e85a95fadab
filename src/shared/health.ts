/** The data of the Health page. Every report carries the time when it was taken. */
import { z } from 'zod';
import { redisConditionSchema } from './redis-condition.ts';
import { QUEUES, stageSchema } from './stages.ts';
import { wallsSchema } from './walls.ts';

export const REDIS_ROLES = ['broker', 'results', 'cache', 'rateLimit', 'batch'] as const;
export const redisRoleSchema = z.enum(REDIS_ROLES);
export type RedisRole = z.infer<typeof redisRoleSchema>;

/** How many jobs of a queue a worker runs at a time, and why. */
export const tunedQueueSchema = z.object({
  queue: z.enum(QUEUES),
  value: z.number().int(),
  min: z.number().int(),
  max: z.number().int(),
  fixed: z.boolean(),
  /** Jobs finished per second at the last measurement; null before the first. */
  perSecond: z.number().nullable(),
  why: z.string(),
});
export type TunedQueue = z.infer<typeof tunedQueueSchema>;

export const workerInfoSchema = z.object({
  id: z.string(),
  host: z.string(),
  pid: z.number().int(),
  local: z.boolean(),
  startedAt: z.number(),
  heartbeatAt: z.number(),
  queues: z.array(z.enum(QUEUES)),
  concurrency: z.partialRecord(z.enum(QUEUES), z.number().int()),
  running: z.array(z.object({ documentId: z.string(), stage: stageSchema, sinceMs: z.number() })),
  rssBytes: z.number(),
  processed: z.number().int(),
  failed: z.number().int(),
  engines: z.record(z.string(), z.string()),
  /** Why the worker takes no new work; null while it does. Workers of an older version do not report it. */
  paused: z.string().nullable().default(null),
  /** Workers of an older version do not report it. */
  tuning: z.array(tunedQueueSchema).default([]),
  /** Why the worker pauses, or paused a moment ago. Workers of an older version do not report it. */
  trouble: redisConditionSchema.nullable().optional(),
  /** How far the worker's clock is ahead of the server's, ms; then its times are the server's. Older workers do not report it. */
  clockAheadMs: z.number().optional(),
});
/** A worker without a heartbeat for this long, ms, is shown as lost; after ten times as long it is forgotten. */
export const WORKER_SILENT_MS = 5000;
export type WorkerInfo = z.infer<typeof workerInfoSchema>;

/** Percentiles of one stage's running time in ms, from a logarithmic histogram or from the attempts themselves. */
export const stageTimesSchema = z.object({
  stage: stageSchema,
  count: z.number().int(),
  p50: z.number(),
  p95: z.number(),
  p99: z.number(),
});

export const submissionSchema = z.object({
  slice: z.number().int(),
  min: z.number().int(),
  max: z.number().int(),
  fixed: z.boolean(),
  /** The longest wait that the last slice caused for other clients, ms; null before the first slice. */
  lastMs: z.number().nullable(),
  targetMs: z.number(),
  why: z.string(),
  /** Documents per second on a shared server; null means no limit. */
  perSecond: z.number().nullable(),
  /** Time spent waiting for that limit since this app started, ms. */
  waitedMs: z.number(),
});
export type Submission = z.infer<typeof submissionSchema>;

/** What all workers on this Redis did, no matter which app submitted it. */
export const workSchema = z.object({
  /** Start of the first hour that is counted, Unix ms. */
  since: z.number(),
  at: z.number(),
  documents: z.number().int(),
  exceptions: z.number().int(),
  pages: z.number().int(),
  bytes: z.number(),
  /** Cached results are not included because they took no time. */
  stageTimes: z.array(stageTimesSchema),
});
export type Work = z.infer<typeof workSchema>;

/** A problem that the operator should know about, and what to do. */
const healthWarningSchema = z.object({ code: z.string(), message: z.string(), action: z.string() });
export type HealthWarning = z.infer<typeof healthWarningSchema>;
/** Code of the warning that the Redis address in Settings cannot be decrypted. */
export const ENCRYPTED_ADDRESS = 'redis_address_encrypted';

/** A disk that Redwell writes to. */
export const diskSchema = z.object({
  /** A folder on it. */
  path: z.string(),
  holds: z.enum(['data folder', 'vault', 'temporary files']),
  /** `low`: new work waits. `read_only`, `gone`: nothing can be written. */
  state: z.enum(['ok', 'soon_low', 'low', 'read_only', 'gone']),
  freeBytes: z.number(),
  totalBytes: z.number(),
  /** New work waits below this. */
  reserveBytes: z.number(),
  /** Files and folders that can still be created; null when the disk has no such limit. */
  freeFiles: z.number().nullable(),
});
export type Disk = z.infer<typeof diskSchema>;
/** What became of a history that was damaged, missing, or replaced by something else. */
export const historyRecoverySchema = z.object({
  /** Unix ms. */
  at: z.number(),
  cause: z.enum(['damaged', 'missing', 'replaced']),
  /** Where the damaged file is kept; null when there was none. */
  keptAs: z.string().nullable(),
  state: z.enum(['running', 'done', 'failed']),
  /** Batches and documents that were read from the damaged file. */
  batches: z.number().int(),
  documents: z.number().int(),
  /** Batches and documents that only the manifests still had. */
  rebuiltBatches: z.number().int(),
  rebuiltDocuments: z.number().int(),
  /** Documents whose outcome is not known any more, and documents with only a part of their record. */
  lost: z.number().int(),
  incomplete: z.number().int(),
  error: z.string().nullable(),
});
export type HistoryRecovery = z.infer<typeof historyRecoverySchema>;

/** Code of the warning that history was damaged. */
export const HISTORY_RECOVERY = 'history_recovery';
/** What leaves the server open to others on the network. */
export const exposureSchema = z.enum(['no_password', 'not_encrypted']);
export type Exposure = z.infer<typeof exposureSchema>;

export const healthSchema = z.object({
  at: z.number(),
  redis: z.object({
    state: z.enum(['connecting', 'ready', 'away']),
    mode: z.enum(['embedded', 'shared']),
    layout: z.enum(['databases', 'prefixes']),
    /** Never contains the password. */
    address: z.string(),
    version: z.string().nullable(),
    memoryBytes: z.number().nullable(),
    memoryLimitBytes: z.number().nullable(),
    evictionPolicy: z.string().nullable(),
    persistence: z.string().nullable(),
    /** Whether the server cannot write to its disk, and so refuses new work. */
    savingFails: z.boolean().default(false),
    clients: z.number().int().nullable(),
    opsPerSecond: z.number().nullable(),
    error: z.string().nullable(),
    /** What keeps the server from working, also while it is connected; null: nothing known. */
    condition: redisConditionSchema.nullable(),
    /** Absent while it is not known. */
    exposure: z.array(exposureSchema).optional(),
    roles: z.array(
      z.object({
        role: redisRoleSchema,
        state: z.string(),
        pingMs: z.number().nullable(),
        keys: z.number().int().nullable(),
      }),
    ),
  }),
  history: z.object({
    state: z.enum(['ok', 'failed']),
    path: z.string(),
    bytes: z.number(),
    batches: z.number().int(),
    documents: z.number().int(),
    /** Events not yet written, and the age of the oldest one, ms. */
    lagEvents: z.number().int(),
    lagMs: z.number(),
    gaps: z.number().int(),
    error: z.string().nullable(),
    /** null when history was never damaged. */
    recovery: historyRecoverySchema.nullable().default(null),
  }),
  workers: z.array(workerInfoSchema),
  supervisor: z.object({
    state: z.enum(['off', 'starting', 'running', 'backing_off']),
    restarts: z.number().int(),
    lastExit: z.string().nullable(),
  }),
  queues: z.array(
    z.object({
      queue: z.enum(QUEUES),
      waiting: z.number().int(),
      active: z.number().int(),
      delayed: z.number().int(),
      waitingChildren: z.number().int(),
      failed: z.number().int(),
    }),
  ),
  cache: z.array(z.object({ kind: stageSchema, hits: z.number().int(), misses: z.number().int() })),
  /** The cache's size when it was last measured; null before that, and while Redis is away. */
  cacheSize: z
    .object({
      bytes: z.number(),
      entries: z.number().int(),
      at: z.number(),
      limitBytes: z.number().nullable(),
    })
    .nullable(),
  disk: z.object({
    path: z.string(),
    freeBytes: z.number(),
    /** Null until it has been counted once. */
    vaultBytes: z.number().nullable(),
    /** The disks that Redwell writes to, each once, with the data folder's first. */
    disks: z.array(diskSchema).optional(),
  }),
  /** Commands and bytes per second that this app itself sends to Redis, over the last tick. */
  ownCost: z.object({ commandsPerSecond: z.number(), bytesPerSecond: z.number() }).nullable(),
  /** How this app submits: the slice size, the longest wait it caused, and the limit on a shared server. */
  submission: submissionSchema.nullable(),
  /** The last 24 hours on this Redis; null while Redis is away. */
  work: workSchema.nullable(),
  /** The walls around the parsers of this app; null until they have been tried. */
  walls: wallsSchema.nullable(),
  warnings: z.array(healthWarningSchema),
  /** The state of everything in one sentence. */
  summary: z.string().optional(),
});
export type Health = z.infer<typeof healthSchema>;

/** The work of one minute. */
export const minuteSchema = z.object({
  /** Start of the minute, Unix ms. */
  at: z.number(),
  completed: z.number().int(),
  exceptions: z.number().int(),
  pages: z.number().int(),
  bytes: z.number(),
});
export type Minute = z.infer<typeof minuteSchema>;

export const totalsSchema = z.object({
  at: z.number(),
  hours: z.number(),
  documents: z.number().int(),
  exceptions: z.number().int(),
  pages: z.number().int(),
  bytes: z.number(),
  cacheHits: z.number().int(),
  cacheMisses: z.number().int(),
  minutes: z.array(minuteSchema),
  stageTimes: z.array(stageTimesSchema),
});
export type Totals = z.infer<typeof totalsSchema>;
