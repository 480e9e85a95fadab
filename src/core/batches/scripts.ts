/** Typed calls of the scripts that register, advance, control, recount and finalize batches. */
import type { Priority } from '../../shared/batches.ts';
import type { ExceptionCode } from '../../shared/exceptions.ts';
import { DOCUMENT_LETTER } from '../../shared/letters.ts';
import type { Stage } from '../../shared/stages.ts';
import { packForLua } from '../redis/codec.ts';
import type { RedisRoles } from '../redis/connect.ts';
import { runScript, type ScriptArgument, triples } from '../redis/scripts.ts';
import { stageNumber } from './state.ts';
import { packUpdates, type StageUpdate } from './updates.ts';

/** Entries in the event stream at which Redis trims it. Consoles normally trim it long before. */
export const STREAM_LIMIT = 1_000_000;
/** How long metrics of a minute are kept: two days, so that a 24-hour view has all of its minutes. */
export const MINUTE_TTL_SECONDS = 48 * 3600;

export interface AdvanceOutcome {
  applied: number;
  ignored: number;
  ended: { batchId: string; run: number; status: string }[];
}

/** Applies updates in the given order. lua/advance_documents.lua lists the updates that it ignores. */
export async function advanceDocuments(
  redis: RedisRoles,
  updates: readonly StageUpdate[],
  now = Date.now(),
): Promise<AdvanceOutcome> {
  const { keys } = redis;
  const each: { batch: string; documents: string }[] = [];
  const args: ScriptArgument[] = [now, STREAM_LIMIT, MINUTE_TTL_SECONDS];
  for (const [batchId, updatesOfBatch] of groupByBatch(updates)) {
    each.push({ batch: keys.batch(batchId), documents: keys.documents(batchId) });
    args.push(batchId, packForLua(packUpdates(updatesOfBatch)));
  }
  const reply = (await runScript(
    redis.roles.batch,
    'advance_documents',
    {
      events: keys.events(),
      active: keys.activeBatches(),
      minute: keys.minute(Math.floor(now / 60_000)),
      each,
    },
    args,
  )) as (string | number)[];
  return {
    applied: Number(reply[0]),
    ignored: Number(reply[1]),
    ended: triples(reply, 2).map(([batchId, run, status]) => ({
      batchId: String(batchId),
      run: Number(run),
      status: String(status),
    })),
  };
}

function groupByBatch<T extends { batchId: string }>(items: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const list = groups.get(item.batchId);
    if (list === undefined) groups.set(item.batchId, [item]);
    else list.push(item);
  }
  return groups;
}

export interface BatchSeed {
  name: string;
  matter: string;
  custodian: string;
  priority: Priority;
  /** Percentage of failed documents that pauses the batch; 0 or absent turns stop-loss off. */
  stopLoss?: number;
}
export interface DocumentSeed {
  id: string;
  status: 'pending' | 'duplicate' | 'excluded' | 'exception';
  code: ExceptionCode | null;
  bytes: number;
  warning: boolean;
}

/**
 * Registers one slice of a new batch; with `last`, the batch is complete and can end. Repeating a call changes nothing.
 * @returns how many documents were added, and the final status if no document needs work
 */
export async function createBatch(
  redis: RedisRoles,
  batchId: string,
  seed: BatchSeed,
  documents: readonly DocumentSeed[],
  last: boolean,
): Promise<{ added: number; final: string | null }> {
  const { keys } = redis;
  const { name, matter, custodian, priority, stopLoss = 0 } = seed;
  const rows = documents.map((d) => [
    d.id,
    DOCUMENT_LETTER[d.status],
    d.code ?? '',
    d.bytes,
    d.warning ? 1 : 0,
  ]);
  const [added, final] = (await runScript(
    redis.roles.batch,
    'create_batch',
    {
      batch: keys.batch(batchId),
      documents: keys.documents(batchId),
      active: keys.activeBatches(),
      events: keys.events(),
      held: keys.heldBatches(),
    },
    [
      batchId,
      Date.now(),
      STREAM_LIMIT,
      packForLua({ name, matter, custodian, priority, stopLoss }),
      packForLua(rows),
      last ? 1 : 0,
    ],
  )) as [number, string];
  return { added, final: final === '' ? null : final };
}

