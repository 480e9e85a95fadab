/** A manifest becomes a batch in Redis: what its documents are, and where each stands. */
import type { Manifest, ManifestDocument } from '../../shared/manifest.ts';
import type { RedisRoles } from '../redis/connect.ts';
import { storeFacts } from '../results/facts.ts';
import { allDone } from '../util/event-loop.ts';
import { createBatch } from './scripts.ts';

/** Documents per create_batch call: little more than 1 ms of Redis each, about 4 ms with all that is around it. */
const SLICE = 250;
/** A batch of which this share fails is not a batch with some bad files: something else is wrong. */
const STOP_LOSS_PERCENT = 80;

/**
 * Repeating it is harmless: what is there stays as it is.
 * @param complete whether the batch may end from now on; else whoever called seals it
 * @throws whatever ioredis throws while Redis is away
 */
export async function registerBatch(redis: RedisRoles, manifest: Manifest, complete: boolean): Promise<void> {
  const { batchId, documents, name, matter, custodian, priority } = manifest;
  const seed = { name, matter, custodian, priority, stopLoss: STOP_LOSS_PERCENT };
  const parts: ManifestDocument[][] = [];
  for (let i = 0; i < documents.length; i += SLICE) parts.push(documents.slice(i, i + SLICE));
  // The facts of a part are there before the batch knows of it, and on their way while it learns of the one before.
  await storeFacts(redis, parts[0] ?? []);
  for (const [i, part] of parts.entries())
    await allDone([
      storeFacts(redis, parts[i + 1] ?? []),
      createBatch(
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
        complete && i + 1 === parts.length,
      ),
    ]);
}
