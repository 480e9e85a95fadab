/**
 * Puts a batch on its way: its state, what its documents are, and its flow, each in slices. Every step can
 * be repeated, so a producer that died anywhere starts again from the top and exactly one flow results.
 */
import { type Priority, prioritySchema } from '../../shared/batches.ts';
import type { Manifest } from '../../shared/manifest.ts';
import type { RedisRoles } from '../redis/connect.ts';
import { sortInSlices } from '../util/event-loop.ts';
import type { Broker } from './broker.ts';
import { addChains, type Chain } from './chains.ts';
import { barrierJobId, batchJobId, batchJobOptions, parentJob } from './jobs.ts';
import { promoteJob } from './promote.ts';
import { registerBatch } from './register.ts';
import { scanStates } from './scan.ts';
import { nextStage, unpackState } from './state.ts';

/** The barrier waits for its promotion, not for its time. */
const BARRIER_DELAY_MS = 365 * 24 * 3600 * 1000;

/**
 * Submits a batch or goes on with one. Resolves when its whole flow is in Redis.
 * @param beforeFlow what is done when the documents' states are there and no job is: what it ends needs none
 * @throws whatever ioredis throws while Redis is away; nothing is lost by calling again
 */
export async function submitBatch(
  redis: RedisRoles,
  broker: Broker,
  manifest: Manifest,
  onProgress?: (submitted: number) => void,
  beforeFlow?: () => Promise<unknown>,
): Promise<void> {
  await registerBatch(redis, manifest, true);
  await beforeFlow?.();
  await ensureFlow(redis, broker, manifest.batchId, onProgress);
}

/** Keeps with the batch for how many of its contents the cache was warmed before it ran. */
export async function noteWarmed(
  redis: RedisRoles,
  batchId: string,
  { warmed, contents }: { warmed: number; contents: number },
): Promise<void> {
  await redis.roles.batch.hset(redis.keys.batch(batchId), { warmed, warmable: contents });
}

/** Documents of a batch that still have something to do, with the stage each goes on at. */
export async function openChains(redis: RedisRoles, batchId: string): Promise<Chain[]> {
  const chains: Chain[] = [];
  for await (const page of scanStates(redis, batchId))
    for (const [documentId, packed] of page) {
      const state = unpackState(packed);
      const from = nextStage(state);
      if ((state.status === 'pending' || state.status === 'running') && from !== null)
        chains.push({ documentId, run: state.run, from });
    }
  // Each once; ids also give the order in which they are worked on.
  const unique = new Map(chains.map((chain) => [chain.documentId, chain]));
  return sortInSlices([...unique.values()], (a, b) => (a.documentId < b.documentId ? -1 : 1));
}

/**
 * Makes the flow of a batch's current run complete: parent with its barrier, the missing chains, then the barrier
 * is let go. Called after creating, after a retry, and at start-up for whatever a crash left half added.
 * @param only the chains that are missing, where the caller knows that the others are there; `firstJobOnly`: of each only its
 * first job, and the worker that ends it adds the rest
 */
export async function ensureFlow(
  redis: RedisRoles,
  broker: Broker,
  batchId: string,
  onProgress?: (submitted: number) => void,
  only?: { chains: readonly Chain[]; firstJobOnly: boolean },
): Promise<void> {
  const key = redis.keys.batch(batchId);
  const [runText, done, priorityText, registered] = await redis.roles.batch.hmget(
    key,
    'run',
    'flow',
    'priority',
    'registered',
  );
  const run = Number(runText ?? 0);
  // Not registered whole: its documents are still being added, by whoever will call this next.
  if (run === 0 || registered !== '1') return;
  // Another call may have found the flow complete before the chains of this one were opened.
  if (only === undefined && Number(done ?? 0) >= run) return;
  const priority: Priority = prioritySchema.catch('normal').parse(priorityText);
  const own = parentJob(batchId, run);
  await broker.flows.add({
    ...own,
    queueName: 'batch',
    children: [
      {
        name: 'submission-barrier',
        queueName: 'batch',
        data: own.data,
        opts: { ...batchJobOptions, jobId: barrierJobId(batchId, run), delay: BARRIER_DELAY_MS },
      },
    ],
  });
  const parent = { id: batchJobId(batchId, run), queue: broker.qualified('batch') };
  const { chains, firstJobOnly } = only ?? { chains: await openChains(redis, batchId), firstJobOnly: false };
  await addChains(redis, broker, chains, { batchId, priority, parent, firstJobOnly }, async (submitted) => {
    if (only === undefined) await redis.roles.batch.hset(key, 'submitted', submitted);
    onProgress?.(submitted);
  });
  // The call that a crash interrupted may have done so: the barrier is then done or waiting.
  await promoteJob(broker, 'batch', barrierJobId(batchId, run));
  await redis.roles.batch.hset(key, 'flow', run);
}
