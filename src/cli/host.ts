/** Opens Redwell for a command that processes documents: as in the app, without a window. */
import { join } from 'node:path';
import { openRedwell } from '../core/app/redwell.ts';
import type { Redwell } from '../core/app/types.ts';
import { nodeWorkerSpawner } from '../core/host/local-worker.ts';
import { VERSION } from '../core/util/version.ts';
import { RedwellError, toWireError } from '../shared/errors.ts';
import { type RedisCondition, redisConditionText } from '../shared/redis-condition.ts';
import { noteAtTerminal } from './output.ts';

export interface HostOptions {
  dataDir: string;
  /** Value of --redis; null: `REDWELL_REDIS_URL`, then Settings, then the built-in server. */
  redisUrl: string | null;
  /** The folder with the built entries `worker.js` and `sandbox.js`. */
  entries: string;
  /** Whether documents are to be processed; true by default. */
  worker?: boolean;
}

/** Returns the Redis address from the option, else from `REDWELL_REDIS_URL`, else null. */
export const redisAddress = (option: string | null): string | null =>
  option ?? (process.env.REDWELL_REDIS_URL || null);

/** Opens Redwell with a local worker, and closes both when `work` ends or fails. */
export async function withRedwell<T>(
  options: HostOptions,
  work: (redwell: Redwell) => Promise<T>,
): Promise<T> {
  const redwell = await openRedwell({
    dataDir: options.dataDir,
    redisUrl: redisAddress(options.redisUrl),
    spawnWorker:
      options.worker === false
        ? null
        : nodeWorkerSpawner(join(options.entries, 'worker.js'), options.dataDir),
    sandbox: { entry: join(options.entries, 'sandbox.js') },
    version: VERSION,
  });
  const note = (error: unknown): void =>
    noteAtTerminal(`A part did not stop cleanly: ${toWireError(error).message}`);
  return closing(
    () => redwell.dispose(),
    note,
    () => work(redwell),
  );
}

/** Longest wait for a server that may still be starting. ms */
const REDIS_MS = 20_000;
/** Longest wait after the first error, in case it passes. ms */
const AFTER_ERROR_MS = 3000;
const LOOK_MS = 100;

export interface Attempt {
  ready: boolean;
  address: string;
  error: string | null;
  condition: RedisCondition | null;
}

/**
 * Waits for the first connection, so that a command fails before it reads a large folder for nothing.
 * @throws RedwellError redis_unavailable with what is wrong with the server and what to do; canceled
 */
export async function untilRedis(ask: () => Promise<Attempt>, signal: AbortSignal | null): Promise<void> {
  const started = Date.now();
  let failedAt = Number.POSITIVE_INFINITY;
  for (;;) {
    const { ready, address, error, condition } = await ask();
    if (ready) return;
    if (signal !== null) throwIfStopped(signal);
    const now = Date.now();
    if (error !== null) failedAt = Math.min(failedAt, now);
    if (now - started > REDIS_MS || now - failedAt > AFTER_ERROR_MS) {
      const { message, action } = redisConditionText(condition ?? 'away');
      const sentence = error?.startsWith(message)
        ? error
        : `${message} (${address}: ${error ?? 'no connection'})`;
      throw new RedwellError('redis_unavailable', sentence, {
        action: `${action} "redwell doctor" checks the rest.`,
        details: { condition: condition ?? 'away' },
      });
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

/** @throws RedwellError canceled */
export function throwIfStopped(signal: AbortSignal): void {
  if (signal.aborted) throw new RedwellError('canceled', 'Stopped.');
}

/**
 * Runs `work` and then `dispose`, even if `work` fails. An error while closing goes to `note` and replaces neither
 * the result nor the first error.
 */
export async function closing<T>(
  dispose: () => Promise<void>,
  note: (error: unknown) => void,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } finally {
    await dispose().catch((error: unknown) => {
      for (const cause of causesOf(error)) note(cause);
    });
  }
}

const causesOf = (error: unknown): unknown[] =>
  error instanceof AggregateError ? error.errors.flatMap(causesOf) : [error];
