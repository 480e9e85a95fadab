/**
 * Restores batches that Redis has lost because it was killed before its last second was on disk, or because it keeps
 * nothing on disk. Their manifests and originals are here, so they run again; earlier results come from the cache.
 */
import type { Logger } from 'pino';
import { RedwellError } from '../../shared/errors.ts';
import type { Manifest } from '../../shared/manifest.ts';
import { cancelBatch, pauseBatch } from '../batches/control.ts';
import { registerBatch } from '../batches/register.ts';
import { rerunBatch } from '../batches/rerun.ts';
import type { History } from '../history/types.ts';
import type { Intake } from '../intake/types.ts';
import { safeAddress } from '../redis/address.ts';
import type { Connected } from './redis-link.ts';

export interface LostBatchDeps {
  history: History;
  intake: Intake;
  log: Logger;
}

/**
 * Restores every batch that has not ended and that Redis does not have. A paused batch stays paused; a batch that was
 * being canceled ends.
 * @param warm warms the cache for a batch before it runs again
 * @throws whatever ioredis throws while Redis is away; nothing is lost by calling again
 */
export async function restoreLost(
  connected: Connected,
  { history, intake, log }: LostBatchDeps,
  warm: (manifest: Manifest) => Promise<void>,
): Promise<void> {
  const { redis } = connected;
  const waiting = new Set(intake.unsubmitted().map(({ batchId }) => batchId));
  // The address of this connection, not of the link: Settings may have switched to a server that never had them.
  for (const batchId of history.unsettledAt(safeAddress(redis.target.url))) {
    const key = redis.keys.batch(batchId);
    const [run, registered, restored] = await redis.roles.batch.hmget(key, 'run', 'registered', 'restored');
    if (registered === '1' || waiting.has(batchId)) continue;
    const manifest = await intake.readManifest(batchId).catch((error: unknown) => {
      log.error({ error, batchId }, 'Redis has lost a batch and its manifest cannot be read');
      return null;
    });
    if (manifest === null) continue;
    const isGone = run === null || restored === '1';
    log.warn({ batchId, isGone }, 'Redis has lost a batch, which is restored');
    // When Redis has half of the batch, or nothing in it needs to run, registering it is enough.
    if (!isGone || manifest.documents.every(({ status }) => status !== 'pending'))
      await registerBatch(redis, manifest, true);
    else await runAgain(connected, history, manifest, warm);
    const reason = `Redis had lost the batch ${manifest.name}. It was restored from its manifest.`;
    history.recordGap({ from: batchId, to: batchId, at: Date.now(), reason });
  }
}

async function runAgain(
  { redis, broker }: Connected,
  history: History,
  manifest: Manifest,
  warm: (manifest: Manifest) => Promise<void>,
): Promise<void> {
  const { batchId } = manifest;
  const recorded = history.batch(batchId);
  await warm(manifest);
  try {
    await rerunBatch(redis, broker, {
      manifest: { ...manifest, priority: recorded?.priority ?? manifest.priority },
      missing: new Map<string, string>(),
      leastRun: history.lastRun(batchId) + 1,
    });
    if (recorded?.status === 'paused') await pauseBatch(redis, batchId);
    if (recorded?.status === 'canceling') await cancelBatch(redis, broker, batchId);
  } catch (error) {
    // Another process on this history was faster, or the batch has ended in the meantime.
    const isTooLate = error instanceof RedwellError && ['conflict', 'batch_terminal'].includes(error.code);
    if (!isTooLate) throw error;
  }
}
