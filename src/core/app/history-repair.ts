/**
 * Completes a history that was damaged or lost: from the damaged file, from the manifests of the batches, and from what
 * Redis still has. It runs beside everything else, in short steps.
 */
import { readdir } from 'node:fs/promises';
import type { Logger } from 'pino';
import type { History } from '../history/types.ts';
import type { Intake } from '../intake/types.ts';
import { refill } from '../live/refill.ts';
import type { RedisRoles } from '../redis/connect.ts';
import { yieldEvery } from '../util/event-loop.ts';
import type { Emitter } from './emitter.ts';
import type { RedisHolder } from './redis-holder.ts';

export interface HistoryRepairDeps {
  history: History;
  intake: Pick<Intake, 'readManifest' | 'unsubmitted'>;
  redis: Pick<RedisHolder, 'link' | 'isReady'>;
  events: Emitter;
  /** The folder that holds a folder per batch. */
  batchesDir: string;
  log: Logger;
}

export interface HistoryRepairer {
  /** Takes from Redis what it still has. Call it whenever Redis is ready. */
  kick(): void;
  dispose(): Promise<void>;
}

/** Starts at once. Only the owner of the data folder may call it. */
export async function startHistoryRepair(deps: HistoryRepairDeps): Promise<HistoryRepairer> {
  const { history, redis, log } = deps;
  const stop = new AbortController();
  // Batches that are frozen from now on are not missing.
  const onDisk = await readdir(deps.batchesDir);
  const damagedNow = history.repair.report()?.state === 'running';
  let fromRedis: Promise<void> | null = null;

  const failed = (error: unknown): void => {
    log.error({ error: error instanceof Error ? error.message : error }, 'completing the history failed');
  };
  const complete = (async () => {
    await recover(history, stop.signal);
    await fromManifests(deps, onDisk, damagedNow, stop.signal);
    if (!stop.signal.aborted) history.repair.finish();
  })().catch(failed);

  const kick = (): void => {
    if (fromRedis !== null || history.repair.report() === null) return;
    fromRedis = complete
      .then(async () => {
        const connected = redis.isReady() ? redis.link().current() : null;
        if (connected !== null) await takeBack(deps, connected.redis, damagedNow, stop.signal);
      })
      .catch(failed)
      .finally(() => {
        fromRedis = null;
      });
  };
  void complete.then(kick);

  return {
    kick,
    async dispose() {
      stop.abort();
      await complete;
      await fromRedis;
    },
  };
}

async function recover(history: History, stop: AbortSignal): Promise<void> {
  const yieldIfDue = yieldEvery();
  for (const _step of history.repair.recover()) {
    if (stop.aborted) return;
    await yieldIfDue();
  }
}

/** @param all also completes batches that history has, because documents of theirs may be lost */
async function fromManifests(
  { history, intake, events, log }: HistoryRepairDeps,
  onDisk: readonly string[],
  all: boolean,
  stop: AbortSignal,
): Promise<void> {
  const known = history.repair.batchIds();
  for (const batchId of onDisk) {
    if (stop.aborted) return;
    // A batch that was never sent is recorded when it is.
    if (intake.unsubmitted().some((waiting) => waiting.batchId === batchId)) continue;
    if (known.has(batchId) && !all) continue;
    const manifest = await intake.readManifest(batchId).catch((error: unknown) => {
      log.error({ error, batchId }, 'the manifest of a batch that history has lost cannot be read');
      return null;
    });
    if (manifest === null) continue;
    history.repair.complete(manifest);
    const batch = history.batch(batchId);
    if (batch !== null) events.emit('batch.changed', batch);
  }
}

/** @param all also reads the states of active batches, because the newest events may be lost with the file */
async function takeBack(
  { history, events, log }: HistoryRepairDeps,
  redis: RedisRoles,
  all: boolean,
  stop: AbortSignal,
): Promise<void> {
  const changed = await refill(redis, history, all, stop);
  if (changed.length === 0) return;
  log.info({ batches: changed.length }, 'history took back from Redis what the damaged file had lost');
  history.repair.finish();
  for (const batchId of changed) {
    events.emit('documents.changed', { batchId });
    const batch = history.batch(batchId);
    if (batch !== null) events.emit('batch.changed', batch);
  }
}
