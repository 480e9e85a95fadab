/** Registers a manifest as a batch in Redis: the facts about its documents, and the state of each. */
import type { Manifest, ManifestDocument } from '../../shared/manifest.ts';
import type { RedisRoles } from '../redis/connect.ts';
import { storeFacts } from '../results/facts.ts';
import { allDone } from '../util/event-loop.ts';
import { createBatch } from './scripts.ts';

/** Documents per create_batch call. A call takes Redis little more than 1 ms, and about 4 ms in total. */
const SLICE = 250;
/** If this share of a batch fails, the cause is not a few bad files, so stop-loss pauses the batch. */
const STOP_LOSS_PERCENT = 80;

/**
 * Registers a batch. Repeating a call changes nothing.
 * @param complete whether the batch may end from now on; if false, lua/rerun_batch.lua completes it later
 * @throws any ioredis error while Redis is unreachable
 */
export async function registerBatch(redis: RedisRoles, manifest: Manifest, complete: boolean): Promise<void> {
  const { batchId, documents, name, matter, custodian, priority, createdAt } = manifest;
  const seed = { name, matter, custodian, priority, stopLoss: STOP_LOSS_PERCENT };
  const parts: ManifestDocument[][] = [];
  for (let i = 0; i < documents.length; i += SLICE) parts.push(documents.slice(i, i + SLICE));
  // Facts must be stored before their documents are registered. Stores those of the next part while one registers.
  await storeFacts(redis, parts[0] ?? [], createdAt);
  for (const [i, part] of parts.entries())
    await allDone([
      storeFacts(redis, parts[i + 1] ?? [], createdAt),
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
