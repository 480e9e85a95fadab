/** Runs every document of a batch again from the first stage, even if the batch is no longer in Redis. */
import { RedwellError } from '../../shared/errors.ts';
import type { Manifest } from '../../shared/manifest.ts';
import type { RedisRoles } from '../redis/connect.ts';
import { storeFacts } from '../results/facts.ts';
import type { Broker } from './broker.ts';
import { failDocuments } from './fail-documents.ts';
import { registerBatch } from './register.ts';
import { rerunDocuments } from './reopen-scripts.ts';
import { unpackState } from './state.ts';
import { ensureFlow } from './submit.ts';

/** Documents per call that fails missing ones. */
const SLICE = 500;
/** Longer than storing the facts of any batch takes. It ends by itself if the app dies meanwhile. */
const REOPENING_SECONDS = 600;

export interface Rerun {
  manifest: Manifest;
  /** Document id -> the sentence that says so. These documents end as `source_missing`. */
  missing: ReadonlyMap<string, string>;
  /** Document id -> what is different about its original. These documents end as `altered`. */
  altered?: ReadonlyMap<string, string>;
  /** Higher than any run of the batch and its documents that history has stored. */
  leastRun: number;
}

/** Checks that a batch has ended. @throws RedwellError conflict if it has not */
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
    action: 'Wait until it ends, or cancel it. Then run it again.',
  });

/**
 * Reopens every document that had jobs, in one step, and adds the new flow. Calling it again after a crash continues.
 * @returns the batch's new run, and how many documents were reopened
 * @throws RedwellError conflict while the batch runs, or when it has nothing to run
 */
export async function rerunBatch(
  redis: RedisRoles,
  broker: Broker,
  { manifest, missing, altered = new Map(), leastRun }: Rerun,
): Promise<{ run: number; opened: number }> {
  const { batchId } = manifest;
  await refuseWhileRunning(redis, batchId);
  // Before any fact is stored: a release that is under way then leaves them alone (see release.ts).
  await redis.roles.batch.set(redis.keys.reopening(batchId), 1, 'EX', REOPENING_SECONDS);
  if ((await redis.roles.batch.hget(redis.keys.batch(batchId), 'registered')) !== '1')
    await restore(redis, manifest);
  // Facts expire before the batch's state does.
  else await storeFacts(redis, manifest.documents, manifest.createdAt);
  const warned = manifest.documents.filter((d) => d.warnings.length > 0).map((d) => d.id);
  const { outcome, run, opened } = await rerunDocuments(redis, batchId, leastRun, warned);
  await redis.roles.batch.del(redis.keys.reopening(batchId));
  if (outcome === 'running') throw stillRunning();
  if (outcome !== 'ok')
    throw new RedwellError('conflict', 'No document of this batch can be run again.', {
      action:
        outcome === 'limit'
          ? 'A document has already run 999 times. Submit the folder as a new batch.'
          : 'Every document was set aside when the folder was added. Fix the files and add the folder again.',
    });
  await failWithout(redis, batchId, 'source_missing', missing);
  await failWithout(redis, batchId, 'altered', altered);
  await ensureFlow(redis, broker, batchId);
  return { run, opened };
}

/** Restores the batch from its manifest. It is not registered, so it cannot end before the re-run script runs. */
async function restore(redis: RedisRoles, manifest: Manifest): Promise<void> {
  const key = redis.keys.batch(manifest.batchId);
  await redis.roles.batch.hset(key, 'restored', 1);
  await registerBatch(redis, manifest, false);
  await redis.roles.batch.hset(key, 'createdAt', manifest.createdAt);
}

/** Turns the documents without an intact original into exceptions. @param details document id -> sentence */
async function failWithout(
  redis: RedisRoles,
  batchId: string,
  code: 'source_missing' | 'altered',
  details: ReadonlyMap<string, string>,
): Promise<void> {
  const ids = [...details.keys()];
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
        const detail = details.get(documentId) ?? '';
        return [{ documentId, run, stage: 'ocr' as const, started: 0, code, detail }];
      }),
    );
  }
}
