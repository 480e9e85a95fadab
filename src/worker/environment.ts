/** The worker's settings, from environment variables. */
import { z } from 'zod';
import { MAX_CHARACTERS } from '../core/documents/limits.ts';
import { MOST_SLOTS, QUEUES } from '../shared/stages.ts';

/** Whole numbers within bounds, from text. */
function between(min: number, max: number) {
  const message = `It must be a whole number from ${min} to ${max}.`;
  return z
    .string()
    .regex(/^\d{1,15}$/, message)
    .transform(Number)
    .pipe(z.number().min(min, message).max(max, message));
}
/** Seconds, also in fractions. A timer of more than 24 days would end at once. */
const seconds = z
  .string()
  .regex(/^\d{1,5}(\.\d{1,3})?$/, 'It must be a number of seconds, up to 86400.')
  .transform(Number)
  .pipe(z.number().positive('It must be more than 0.').max(86_400, 'It must be 86400 or less.'));
const queueNames = z
  .string()
  .refine(
    (text) => text.split(',').every((name) => (QUEUES as readonly string[]).includes(name)),
    `It must name queues out of ${QUEUES.join(', ')}, with commas between them.`,
  );

const schema = z.object({
  REDWELL_REDIS_URL: z.string().min(1),
  REDWELL_NAMESPACE: z.string().min(1).optional(),
  REDWELL_LAYOUT: z.enum(['databases', 'prefixes']).optional(),
  /** Certificates for `rediss://`, each PEM or the path of a PEM file. */
  REDWELL_REDIS_CA: z.string().optional(),
  REDWELL_REDIS_CERT: z.string().optional(),
  REDWELL_REDIS_KEY: z.string().optional(),
  /** Names of the queues to serve, separated by commas; absent: all of them. */
  REDWELL_QUEUES: queueNames.optional(),
  REDWELL_WORKER_LOCAL: z.string().optional(),
  REDWELL_STAGE_TIMEOUT_SECONDS: seconds.default(300),
  REDWELL_MAX_PAGES: between(1, 1_000_000).default(10_000),
  REDWELL_MAX_CHARACTERS: between(1, 500_000_000).default(MAX_CHARACTERS),
  REDWELL_MAX_BYTES: between(1, 100_000_000_000).default(2 * 1024 ** 3),
  /** The data folder of the console on this machine; absent on other machines. */
  REDWELL_DATA_DIR: z.string().min(1).optional(),
  /** Space to keep free on each disk; absent: 1 GB or 5 %, whichever is less. */
  REDWELL_RESERVE_BYTES: between(0, 100_000_000_000_000).optional(),
  /** Jobs at a time per queue, fixed; absent: the worker adjusts them to what it measures. */
  REDWELL_CONCURRENCY: between(1, MOST_SLOTS).optional(),
  REDWELL_LOCK_SECONDS: seconds.optional(),
  REDWELL_LOG_LEVEL: z
    .enum(
      ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'],
      'It must be silent, error, warn, info or debug.',
    )
    .default('info'),
});

export type WorkerEnvironment = z.infer<typeof schema>;

/** Returns the settings, or a text that names each variable that is missing or wrong. */
export function readEnvironment(variables: NodeJS.ProcessEnv): WorkerEnvironment | string {
  const parsed = schema.safeParse(variables);
  return parsed.success
    ? parsed.data
    : `The worker cannot start with these settings:\n${z.prettifyError(parsed.error)}`;
}
