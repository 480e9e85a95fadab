/**
 * Finds orphans: open documents that have no job to continue them. The first check reads BullMQ's sets in pages, so
 * that other clients do not wait. It can miss a job that moves from one set to another while it reads, so a second
 * check reads the state of each suspect's job atomically.
 */
import { setTimeout } from 'node:timers/promises';
import type { Orphan, OrphanCause } from '../../shared/reconcile.ts';
import { QUEUE_OF_STAGE, QUEUES, type QueueName, STAGES, type Stage } from '../../shared/stages.ts';
import type { RedisRoles } from '../redis/connect.ts';
import type { Broker } from './broker.ts';
import { stageJobId } from './jobs.ts';
import { scanStates } from './scan.ts';
import { nextStage, unpackState } from './state.ts';

/** Suspects per slice of the second check. */
const SLICE = 500;
/** Time between the two checks, ms: longer than a worker needs between recording a stage and finishing its job. */
export const CONFIRM_MS = 500;
/** Job states from which BullMQ continues without help. */
export const ON_ITS_WAY = ['prioritized', 'waiting', 'active'];

/** An orphan with the data that a repair needs. */
export interface FoundOrphan extends Orphan {
  run: number;
  /** Starts of the stage in this run so far. */
  started: number;
  /** The document's state when it was read. A repair does nothing if it has changed since. */
  packed: string;
  jobId: string;
}

interface OpenDocument {
  documentId: string;
  packed: string;
  run: number;
  stage: Stage;
  started: number;
  retrying: boolean;
  jobId: string;
}

function openDocument(documentId: string, packed: string): OpenDocument | null {
  const state = unpackState(packed);
  const stage = nextStage(state);
  if (stage === null || (state.status !== 'pending' && state.status !== 'running')) return null;
  const current = state.stages[STAGES.indexOf(stage)];
  return {
    documentId,
    packed,
    run: state.run,
    stage,
    started: current?.attempt ?? 0,
    retrying: current?.status === 'retrying',
    jobId: stageJobId(documentId, state.run, stage),
  };
}

/**
 * Returns the orphans of a batch; null while its flow is incomplete, because jobs are then expected to be missing.
 * @param confirmMs ms between the two checks
 * @throws any ioredis error while Redis is unreachable
 */
export async function findOrphans(
  redis: RedisRoles,
  broker: Broker,
  batchId: string,
  confirmMs = CONFIRM_MS,
): Promise<FoundOrphan[] | null> {
  const [run, flow, control] = await redis.roles.batch.hmget(
    redis.keys.batch(batchId),
    'run',
    'flow',
    'control',
  );
  if (Number(flow ?? 0) < Number(run ?? 0)) return null;
  const key = redis.keys.documents(batchId);
  const suspects = new Map<string, OpenDocument>();
  for await (const page of scanStates(redis, batchId)) {
    const open = page.flatMap(([documentId, packed]) => openDocument(documentId, packed) ?? []);
    for (const one of await notOnTheirWay(redis, broker, open)) suspects.set(one.documentId, one);
  }
  if (suspects.size === 0) return [];
  const parked = new Set(await redis.roles.batch.smembers(redis.keys.parked(batchId)));
  await setTimeout(confirmMs);
  const all = [...suspects.values()];
  const found: FoundOrphan[] = [];
  for (let i = 0; i < all.length; i += SLICE)
    found.push(...(await confirm(redis, broker, key, all.slice(i, i + SLICE), control ?? '', parked)));
  return found;
}

/** Returns the documents whose job is in none of the sets from which BullMQ continues it. */
async function notOnTheirWay(
  redis: RedisRoles,
  broker: Broker,
  documents: readonly OpenDocument[],
): Promise<OpenDocument[]> {
  const suspects: OpenDocument[] = [];
  for (const queue of QUEUES) {
    const waiting = documents.filter((one) => QUEUE_OF_STAGE[one.stage] === queue);
    if (waiting.length === 0) continue;
    const jobIds = waiting.map((one) => one.jobId);
    const keyOf = (set: string): string => broker.queues[queue].toKey(set);
    const client = redis.roles.broker;
    const [prioritized, ...lists] = await Promise.all([
      client.zmscore(keyOf('prioritized'), ...jobIds),
      client.lrange(keyOf('wait'), 0, -1),
      client.lrange(keyOf('paused'), 0, -1),
      client.lrange(keyOf('active'), 0, -1),
    ]);
    const listed = new Set(lists.flat());
    waiting.forEach((one, i) => {
      if (prioritized[i] === null && !listed.has(one.jobId)) suspects.push(one);
    });
  }
  return suspects;
}

async function confirm(
  redis: RedisRoles,
  broker: Broker,
  key: string,
  suspects: readonly OpenDocument[],
  control: string,
  parked: ReadonlySet<string>,
): Promise<FoundOrphan[]> {
  const verdicts = await Promise.all(suspects.map((one) => verdictOf(broker, one, control, parked)));
  // The check is valid only if the document's state did not change during it.
  const after = await redis.roles.batch.hmget(key, ...suspects.map((one) => one.documentId));
  return suspects.flatMap((one, i) => {
    const verdict = verdicts[i] ?? null;
    if (verdict === null || after[i] !== one.packed) return [];
    const { documentId, stage, run, started, packed, jobId } = one;
    return [{ documentId, stage, ...verdict, run, started, packed, jobId }];
  });
}

async function verdictOf(
  broker: Broker,
  one: OpenDocument,
  control: string,
  parked: ReadonlySet<string>,
): Promise<{ cause: OrphanCause; detail: string } | null> {
  const queue = QUEUE_OF_STAGE[one.stage];
  const state = await broker.queues[queue].getJobState(one.jobId);
  if (ON_ITS_WAY.includes(state)) return null;
  if (state === 'waiting-children') return blockedBy(broker, one);
  if (state === 'delayed') {
    const forgotten = control === 'running' && !one.retrying && !parked.has(`${queue}|${one.jobId}`);
    return forgotten ? { cause: 'parked', detail: '' } : null;
  }
  if (state === 'failed')
    return { cause: 'job_failed', detail: await failedReason(broker, queue, one.jobId) };
  if (state === 'completed') return { cause: 'job_done', detail: '' };
  return { cause: 'job_missing', detail: '' };
}

/** Returns a cause if the job waits forever: for a job of the previous stage that has ended or is gone. */
async function blockedBy(
  broker: Broker,
  one: OpenDocument,
): Promise<{ cause: OrphanCause; detail: string } | null> {
  const before = STAGES[STAGES.indexOf(one.stage) - 1];
  if (before === undefined) return { cause: 'blocked', detail: 'the first stage has no job to wait for' };
  const queue = QUEUE_OF_STAGE[before];
  const state = await broker.queues[queue].getJobState(stageJobId(one.documentId, one.run, before));
  if ([...ON_ITS_WAY, 'delayed', 'waiting-children'].includes(state)) return null;
  return { cause: 'blocked', detail: `the job of ${before} is ${state}` };
}

async function failedReason(broker: Broker, queue: QueueName, jobId: string): Promise<string> {
  const job = await broker.queues[queue].getJob(jobId);
  return (job?.failedReason ?? '').slice(0, 500);
}
