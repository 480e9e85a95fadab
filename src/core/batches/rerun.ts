/** Every document of a batch once more, from the first stage; also of a batch that Redis no longer has. */
import { RedwellError } from '../../shared/errors.ts';
import type { Manifest } from '../../shared/manifest.ts';
import { packForLua } from '../redis/codec.ts';
import type { RedisRoles } from '../redis/connect.ts';
import { runScript } from '../redis/scripts.ts';
import { storeFacts } from '../results/facts.ts';
import type { Broker } from './broker.ts';
import { failDocuments } from './fail-documents.ts';
import { registerBatch } from './register.ts';
import { STREAM_LIMIT } from './scripts.ts';
import { unpackState } from './state.ts';
import { ensureFlow } from './submit.ts';

/** Documents per call where they go in slices. */
const SLICE = 500;

export interface Rerun {
  manifest: Manifest;
  /** Ids of documents whose originals are not what was received any more, and why: they end as source missing. */
  missing: ReadonlyMap<string, string>;
  /** More than any run that history has seen of the batch and its documents. */
  leastRun: number;
}

/** @throws RedwellError conflict while the batch has not ended; nothing is changed then */
export async function refuseWhileRunning(redis: RedisRoles, batchId: string): Promise<void> {
  const [run, ended, registered, restored] = await redis.roles.batch.hmget(
    redis.keys.batch(batchId),
    'run',
    'endedRun',
    'registered',
    'restored',
  );
  const beingRestored = restored === '1' && registered !== '1';
  if (run !== null && run !== undefined && !beingRestored && Number(ended ?? 0) < Number(run))
    throw stillRunning();
}

const stillRunning = (): RedwellError =>
  new RedwellError('conflict', 'The batch has not ended yet.', {
    action: 'Wait for its end, or cancel it, and run it again then.',
  });

/**
 * Opens every document that had jobs, in one step, and adds the new flow. Repeating it after a crash goes on.
 * @returns the batch's new run and how many documents it has
 * @throws RedwellError conflict while the batch runs, or when it has nothing to run
 */
export async function rerunBatch(
  redis: RedisRoles,
  broker: Broker,
  { manifest, missing, leastRun }: Rerun,
): Promise<{ run: number; opened: number }> {
  const { batchId } = manifest;
  await refuseWhileRunning(redis, batchId);
  if ((await redis.roles.batch.hget(redis.keys.batch(batchId), 'registered')) !== '1')
    await restore(redis, manifest);
  // They expire before the batch's state does.
  else await storeFacts(redis, manifest.documents);
  const { keys } = redis;
  const [outcome, run, opened] = (await runScript(
    redis.roles.batch,
    'rerun_batch',
    [
      keys.batch(batchId),
      keys.documents(batchId),
      keys.activeBatches(),
      keys.events(),
      keys.parked(batchId),
      keys.repairs(batchId),
    ],
    [
      batchId,
      Date.now(),
      STREAM_LIMIT,
      leastRun,
      packForLua(manifest.documents.filter((d) => d.warnings.length > 0).map((d) => d.id)),
    ],
  )) as [string, number, number];
  if (outcome === 'running') throw stillRunning();
  if (outcome !== 'ok')
    throw new RedwellError('conflict', 'No document of this batch can be run again.', {
      action:
        outcome === 'limit'
          ? 'A document has run 999 times; submit the folder as a new batch.'
          : 'Everything in it was set aside at intake. Submit the folder again after mending it.',
    });
  await failMissing(redis, batchId, missing);
  await ensureFlow(redis, broker, batchId);
  return { run, opened };
}

/** Puts the batch back as its manifest says, not sealed: until the re-run seals it nothing can end it. */
async function restore(redis: RedisRoles, manifest: Manifest): Promise<void> {
  const key = redis.keys.batch(manifest.batchId);
  await redis.roles.batch.hset(key, 'restored', 1);
  await registerBatch(redis, manifest, false);
  await redis.roles.batch.hset(key, 'createdAt', manifest.createdAt);
}

async function failMissing(
  redis: RedisRoles,
  batchId: string,
  missing: ReadonlyMap<string, string>,
): Promise<void> {
  const ids = [...missing.keys()];
  for (let i = 0; i < ids.length; i += SLICE) {
    const slice = ids.slice(i, i + SLICE);
    const states = await redis.roles.batch.hmget(redis.keys.documents(batchId), ...slice);
    await failDocuments(
      redis,
      batchId,
      slice.flatMap((documentId, n) => {
        const packed = states[n];
        if (!packed) return [];
        const { run } = unpackState(packed);
        const detail = missing.get(documentId) ?? '';
        return [
          { documentId, run, stage: 'ocr' as const, started: 0, code: 'source_missing' as const, detail },
        ];
      }),
    );
  }
}
