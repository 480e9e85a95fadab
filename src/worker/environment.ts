/** The worker's settings, from environment variables. */
import { z } from 'zod';
import { MAX_CHARACTERS } from '../core/documents/limits.ts';

/** Most jobs at a time per queue: every running job holds a document's text in memory. */
export const MOST_SLOTS = 64;

const schema = z.object({
  REDWELL_REDIS_URL: z.string().min(1),
  REDWELL_NAMESPACE: z.string().min(1).optional(),
  REDWELL_LAYOUT: z.enum(['databases', 'prefixes']).optional(),
  /** Certificate authority for `rediss://`, PEM. */
  REDWELL_REDIS_CA: z.string().optional(),
  /** Names of the queues to serve, separated by commas; absent: all of them. */
  REDWELL_QUEUES: z.string().optional(),
  REDWELL_WORKER_LOCAL: z.string().optional(),
  REDWELL_SANDBOX: z.enum(['process', 'thread']).default('process'),
  REDWELL_STAGE_TIMEOUT_SECONDS: z.coerce.number().positive().default(300),
  REDWELL_MAX_PAGES: z.coerce.number().int().positive().default(10_000),
  REDWELL_MAX_CHARACTERS: z.coerce.number().int().positive().default(MAX_CHARACTERS),
  REDWELL_MAX_BYTES: z.coerce
    .number()
    .int()
    .positive()
    .default(2 * 1024 ** 3),
  /** Jobs at a time per queue, fixed; absent: the worker adjusts them to what it measures. */
  REDWELL_CONCURRENCY: z.coerce.number().int().min(1).max(MOST_SLOTS).optional(),
  REDWELL_LOCK_SECONDS: z.coerce.number().positive().optional(),
  REDWELL_LOG_LEVEL: z.string().default('info'),
});

export type WorkerEnvironment = z.infer<typeof schema>;

/** Returns the settings, or a text that names each variable that is missing or wrong. */
export function readEnvironment(variables: NodeJS.ProcessEnv): WorkerEnvironment | string {
  const parsed = schema.safeParse(variables);
  return parsed.success
    ? parsed.data
    : `The worker cannot start with these settings:\n${z.prettifyError(parsed.error)}`;
}
