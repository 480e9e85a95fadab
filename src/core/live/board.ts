/**
 * The live board keeps the current counters of every active batch in memory. Events only wake it; the counters always
 * come from the batch hashes, so they cannot drift.
 */
import type { Logger } from 'pino';
import { type Batch, isTerminal } from '../../shared/batches.ts';
import type { RedisRoles } from '../redis/connect.ts';
import { type RunFacts, runOf, toBatch } from './batch-view.ts';
import { createDashboard } from './dashboard.ts';
import { NO_FORECASTS, type PastForecasts } from './past-forecasts.ts';

/** At most ten reads a second, however fast events arrive. */
const MIN_INTERVAL_MS = 100;
/** Reads also happen without events, in case one was lost. */
const IDLE_INTERVAL_MS = 2000;

export interface LiveBoard {
  /** Schedules a read soon, because something changed. */
  wake(): void;
  /** Returns the batches that have not ended, as of the last read. */
  active(): Batch[];
  /** Reads one batch from Redis, active or ended; null when Redis doesn't have it. */
  read(batchId: string): Promise<{ batch: Batch; run: RunFacts } | null>;
  /** Removes a batch that has ended, once history has it. */
  forget(batchId: string): void;
  dispose(): Promise<void>;
}

/** @param onChanged called with every active batch whose counters changed; the recorder reports ends */
export function startBoard(
  redis: RedisRoles,
  onChanged: (batch: Batch) => void,
  log: Logger,
  past: PastForecasts = NO_FORECASTS,
): LiveBoard {
  const dashboard = createDashboard(redis, onChanged, past);
  let timer: NodeJS.Timeout | null = null;
  let reading: Promise<void> | null = null;
  let readAgain = false;
  let lastRead = 0;
  let stopped = false;

  const schedule = (delay: number): void => {
    if (stopped) return;
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(() => {
      timer = null;
      lastRead = Date.now();
      reading = dashboard
        .look()
        .catch((error: unknown) =>
          log.warn(
            { error: error instanceof Error ? error.message : error },
            'live board could not be refreshed',
          ),
        )
        .finally(() => {
          reading = null;
          schedule(readAgain ? MIN_INTERVAL_MS : IDLE_INTERVAL_MS);
          readAgain = false;
        });
    }, delay);
  };
  schedule(0);

  return {
    wake() {
      if (reading === null) schedule(Math.max(0, lastRead + MIN_INTERVAL_MS - Date.now()));
      else readAgain = true;
    },
    active: () => dashboard.batches().filter((batch) => !isTerminal(batch.status)),
    async read(batchId) {
      const hash = await redis.roles.batch.hgetall(redis.keys.batch(batchId));
      if (hash.run === undefined) return null;
      const paced = dashboard.one(batchId);
      const batch = toBatch(batchId, hash, Date.now());
      return {
        batch:
          paced === undefined
            ? batch
            : { ...batch, throughput: paced.throughput, eta: paced.eta, waiting: paced.waiting ?? null },
        run: runOf(hash, Date.now()),
      };
    },
    forget: (batchId) => dashboard.forget(batchId),
    async dispose() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      await reading;
    },
  };
}
