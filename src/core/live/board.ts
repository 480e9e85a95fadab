/**
 * The live board: what every active batch is at, in memory. Events only wake it; the figures are read from
 * the batches' own hashes, and only of those that changed, so it cannot drift and costs what changes.
 */
import type { Logger } from 'pino';
import { type Batch, isTerminal } from '../../shared/batches.ts';
import type { RedisRoles } from '../redis/connect.ts';
import { runScript } from '../redis/scripts.ts';
import { type BatchHash, toBatch } from './batch-view.ts';
import { Pace } from './pace.ts';

/** At most ten looks a second, however fast events come. */
const MIN_INTERVAL_MS = 100;
/** A look without a wake, in case one was lost. */
const IDLE_INTERVAL_MS = 2000;

interface Known {
  seq: string;
  pace: Pace;
  batch: Batch;
}

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
  const known = new Map<string, Known>();
  let timer: NodeJS.Timeout | null = null;
  let looking: Promise<void> | null = null;
  let again = false;
  let lastLook = 0;
  let stopped = false;

  const pairs = (flat: readonly string[]): BatchHash => {
    const hash: Record<string, string> = {};
    for (let i = 0; i + 1 < flat.length; i += 2) hash[flat[i] ?? ''] = flat[i + 1] ?? '';
    return hash;
  };

  const take = (id: string, hash: BatchHash): void => {
    const now = Date.now();
    const entry = known.get(id) ?? { seq: '', pace: new Pace(), batch: toBatch(id, hash, now) };
    const plain = toBatch(id, hash, now);
    entry.batch = { ...plain, ...entry.pace.observe(plain, now) };
    entry.seq = hash.seq ?? '';
    known.set(id, entry);
    if (!isTerminal(entry.batch.status)) onChanged(entry.batch);
  };

  const snapshot = async (ids: readonly string[]): Promise<string[]> => {
    const reply = (await runScript(
      redis.roles.batch,
      'dashboard_snapshot',
      [redis.keys.activeBatches(), redis.keys.events(), ...ids.map((id) => redis.keys.batch(id))],
      ids.map((id) => known.get(id)?.seq ?? ''),
    )) as [string, string[], (number | string[])[]];
    const [, active, changed] = reply;
    for (let i = 0; i + 1 < changed.length; i += 2) {
      const id = ids[Number(changed[i]) - 1];
      if (id !== undefined) take(id, pairs(changed[i + 1] as string[]));
    }
    return active;
  };

  const look = async (): Promise<void> => {
    lastLook = Date.now();
    const active = await snapshot([...known.keys()]);
    const fresh = active.filter((id) => !known.has(id));
    if (fresh.length > 0) await snapshot(fresh);
  };

  const schedule = (delay: number): void => {
    if (stopped) return;
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(() => {
      timer = null;
      looking = look()
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
    active: () =>
      [...known.values()].map((entry) => entry.batch).filter((batch) => !isTerminal(batch.status)),
    async read(batchId) {
      const hash = await redis.roles.batch.hgetall(redis.keys.batch(batchId));
      if (hash.run === undefined) return null;
      const entry = known.get(batchId);
      const batch = toBatch(batchId, hash, Date.now());
      return {
        batch:
          entry === undefined
            ? batch
            : { ...batch, throughput: entry.batch.throughput, eta: entry.batch.eta },
        run: Number(hash.run),
      };
    },
    forget(batchId) {
      known.delete(batchId);
    },
    async dispose() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      await looking;
    },
  };
}
