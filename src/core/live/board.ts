/**
 * The live board: what every active batch is at, in memory. Events only wake it; a dashboard reads the
 * figures, so it cannot drift.
 */
import type { Logger } from 'pino';
import { type Batch, isTerminal } from '../../shared/batches.ts';
import type { RedisRoles } from '../redis/connect.ts';
import { toBatch } from './batch-view.ts';
import { createDashboard } from './dashboard.ts';

/** At most ten looks a second, however fast events come. */
const MIN_INTERVAL_MS = 100;
/** A look without a wake, in case one was lost. */
const IDLE_INTERVAL_MS = 2000;

export interface LiveBoard {
  /** Something changed: look soon. */
  wake(): void;
  active(): Batch[];
  /** The figures of one batch now, from Redis, whether active or ended; null when Redis does not know it. */
  read(batchId: string): Promise<{ batch: Batch; run: number } | null>;
  /** The batch has ended and history has everything: forget it here. */
  forget(batchId: string): void;
  dispose(): Promise<void>;
}

/** @param onChanged a batch that is not terminal has new figures; the end is told by whoever records it */
export function startBoard(redis: RedisRoles, onChanged: (batch: Batch) => void, log: Logger): LiveBoard {
  const dashboard = createDashboard(redis, onChanged);
  let timer: NodeJS.Timeout | null = null;
  let looking: Promise<void> | null = null;
  let again = false;
  let lastLook = 0;
  let stopped = false;

  const schedule = (delay: number): void => {
    if (stopped) return;
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(() => {
      timer = null;
      lastLook = Date.now();
      looking = dashboard
        .look()
        .catch((error: unknown) =>
          log.warn({ error: error instanceof Error ? error.message : error }, 'live board'),
        )
        .finally(() => {
          looking = null;
          schedule(again ? MIN_INTERVAL_MS : IDLE_INTERVAL_MS);
          again = false;
        });
    }, delay);
  };
  schedule(0);

  return {
    wake() {
      if (looking === null) schedule(Math.max(0, lastLook + MIN_INTERVAL_MS - Date.now()));
      else again = true;
    },
    active: () => dashboard.batches().filter((batch) => !isTerminal(batch.status)),
    async read(batchId) {
      const hash = await redis.roles.batch.hgetall(redis.keys.batch(batchId));
      if (hash.run === undefined) return null;
      const known = dashboard.one(batchId);
      const batch = toBatch(batchId, hash, Date.now());
      return {
        batch: known === undefined ? batch : { ...batch, throughput: known.throughput, eta: known.eta },
        run: Number(hash.run),
      };
    },
    forget: (batchId) => dashboard.forget(batchId),
    async dispose() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      await looking;
    },
  };
}
