/** The data of the Health page. Every report carries the time when it was taken. */
import { z } from 'zod';
import { QUEUES, stageSchema } from './stages.ts';

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
  /** Workers of an older version do not report it. */
  tuning: z.array(tunedQueueSchema).default([]),
});
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
    clients: z.number().int().nullable(),
    opsPerSecond: z.number().nullable(),
    error: z.string().nullable(),
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
  /** The vault's size is null until it has been counted once. */
  disk: z.object({ path: z.string(), freeBytes: z.number(), vaultBytes: z.number().nullable() }),
  /** Commands and bytes per second that this app itself sends to Redis, over the last tick. */
  ownCost: z.object({ commandsPerSecond: z.number(), bytesPerSecond: z.number() }).nullable(),
  /** How this app submits: the slice size, the longest wait it caused, and the limit on a shared server. */
  submission: submissionSchema.nullable(),
  /** The last 24 hours on this Redis; null while Redis is away. */
  work: workSchema.nullable(),
  warnings: z.array(healthWarningSchema),
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
