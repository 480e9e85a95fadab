/** Submits frozen batches to Redis, now or when Redis is connected again, exactly once each. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Batch } from '../../shared/batches.ts';
import { RedwellError } from '../../shared/errors.ts';
import type { Manifest } from '../../shared/manifest.ts';
import { cancelBatch, pauseBatch } from '../batches/control.ts';
import { registerBatch } from '../batches/register.ts';
import { ensureFlow, noteWarmed, submitBatch } from '../batches/submit.ts';
import { warmCache } from '../cache/warm.ts';
import type { History } from '../history/types.ts';
import type { Intake } from '../intake/types.ts';
import { type CompleteCachedOptions, completeCached } from '../pipeline/worker/complete-cached.ts';
import { safeAddress } from '../redis/address.ts';
import type { RedisRoles } from '../redis/connect.ts';
import { restoreLost } from './lost-batches.ts';
import type { RedisHolder } from './redis-holder.ts';
import type { Connected } from './redis-link.ts';

export interface OutboxDeps {
  intake: Intake;
  history: History;
  redis: Pick<RedisHolder, 'link' | 'isReady'>;
  /** Returns the limits that workers have now. */
  limits(): CompleteCachedOptions['limits'];
  log: Logger;
}

export interface Outbox {
  /** Starts to send every waiting batch and returns at once. Called after a freeze and whenever Redis is ready. */
  kick(): void;
  /**
   * Registers a batch that still waits behind others, so that it can be paused, canceled or moved ahead. Does nothing
   * for any other batch. @throws whatever ioredis throws while Redis is away
   */
  register(batchId: string, roles: RedisRoles): Promise<void>;
  dispose(): Promise<void>;
}

const RETRY_MS = 2000;
/** A submission waits this long for the cache to be warmed; warming continues while the batch runs. */
const WARM_MS = 1500;

export function createOutbox(deps: OutboxDeps): Outbox {
  const { intake, redis, log } = deps;
  const stop = new AbortController();
  const sender = createSender(deps, stop.signal);
  let working: Promise<void> | null = null;
  let kickedAgain = false;
  let timer: NodeJS.Timeout | null = null;

  const kick = (): void => {
    if (stop.signal.aborted) return;
    if (working !== null) {
      kickedAgain = true;
      return;
    }
    const connected = redis.isReady() ? redis.link().current() : null;
    if (connected === null) return;
    working = sender
      .sendAll(connected)
      .catch((error: unknown) => {
        log.warn({ error: error instanceof Error ? error.message : error }, 'sending waiting batches failed');
        if (!stop.signal.aborted) timer = setTimeout(kick, RETRY_MS);
      })
      .finally(() => {
        working = null;
        if (!kickedAgain) return;
        kickedAgain = false;
        kick();
      });
  };

  return {
    kick,
    async register(batchId, roles) {
      if (!intake.unsubmitted().some((waiting) => waiting.batchId === batchId)) return;
      if ((await roles.roles.batch.hget(roles.keys.batch(batchId), 'registered')) === '1') return;
      await registerBatch(roles, await intake.readManifest(batchId), true);
    },
    async dispose() {
      stop.abort();
      if (timer !== null) clearTimeout(timer);
      await working;
      await sender.idle();
    },
  };
}

interface Sender {
  /** @throws whatever ioredis throws while Redis is away; nothing is lost by calling again */
  sendAll(connected: Connected): Promise<void>;
  /** Resolves when no cache is being warmed. */
  idle(): Promise<void>;
}

function createSender({ intake, history, limits, log }: OutboxDeps, stop: AbortSignal): Sender {
  const warming = new Set<Promise<void>>();

  /** Never fails a submission: what a cold cache lacks is computed again. */
  const warmFor = (manifest: Manifest, roles: RedisRoles): Promise<void> => {
    const { batchId } = manifest;
    const work = warmCache(roles, history.cacheMirror, pendingIn(manifest), stop)
      .then(async (warmed) => {
        if (warmed.warmed === 0) return;
        log.info({ batchId, ...warmed }, 'the cache was warmed');
        await noteWarmed(roles, batchId, warmed);
      })
      .catch((error: unknown) => log.warn({ error, batchId }, 'warming the cache failed'))
      .finally(() => warming.delete(work));
    warming.add(work);
    return work;
  };

  const send = async (frozen: Manifest, dropId: string, { redis, broker }: Connected): Promise<void> => {
    const { batchId } = frozen;
    history.recordManifest(frozen);
    // What the operator decided since the freeze. Redis has it too, unless Redis lost the batch.
    const recorded = history.batch(batchId);
    const manifest = { ...frozen, priority: recorded?.priority ?? frozen.priority };
    const isLost = (await redis.roles.batch.hget(redis.keys.batch(batchId), 'run')) === null;
    await Promise.race([warmFor(manifest, redis), sleep(WARM_MS, undefined, { ref: false })]);
    const options = { limits: limits(), workerId: `console-${process.pid}` };
    await submitBatch(redis, broker, manifest, {
      async beforeFlow() {
        if (isLost && recorded !== null) await repeatCommand(recorded.status, batchId, { redis, broker });
        // What fails here goes through the pipeline like any other document.
        await completeCached(redis, batchId, pendingIn(manifest), options).catch((error: unknown) =>
          log.warn({ error, batchId }, 'completing documents from the cache failed'),
        );
      },
    });
    history.placeBatch(batchId, safeAddress(redis.target.url));
    await intake.markSubmitted(dropId, batchId);
  };

  return {
    async sendAll(connected) {
      const { redis, broker } = connected;
      for (const { dropId, batchId } of intake.unsubmitted()) {
        if (stop.aborted) return;
        await send(await intake.readManifest(batchId), dropId, connected);
      }
      await restoreLost(connected, { history, intake, log }, (manifest) => warmFor(manifest, redis));
      // Completes what another process started and could not finish: a retry, or a submission.
      for (const batchId of await redis.roles.batch.zrange(redis.keys.activeBatches(), '0', '-1')) {
        if (stop.aborted) return;
        await ensureFlow(redis, broker, batchId);
      }
    },
    async idle() {
      await Promise.all(warming);
    },
  };
}

/** Pauses or cancels a batch again that was paused or being canceled before Redis lost it. */
async function repeatCommand(status: Batch['status'], batchId: string, to: Connected): Promise<void> {
  try {
    if (status === 'paused') await pauseBatch(to.redis, batchId);
    if (status === 'canceling') await cancelBatch(to.redis, to.broker, batchId);
  } catch (error) {
    // Nothing in the batch needs work, so it ended when it was registered.
    if (!(error instanceof RedwellError) || error.code !== 'batch_terminal') throw error;
  }
}

const pendingIn = ({ documents }: Manifest) => documents.filter(({ status }) => status === 'pending');
