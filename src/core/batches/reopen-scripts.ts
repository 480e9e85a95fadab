/** Typed calls of the scripts that reopen documents: after a failure, for a re-run, and after their jobs were lost. */
import type { ExceptionCode } from '../../shared/exceptions.ts';
import type { Stage } from '../../shared/stages.ts';
import { packForLua } from '../redis/codec.ts';
import type { RedisRoles } from '../redis/connect.ts';
import { runScript, triples } from '../redis/scripts.ts';
import { STREAM_LIMIT } from './scripts.ts';
import { stageAt, stageNumber } from './state.ts';

/** A document in its new run, with the stage at which it continues. */
export interface Reopened {
  documentId: string;
  run: number;
  stage: Stage;
}

/** Reopens the failed documents among `documentIds`, optionally only those that failed at a stage or with a code. */
export async function retryDocuments(
  redis: RedisRoles,
  batchId: string,
  documentIds: readonly string[],
  only: { stage?: Stage | undefined; code?: ExceptionCode | undefined },
): Promise<{ batchRun: number; opened: Reopened[] }> {
  const { keys } = redis;
  const reply = (await runScript(
    redis.roles.batch,
    'retry_documents',
    {
      batch: keys.batch(batchId),
      documents: keys.documents(batchId),
      active: keys.activeBatches(),
      events: keys.events(),
      repairs: keys.repairs(batchId),
      held: keys.heldBatches(),
    },
    [
      batchId,
      Date.now(),
      STREAM_LIMIT,
      only.stage === undefined ? 0 : stageNumber(only.stage),
      only.code ?? '',
      packForLua(documentIds),
    ],
  )) as (string | number)[];
  return {
    batchRun: Number(reply[0]),
    opened: triples(reply, 1).map(([documentId, run, stage]) => ({
      documentId: String(documentId),
      run: Number(run),
      stage: stageAt(Number(stage)),
    })),
  };
}

export interface RerunOutcome {
  outcome: 'ok' | 'unknown' | 'running' | 'nothing' | 'limit';
  /** The batch's run after the call. */
  run: number;
  opened: number;
}

/**
 * Reopens every document of a batch that had jobs, at the first stage.
 * @param leastRun the lowest run that the batch and its documents may get
 * @param warned ids of documents that have a warning from intake
 */
export async function rerunDocuments(
  redis: RedisRoles,
  batchId: string,
  leastRun: number,
  warned: readonly string[],
): Promise<RerunOutcome> {
  const { keys } = redis;
  const [outcome, run, opened] = (await runScript(
    redis.roles.batch,
    'rerun_batch',
    {
      batch: keys.batch(batchId),
      documents: keys.documents(batchId),
      active: keys.activeBatches(),
      events: keys.events(),
      parked: keys.parked(batchId),
      repairs: keys.repairs(batchId),
      held: keys.heldBatches(),
    },
    [batchId, Date.now(), STREAM_LIMIT, leastRun, packForLua(warned)],
  )) as [RerunOutcome['outcome'], number, number];
  return { outcome, run, opened };
}

/** A document whose job was lost, in the state in which it was found. */
export interface LostDocument {
  documentId: string;
  packed: string;
}

/**
 * Reopens documents whose jobs were lost. Documents whose state has changed since are skipped.
 * @param maxRepairs how often one document may be repaired since its last retry or re-run
 * @returns the reopened documents, and the ids of those that were repaired too often
 */
export async function requeueDocuments(
  redis: RedisRoles,
  batchId: string,
  documents: readonly LostDocument[],
  maxRepairs: number,
): Promise<{ opened: Reopened[]; tooOften: string[] }> {
  const { keys } = redis;
  const reply = (await runScript(
    redis.roles.batch,
    'requeue_documents',
    {
      batch: keys.batch(batchId),
      documents: keys.documents(batchId),
      events: keys.events(),
      repairs: keys.repairs(batchId),
    },
    [
      batchId,
      Date.now(),
      STREAM_LIMIT,
      maxRepairs,
      packForLua(documents.map(({ documentId, packed }) => [documentId, packed])),
    ],
  )) as (string | number)[];
  const opened: Reopened[] = [];
  const tooOften: string[] = [];
  for (const [documentId, run, stage] of triples(reply, 0)) {
    if (Number(run) === 0) tooOften.push(String(documentId));
    else opened.push({ documentId: String(documentId), run: Number(run), stage: stageAt(Number(stage)) });
  }
  return { opened, tooOften };
}
