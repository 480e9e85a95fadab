/** A console of the command line's own: the same composition as the access's, without a screen. */
import { join } from 'node:path';
import { openRedwell } from '../core/app/redwell.ts';
import type { Redwell } from '../core/app/types.ts';
import { nodeWorkerSpawner } from '../core/host/local-worker.ts';
import { VERSION } from '../core/util/version.ts';
import { RedwellError, toWireError } from '../shared/errors.ts';

export interface HostOptions {
  dataDir: string;
  /** null: `REDWELL_REDIS_URL`, then Settings, then the built-in server. */
  redisUrl: string | null;
  /** The folder of the built entries: `worker.js` and `sandbox.js`. */
  entries: string;
}

export const statedRedis = (option: string | null): string | null =>
  option ?? (process.env.REDWELL_REDIS_URL || null);

/** Opens a console with a local worker, and closes both when `work` has ended, whichever way. */
export async function withConsole<T>(
  options: HostOptions,
  work: (redwell: Redwell) => Promise<T>,
): Promise<T> {
  const host = await openRedwell({
    dataDir: options.dataDir,
    redisUrl: statedRedis(options.redisUrl),
    spawnWorker: nodeWorkerSpawner(join(options.entries, 'worker.js'), options.dataDir),
    sandbox: { entry: join(options.entries, 'sandbox.js'), kind: 'process' },
    version: VERSION,
  });
  const note = (error: unknown): void =>
    void process.stderr.write(`A part did not stop cleanly: ${toWireError(error).message}\n`);
  return closing(
    () => host.dispose(),
    note,
    () => work(host),
  );
}

/** A server that has not come up in this time does not; one that said why is given a second chance only. ms */
const REDIS_MS = 20_000;
const SECOND_CHANCE_MS = 3000;
const LOOK_MS = 100;

export interface Attempt {
  ready: boolean;
  address: string;
  error: string | null;
}

/**
 * Waits for the first contact, so that a missing server is told before a large folder is read.
 * @throws RedwellError redis_unavailable with what the server or its start said; canceled
 */
export async function untilRedis(ask: () => Promise<Attempt>, signal: AbortSignal | null): Promise<void> {
  const started = Date.now();
  let failedAt = Number.POSITIVE_INFINITY;
  for (;;) {
    const { ready, address, error } = await ask();
    if (ready) return;
    if (signal !== null) throwIfStopped(signal);
    const now = Date.now();
    if (error !== null) failedAt = Math.min(failedAt, now);
    if (now - started > REDIS_MS || now - failedAt > SECOND_CHANCE_MS) {
      throw new RedwellError(
        'redis_unavailable',
        `Redis (${address}) does not answer: ${error ?? 'no connection'}`,
        { action: 'Run "redwell doctor" to see what is missing.' },
      );
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

/** @throws RedwellError canceled */
export function throwIfStopped(signal: AbortSignal): void {
  if (signal.aborted) throw new RedwellError('canceled', 'Stopped.');
}

/**
 * Closes what was opened, whichever way the work ended. What does not close cleanly is noted, each part by
 * itself, and does not take the place of the result or of the error that came first.
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
      for (const one of causesOf(error)) note(one);
    });
  }
}

const causesOf = (error: unknown): unknown[] =>
  error instanceof AggregateError ? error.errors.flatMap(causesOf) : [error];
