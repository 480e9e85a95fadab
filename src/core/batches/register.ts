/** A manifest becomes a batch in Redis: what its documents are, and where each stands. */
import type { Manifest } from '../../shared/manifest.ts';
import type { RedisRoles } from '../redis/connect.ts';
import { storeFacts } from '../results/facts.ts';
import { createBatch } from './scripts.ts';

/** Documents per create_batch call: about 5 ms of Redis each. */
const SLICE = 1000;
/** A batch of which this share fails is not a batch with some bad files: something else is wrong. */
const STOP_LOSS_PERCENT = 80;

/**
 * Repeating it is harmless: what is there stays as it is.
 * @param seal whether the batch may end from now on; else whoever called seals it
 * @throws whatever ioredis throws while Redis is away
 */
export async function registerBatch(redis: RedisRoles, manifest: Manifest, seal: boolean): Promise<void> {
  const { batchId, documents, name, matter, custodian, priority } = manifest;
  const seed = { name, matter, custodian, priority, stopLoss: STOP_LOSS_PERCENT };
  for (let i = 0; i < documents.length; i += SLICE) {
    const part = documents.slice(i, i + SLICE);
    await storeFacts(redis, part);
    await createBatch(
      redis,
      batchId,
      seed,
      part.map((d) => ({
        id: d.id,
        status: d.status,
        code: d.exception?.code ?? null,
        bytes: d.bytes,
        warning: d.warnings.length > 0,
      })),
      seal && i + SLICE >= documents.length,
    );
  }
}
