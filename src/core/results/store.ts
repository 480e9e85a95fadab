/** Stores stage results and attempt records of documents in the results role until history has them. */
import type { Attempt } from '../../shared/documents.ts';
import { STAGES, type Stage } from '../../shared/stages.ts';
import type { StageResults } from '../documents/types.ts';
import { decode, encode } from '../redis/codec.ts';
import type { RedisRoles } from '../redis/connect.ts';
import { runScript, type ScriptArgument } from '../redis/scripts.ts';
import { callSlices } from '../redis/slices.ts';
import { type DocumentFacts, RESULTS_TTL_SECONDS } from './facts.ts';
import { respellAttempt, respellResults } from './old-spelling.ts';
import { tokenOf } from './release.ts';

/** Numbers an attempt uniquely and in order per stage over all runs: run 2 starts at 101. @param started BullMQ's count of starts */
export const attemptNumber = (run: number, started: number): number => (run - 1) * 100 + started;

/** The earlier results that each stage reads. */
const NEEDS: Readonly<Record<Stage, readonly Stage[]>> = {
  ocr: [],
  chunking: ['ocr'],
  entity_extraction: ['ocr'],
  entity_resolution: ['ocr', 'entity_extraction'],
  relationship_building: ['ocr', 'chunking', 'entity_resolution'],
  finalization: ['ocr', 'chunking', 'entity_resolution', 'relationship_building'],
};

export interface StoredInput {
  /** Facts about the document; null when they expired or were never stored. */
  facts: DocumentFacts | null;
  results: Partial<StageResults>;
  /** Digest of the first stage's result (see cache-input.ts); null before the first stage has ended. */
  digest: string | null;
  /** When the previous stage ended, Unix ms; null for the first stage. */
  readyAt: number | null;
}

/** Reads everything that a stage needs, in one round trip. */
export async function readInput(redis: RedisRoles, documentId: string, stage: Stage): Promise<StoredInput> {
  const needs = NEEDS[stage];
  const [facts, readyAt, digest, ...values] = await redis.roles.results.hmgetBuffer(
    redis.keys.documentResults(documentId),
    'document',
    'readyAt',
    'digest',
    ...needs.map((s) => `result:${s}`),
  );
  const results: Record<string, unknown> = {};
  needs.forEach((s, i) => {
    const bytes = values[i];
    if (bytes) results[s] = decode(bytes);
  });
  return {
    facts: facts ? (decode(facts) as DocumentFacts) : null,
    results: respellResults(results as Partial<StageResults>),
    digest: digest ? digest.toString() : null,
    readyAt: readyAt ? Number(readyAt.toString()) : null,
  };
}

/** Picks the results that a stage reads, so that no others are sent to its process. */
export function needed(stage: Stage, results: Partial<StageResults>): Partial<StageResults> {
  const picked: Record<string, unknown> = {};
  for (const s of NEEDS[stage]) if (results[s] !== undefined) picked[s] = results[s];
  return picked as Partial<StageResults>;
}

/** Returns the stages whose results are missing for a stage. */
export const missingNeeds = (stage: Stage, results: Partial<StageResults>): Stage[] =>
  NEEDS[stage].filter((s) => results[s] === undefined);

const NOTHING = Buffer.alloc(0);

/** The record of an attempt, with its result when it succeeded. */
export interface AttemptOutcome {
  documentId: string;
  attempt: StoredAttempt;
  /** The stage's result as `encode` returned it; absent when the attempt failed. */
  result?: Buffer;
  /** Digest of the result; only for the first stage. */
  digest?: string | null;
}

/** Stores attempt records and results; see lua/store_results.lua. */
export async function storeResults(redis: RedisRoles, outcomes: readonly AttemptOutcome[]): Promise<void> {
  const rows = outcomes.map(({ documentId, attempt, result, digest }) => ({
    results: redis.keys.documentResults(documentId),
    record: [`attempt:${attempt.stage}:${attempt.attempt}`, encode(attempt)],
    field: result === undefined ? '' : `result:${attempt.stage}`,
    bytes: result ?? NOTHING,
    rest: [attempt.endedAt, digest ?? ''],
  }));
  await Promise.all(
    callSlices(rows, (row) => row.bytes.length).map((slice) =>
      runScript(redis.roles.results, 'store_results', { each: slice }, [
        RESULTS_TTL_SECONDS,
        ...slice.flatMap((row): ScriptArgument[] => [...row.record, row.field, row.bytes, ...row.rest]),
      ]),
    ),
  );
}

/** An attempt record as Redis stores it. */
export type StoredAttempt = Attempt & {
  /** The stage's input in the cache key; absent when the result cannot be cached. */
  input?: string;
};

export interface StoredResults {
  documentId: string;
  attempts: StoredAttempt[];
  results: Partial<StageResults>;
  /** Changes with everything that is stored for the document (see release.ts). */
  token: string;
}

/** Reads all results and attempts of documents in one round trip, for history. */
export async function readResults(
  redis: RedisRoles,
  documentIds: readonly string[],
): Promise<StoredResults[]> {
  const pipeline = redis.roles.results.pipeline();
  for (const id of documentIds) pipeline.hgetallBuffer(redis.keys.documentResults(id));
  const replies = (await pipeline.exec()) ?? [];
  return documentIds.map((documentId, i) => {
    const [error, hash] = replies[i] ?? [null, {}];
    if (error) throw error;
    const fields = hash as Record<string, Buffer>;
    const attempts: StoredAttempt[] = [];
    const results: Record<string, unknown> = {};
    for (const [field, bytes] of Object.entries(fields)) {
      if (field.startsWith('attempt:')) attempts.push(respellAttempt(decode(bytes) as StoredAttempt));
      else if (field.startsWith('result:')) results[field.slice('result:'.length)] = decode(bytes);
    }
    attempts.sort((a, b) => STAGES.indexOf(a.stage) - STAGES.indexOf(b.stage) || a.attempt - b.attempt);
    const token = tokenOf(fields.stamp, fields.readyAt, Object.keys(fields).length);
    return { documentId, attempts, results: respellResults(results as Partial<StageResults>), token };
  });
}
