/**
 * Batches that Redis has lost: it was killed before the last second was on disk, or keeps nothing on disk. Their manifests
 * and originals are here, so they run again, and what was worked out before comes from the cache or what is kept of it.
 */
import type { Logger } from 'pino';
import { RedwellError } from '../../shared/errors.ts';
import type { Manifest } from '../../shared/manifest.ts';
import { cancelBatch, pauseBatch } from '../batches/control.ts';
import { registerBatch } from '../batches/register.ts';
import { rerunBatch } from '../batches/rerun.ts';
import type { History } from '../history/types.ts';
import type { Intake } from '../intake/types.ts';
import { safeAddress } from '../redis/connect.ts';
import type { Connected } from './redis-link.ts';

export interface LostBatchDeps {
  history: History;
  intake: Intake;
  log: Logger;
}

/**
 * Puts back what has not ended and is not there. A paused batch is paused again, one that was being canceled ends.
 * @param warm called before a batch runs again
 * @throws whatever ioredis throws while Redis is away; nothing is lost by calling again
 */
export async function restoreLost(
  connected: Connected,
  { history, intake, log }: LostBatchDeps,
  warm: (manifest: Manifest) => Promise<void>,
): Promise<void> {
  const { redis } = connected;
  const waiting = new Set(intake.unsubmitted().map((drop) => drop.batchId));
  // Of this very connection: by now Settings may have chosen another Redis, whose batches are not looked for here.
  for (const batchId of history.unsettledAt(safeAddress(redis.target.url))) {
    const key = redis.keys.batch(batchId);
    const [run, registered, restored] = await redis.roles.batch.hmget(key, 'run', 'registered', 'restored');
    if (registered === '1' || waiting.has(batchId)) continue;
    const manifest = await intake.readManifest(batchId).catch((error: unknown) => {
      log.error({ error, batchId }, 'Redis has lost a batch, and its manifest cannot be read');
      return null;
    });
    if (manifest === null) continue;
    const gone = run === null || restored === '1';
    log.warn({ batchId, gone }, 'Redis has lost a batch; it is put back');
    // Half of it is there, or nothing in it ever runs: the flow is added by whoever asked.
    if (!gone || manifest.documents.every(({ status }) => status !== 'pending'))
      await registerBatch(redis, manifest, true);
    else await runAgain(connected, history, manifest, warm);
    const reason = `Redis had lost the batch ${manifest.name}. It was put back from its manifest.`;
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
  const known = history.batch(batchId);
  await warm(manifest);
  const asked = { ...manifest, priority: known?.priority ?? manifest.priority };
  const rerun = {
    manifest: asked,
    missing: new Map<string, string>(),
    leastRun: history.lastRun(batchId) + 1,
  };
  try {
    await rerunBatch(redis, broker, rerun);
    if (known?.status === 'paused') await pauseBatch(redis, batchId);
    if (known?.status === 'canceling') await cancelBatch(redis, broker, batchId);
  } catch (error) {
    // Another console of this history was faster, or the batch has ended meanwhile.
    const late = error instanceof RedwellError && ['conflict', 'batch_terminal'].includes(error.code);
    if (!late) throw error;
  }
}
