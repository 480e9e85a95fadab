/** Typed calls of the scripts that change batches. */
import type { Priority } from '../../shared/batches.ts';
import type { ExceptionCode } from '../../shared/exceptions.ts';
import { DOCUMENT_LETTER } from '../../shared/letters.ts';
import type { Stage } from '../../shared/stages.ts';
import { packForLua } from '../redis/codec.ts';
import type { RedisRoles } from '../redis/connect.ts';
import { runScript, type ScriptArgument } from '../redis/scripts.ts';
import { stageAt, stageNumber } from './state.ts';
import { packUpdates, type StageUpdate } from './updates.ts';

/** Entries the event stream may reach before Redis cuts it; consoles cut it long before. */
export const STREAM_LIMIT = 1_000_000;
/** Minute metrics are kept for two days, so that a 24-hour view has all of its minutes. */
export const MINUTE_TTL_SECONDS = 48 * 3600;

export interface AdvanceOutcome {
  applied: number;
  ignored: number;
  ended: { batchId: string; run: number; status: string }[];
}

/** Applies updates in the order given; see lua/advance_documents.lua for what is ignored. */
export async function advanceDocuments(
  redis: RedisRoles,
  updates: readonly StageUpdate[],
  now = Date.now(),
): Promise<AdvanceOutcome> {
  const batches = groupByBatch(updates);
  const { keys } = redis;
  const names = [keys.events(), keys.activeBatches(), keys.minute(Math.floor(now / 60_000))];
  const args: ScriptArgument[] = [now, STREAM_LIMIT, MINUTE_TTL_SECONDS];
  for (const [batchId, own] of batches) {
    names.push(keys.batch(batchId), keys.documents(batchId));
    args.push(batchId, packForLua(packUpdates(own)));
  }
  const reply = (await runScript(redis.roles.batch, 'advance_documents', names, args)) as (string | number)[];
  const ended: AdvanceOutcome['ended'] = [];
  for (let i = 2; i + 2 < reply.length; i += 3) {
    ended.push({ batchId: String(reply[i]), run: Number(reply[i + 1]), status: String(reply[i + 2]) });
  }
  return { applied: Number(reply[0]), ignored: Number(reply[1]), ended };
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
  /** Percent of failures that pauses the batch; 0 or absent: never. */
  stopLoss?: number;
}
export interface DocumentSeed {
  id: string;
  status: 'pending' | 'duplicate' | 'excluded' | 'exception';
  code: ExceptionCode | null;
  bytes: number;
  warning: boolean;
}

/** One slice of a new batch; `last` seals it. Repeating is harmless. Resolves to the final status when nothing is to be done. */
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
    [keys.batch(batchId), keys.documents(batchId), keys.activeBatches(), keys.events()],
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
const VERDICTS: readonly GateVerdict[] = ['run', 'done', 'parked', 'canceled', 'stale', 'unknown', 'early'];

export interface GateQuestion {
  batchId: string;
  /** `<queue>|<job id>`: what a resume promotes. */
  job: string;
  documentId: string;
  run: number;
  stage: Stage;
  /** BullMQ's count of starts, which orders the attempts. */
  attempt: number;
}

/** Records those that may run as running. One verdict per question, in their order. */
export async function gateStages(
  redis: RedisRoles,
  questions: readonly GateQuestion[],
): Promise<GateVerdict[]> {
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
  const names = [keys.events()];
  const args: ScriptArgument[] = [Date.now(), STREAM_LIMIT];
  for (const [batchId, { jobs }] of groups) {
    names.push(keys.batch(batchId), keys.documents(batchId), keys.parked(batchId));
    args.push(batchId, packForLua(jobs));
  }
  const reply = (await runScript(redis.roles.batch, 'gate_stages', names, args)) as number[];
  const verdicts = new Array<GateVerdict>(questions.length).fill('unknown');
  let answered = 0;
  for (const { at } of groups.values())
    for (const index of at) {
      verdicts[index] = VERDICTS[reply[answered] ?? 5] ?? 'unknown';
      answered += 1;
    }
  return verdicts;
}

/** @returns what came of it, with the batch's status now; see lua/control_batch.lua */
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
    [keys.batch(batchId), keys.activeBatches(), keys.events()],
    [batchId, action, Date.now(), STREAM_LIMIT, priority ?? ''],
  )) as ['ok', string];
  return { outcome, status };
}

export interface Reopened {
  documentId: string;
  run: number;
  stage: Stage;
}

/** Opens failed documents among `documentIds` again, narrowed by stage and cause. */
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
    [
      keys.batch(batchId),
      keys.documents(batchId),
      keys.activeBatches(),
      keys.events(),
      keys.repairs(batchId),
    ],
    [
      batchId,
      Date.now(),
      STREAM_LIMIT,
      only.stage === undefined ? 0 : stageNumber(only.stage),
      only.code ?? '',
      packForLua(documentIds),
    ],
  )) as (string | number)[];
  const opened: Reopened[] = [];
  for (let i = 1; i + 2 < reply.length; i += 3)
    opened.push({
      documentId: String(reply[i]),
      run: Number(reply[i + 1]),
      stage: stageAt(Number(reply[i + 2])),
    });
  return { batchRun: Number(reply[0]), opened };
}

export interface Drift {
  counter: string;
  stored: number;
  recomputed: number;
}

/** Recounts a batch from its documents; with `repair` puts differing counters right. */
export async function recountBatch(
  redis: RedisRoles,
  batchId: string,
  repair = false,
): Promise<{ checked: number; drift: Drift[] }> {
  const { keys } = redis;
  const reply = (await runScript(
    redis.roles.batch,
    'recount_batch',
    [keys.batch(batchId), keys.documents(batchId)],
    [repair ? 1 : 0],
  )) as (string | number)[];
  const drift: Drift[] = [];
  for (let i = 1; i + 2 < reply.length; i += 3)
    drift.push({ counter: String(reply[i]), stored: Number(reply[i + 1]), recomputed: Number(reply[i + 2]) });
  return { checked: Number(reply[0]), drift };
}
