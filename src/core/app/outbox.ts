/** Batches on their way into Redis. What is sealed on disk goes, now or when Redis is back, exactly once. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Manifest } from '../../shared/manifest.ts';
import { registerBatch } from '../batches/register.ts';
import { ensureFlow, noteWarmed, submitBatch } from '../batches/submit.ts';
import { warmCache } from '../cache/warm.ts';
import type { History } from '../history/types.ts';
import type { Intake } from '../intake/types.ts';
import { type CompleteCachedOptions, completeCached } from '../pipeline/worker/complete-cached.ts';
import { type RedisRoles, safeAddress } from '../redis/connect.ts';
import { restoreLost } from './lost-batches.ts';
import type { Connected, RedisLink } from './redis-link.ts';

export interface Outbox {
  /** Sends whatever is waiting; returns at once. Called after sealing and whenever Redis is back. */
  kick(): void;
  /**
   * Has a batch in Redis that still waits for its turn behind others, so that it can be paused, canceled or overtake.
   * Does nothing for every other batch. @throws whatever ioredis throws while Redis is away
   */
  register(batchId: string, redis: RedisRoles): Promise<void>;
  dispose(): Promise<void>;
}

const RETRY_MS = 2000;
/** A submission waits so long for the cache to be warm; what remains is put there while it is worked on. */
const WARM_MS = 1500;

/** @param limits those that workers have now */
export function createOutbox(
  intake: Intake,
  history: History,
  link: () => RedisLink,
  limits: () => CompleteCachedOptions['limits'],
  log: Logger,
): Outbox {
  let working: Promise<void> | null = null;
  let again = false;
  const stop = new AbortController();
  const warming = new Set<Promise<void>>();
  let stopped = false;
  let timer: NodeJS.Timeout | null = null;

  const ready = (): Connected | null => {
    const connected = link().current();
    return connected !== null && connected.redis.state() === 'ready' ? connected : null;
  };

  /** Never fails a submission: without a warm cache everything is worked out once more. */
  const warmFor = (manifest: Manifest, redis: Connected['redis']): Promise<void> => {
    const pending = manifest.documents.filter((d) => d.status === 'pending');
    const work = warmCache(redis, history.kept, pending, stop.signal)
      .then(async (warmed) => {
        if (warmed.warmed === 0) return;
        log.info({ batchId: manifest.batchId, ...warmed }, 'the cache was warmed');
        await noteWarmed(redis, manifest.batchId, warmed);
      })
      .catch((error: unknown) => log.warn({ error, batchId: manifest.batchId }, 'the cache was not warmed'))
      .finally(() => warming.delete(work));
    warming.add(work);
    return work;
  };

  const send = async (manifest: Manifest, dropId: string, { redis, broker }: Connected): Promise<void> => {
    history.recordManifest(manifest);
    const warm = warmFor(manifest, redis);
    await Promise.race([warm, sleep(WARM_MS, undefined, { ref: false })]);
    const pending = manifest.documents.filter((d) => d.status === 'pending');
    const workerId = `console-${process.pid}`;
    await submitBatch(redis, broker, manifest, {
      beforeFlow: () =>
        // What fails here goes through the pipeline like everything that is not known.
        completeCached(redis, manifest.batchId, pending, { limits: limits(), workerId }).catch(
          (error: unknown) =>
            log.warn({ error, batchId: manifest.batchId }, 'known documents were not ended at once'),
        ),
    });
    history.placeBatch(manifest.batchId, safeAddress(redis.target.url));
    await intake.markSubmitted(dropId, manifest.batchId);
  };

  const work = async (): Promise<void> => {
    const connected = ready();
    if (connected === null) return;
    for (const { dropId, batchId } of intake.unsubmitted()) {
      if (stopped) return;
      await send(await intake.readManifest(batchId), dropId, connected);
    }
    await restoreLost(connected, { history, intake, log }, (manifest) => warmFor(manifest, connected.redis));
    // A retry or a submission of another console that was killed half-way.
    for (const batchId of await connected.redis.roles.batch.zrange(
      connected.redis.keys.activeBatches(),
      '0',
      '-1',
    )) {
      if (stopped) return;
      await ensureFlow(connected.redis, connected.broker, batchId);
    }
  };

  const kick = (): void => {
    if (stopped) return;
    if (working !== null) {
      again = true;
      return;
    }
    working = work()
      .catch((error: unknown) => {
        log.warn({ error: error instanceof Error ? error.message : error }, 'the outbox waits');
        if (!stopped) timer = setTimeout(kick, RETRY_MS);
      })
      .finally(() => {
        working = null;
        if (again) {
          again = false;
          kick();
        }
      });
  };

  return {
    kick,
    async register(batchId, redis) {
      if (!intake.unsubmitted().some((waiting) => waiting.batchId === batchId)) return;
      if ((await redis.roles.batch.hget(redis.keys.batch(batchId), 'registered')) === '1') return;
      await registerBatch(redis, await intake.readManifest(batchId), true);
    },
    async dispose() {
      stopped = true;
      stop.abort();
      if (timer !== null) clearTimeout(timer);
      await working;
      await Promise.all(warming);
    },
  };
}
