/**
 * Submits a batch: registers its documents, then adds its flow, both in slices. Every step can be repeated, so a
 * producer that died at any point starts again from the top, and exactly one flow results.
 */
import { type Priority, prioritySchema } from '../../shared/batches.ts';
import type { Manifest } from '../../shared/manifest.ts';
import type { RedisRoles } from '../redis/connect.ts';
import { sortInSlices } from '../util/event-loop.ts';
import type { Broker } from './broker.ts';
import { addChains, type Chain } from './chains.ts';
import {
  BARRIER_NAME,
  barrierJobId,
  batchJobId,
  batchJobOptions,
  oldBarrierJobId,
  parentJob,
} from './jobs.ts';
import { promoteJob } from './promote.ts';
import { registerBatch } from './register.ts';
import { scanStates } from './scan.ts';
import { nextStage, unpackState } from './state.ts';

/** Never meant to elapse: the barrier waits until it is promoted. */
const BARRIER_DELAY_MS = 365 * 24 * 3600 * 1000;

export interface SubmitOptions {
  /** Called with the number of documents whose jobs have been added. */
  onProgress?: (submitted: number) => void;
  /** Runs after the documents are registered and before any job exists. Documents that it ends get no jobs. */
  beforeFlow?: () => Promise<unknown>;
}

/**
 * Submits a batch, or continues an interrupted submission. Resolves when the complete flow is in Redis.
 * @throws any ioredis error while Redis is unreachable; calling again continues
 */
export async function submitBatch(
  redis: RedisRoles,
  broker: Broker,
  manifest: Manifest,
  { onProgress, beforeFlow }: SubmitOptions = {},
): Promise<void> {
  await registerBatch(redis, manifest, true);
  await beforeFlow?.();
  await ensureFlow(redis, broker, manifest.batchId, onProgress === undefined ? {} : { onProgress });
}

/** Stores with the batch how many of its contents were put back into the cache before it ran. */
export async function noteWarmed(
  redis: RedisRoles,
  batchId: string,
  { warmed, contents }: { warmed: number; contents: number },
): Promise<void> {
  await redis.roles.batch.hset(redis.keys.batch(batchId), { warmed, warmable: contents });
}

/** Returns the open documents of a batch, sorted by id, with the stage at which each continues. */
export async function openChains(redis: RedisRoles, batchId: string): Promise<Chain[]> {
  const chains: Chain[] = [];
  for await (const page of scanStates(redis, batchId))
    for (const [documentId, packed] of page) {
      const state = unpackState(packed);
      const from = nextStage(state);
      if ((state.status === 'pending' || state.status === 'running') && from !== null)
        chains.push({ documentId, run: state.run, from });
    }
  // A scan may return a document twice. Ids give the order in which documents are processed.
  const unique = new Map(chains.map((chain) => [chain.documentId, chain]));
  return sortInSlices([...unique.values()], (a, b) => (a.documentId < b.documentId ? -1 : 1));
}

export interface FlowOptions {
  /** Called with the number of chains added so far. */
  onProgress?: (submitted: number) => void;
  /** The missing chains, if the caller knows that all others exist. By default, the chains of all open documents. */
  chains?: readonly Chain[];
  /** Adds only the first job of each chain. The worker that finishes it adds the rest. */
  firstJobOnly?: boolean;
}

/**
 * Completes the flow of a batch's current run: adds the parent with its submission barrier and the missing chains, then
 * promotes the barrier. Called on submission, after a retry, and at startup to finish what a crash interrupted.
 * @throws any ioredis error while Redis is unreachable; calling again continues
 */
export async function ensureFlow(
  redis: RedisRoles,
  broker: Broker,
  batchId: string,
  { onProgress, chains, firstJobOnly = false }: FlowOptions = {},
): Promise<void> {
  const key = redis.keys.batch(batchId);
  const [runText, completeFor, priorityText, registered] = await redis.roles.batch.hmget(
    key,
    'run',
    'flow',
    'priority',
    'registered',
  );
  const run = Number(runText ?? 0);
  // Documents are still being registered. The caller that finishes registering completes the flow.
  if (run === 0 || registered !== '1') return;
  // The mark says nothing about named chains: they may have been reopened after it was set.
  if (chains === undefined && Number(completeFor ?? 0) >= run) return;
  const priority: Priority = prioritySchema.catch('normal').parse(priorityText);
  const parentWithoutChildren = parentJob(batchId, run);
  await broker.flows.add({
    ...parentWithoutChildren,
    queueName: 'batch',
    children: [
      {
        name: BARRIER_NAME,
        queueName: 'batch',
        data: parentWithoutChildren.data,
        opts: { ...batchJobOptions, jobId: barrierJobId(batchId, run), delay: BARRIER_DELAY_MS },
      },
    ],
  });
  const parent = { id: batchJobId(batchId, run), queue: broker.qualified('batch') };
  const missing = chains ?? (await openChains(redis, batchId));
  await addChains(redis, broker, missing, { batchId, priority, parent, firstJobOnly }, async (submitted) => {
    if (chains === undefined) await redis.roles.batch.hset(key, 'submitted', submitted);
    onProgress?.(submitted);
  });
  // An interrupted call may have promoted it already; that is not an error.
  for (const jobId of [barrierJobId(batchId, run), oldBarrierJobId(batchId, run)])
    await promoteJob(broker, 'batch', jobId);
  await redis.roles.batch.hset(key, 'flow', run);
}