export type GateVerdict = 'run' | 'done' | 'parked' | 'canceled' | 'stale' | 'unknown' | 'early';
export interface GateAnswer {
  verdict: GateVerdict;
  /** Whether every job of the batch's run has been added, so that nobody adds a finished one again. */
  isFlowWhole: boolean;
}
/** In the order of the numbers that lua/gate_stages.lua returns. */
const VERDICTS: readonly GateVerdict[] = ['run', 'done', 'parked', 'canceled', 'stale', 'unknown', 'early'];
/** What lua/gate_stages.lua adds to a verdict when the flow is complete. */
const WHOLE = 10;

export interface GateQuestion {
  batchId: string;
  /** `<queue>|<job id>`, which a resume needs to promote the job. */
  job: string;
  documentId: string;
  run: number;
  stage: Stage;
  /** BullMQ's count of starts, which orders the attempts. */
  attempt: number;
}

/** Decides which jobs may run and records those as running. Returns one answer per question, in their order. */
export async function gateStages(
  redis: RedisRoles,
  questions: readonly GateQuestion[],
): Promise<GateAnswer[]> {
  const groups = new Map<string, { at: number[]; jobs: unknown[][] }>();
  questions.forEach((q, index) => {
    let group = groups.get(q.batchId);
    if (group === undefined) {
      group = { at: [], jobs: [] };
      groups.set(q.batchId, group);
    }
    group.at.push(index);
    group.jobs.push([q.job, q.documentId, q.run, stageNumber(q.stage), q.attempt]);
  });
  const { keys } = redis;
  const each: { batch: string; documents: string; parked: string }[] = [];
  const args: ScriptArgument[] = [Date.now(), STREAM_LIMIT];
  for (const [batchId, { jobs }] of groups) {
    each.push({
      batch: keys.batch(batchId),
      documents: keys.documents(batchId),
      parked: keys.parked(batchId),
    });
    args.push(batchId, packForLua(jobs));
  }
  const keysOfCall = { events: keys.events(), each };
  const reply = (await runScript(redis.roles.batch, 'gate_stages', keysOfCall, args)) as number[];
  const answers = questions.map((): GateAnswer => ({ verdict: 'unknown', isFlowWhole: false }));
  let answered = 0;
  for (const { at } of groups.values())
    for (const index of at) {
      const code = reply[answered] ?? 5;
      answers[index] = { verdict: VERDICTS[code % WHOLE] ?? 'unknown', isFlowWhole: code >= WHOLE };
      answered += 1;
    }
  return answers;
}

/** Pauses, resumes, cancels or reprioritizes a batch. @returns the outcome and the batch's status after the call */
export async function controlBatch(
  redis: RedisRoles,
  batchId: string,
  action: 'pause' | 'resume' | 'cancel' | 'priority',
  priority?: Priority,
): Promise<{ outcome: 'ok' | 'unchanged' | 'unknown' | 'terminal'; status: string }> {
  const { keys } = redis;
  const [outcome, status] = (await runScript(
    redis.roles.batch,
    'control_batch',
    { batch: keys.batch(batchId), active: keys.activeBatches(), events: keys.events() },
    [batchId, action, Date.now(), STREAM_LIMIT, priority ?? ''],
  )) as ['ok', string];
  return { outcome, status };
}

export interface Drift {
  counter: string;
  stored: number;
  recomputed: number;
}

/** Recounts a batch from its documents. With `repair`, corrects the counters that differ. */
export async function recountBatch(
  redis: RedisRoles,
  batchId: string,
  repair = false,
): Promise<{ checked: number; drift: Drift[] }> {
  const { keys } = redis;
  const reply = (await runScript(
    redis.roles.batch,
    'recount_batch',
    { batch: keys.batch(batchId), documents: keys.documents(batchId) },
    [repair ? 1 : 0],
  )) as (string | number)[];
  return {
    checked: Number(reply[0]),
    drift: triples(reply, 1).map(([counter, stored, recomputed]) => ({
      counter: String(counter),
      stored: Number(stored),
      recomputed: Number(recomputed),
    })),
  };
}

/**
 * Records that the parent job of a batch has finished its work for a run.
 * @param drift number of counters that differed
 */
export async function recordFinalized(
  redis: RedisRoles,
  batchId: string,
  run: number,
  drift: number,
): Promise<void> {
  const { keys } = redis;
  await runScript(
    redis.roles.batch,
    'finalize_batch',
    { batch: keys.batch(batchId), events: keys.events() },
    [batchId, run, drift, Date.now(), STREAM_LIMIT],
  );
}
