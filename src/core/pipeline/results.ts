/** Stage results and attempt records of a document, in the results role until history has them. */
import type { Attempt } from '../../shared/documents.ts';
import { STAGES, type Stage } from '../../shared/stages.ts';
import { decode, encode } from '../redis/codec.ts';
import type { RedisRoles } from '../redis/connect.ts';
import type { StageResults } from './types.ts';

/** What each stage reads of the ones before it. */
const NEEDS: Readonly<Record<Stage, readonly Stage[]>> = {
  ocr: [],
  chunking: ['ocr'],
  entity_extraction: ['ocr'],
  entity_resolution: ['ocr', 'entity_extraction'],
  relationship_building: ['ocr', 'chunking', 'entity_resolution'],
  finalization: ['ocr', 'chunking', 'entity_resolution', 'relationship_building'],
};

export interface StoredInput<F> {
  /** What the document is; null when its results have expired or were never stored. */
  facts: F | null;
  results: Partial<StageResults>;
  /** When the stage before ended, Unix ms; null for the first. */
  readyAt: number | null;
}

/** Everything a stage needs, in one round trip. */
export async function readInput<F>(
  redis: RedisRoles,
  documentId: string,
  stage: Stage,
): Promise<StoredInput<F>> {
  const needs = NEEDS[stage];
  const [facts, readyAt, ...values] = await redis.roles.results.hmgetBuffer(
    redis.keys.documentResults(documentId),
    'document',
    'readyAt',
    ...needs.map((s) => `result:${s}`),
  );
  const results: Record<string, unknown> = {};
  needs.forEach((s, i) => {
    const bytes = values[i];
    if (bytes) results[s] = decode(bytes);
  });
  return {
    facts: facts ? (decode(facts) as F) : null,
    results: results as Partial<StageResults>,
    readyAt: readyAt ? Number(readyAt.toString()) : null,
  };
}

/** The stages whose results a stage needs and did not get. */
export const missingNeeds = (stage: Stage, results: Partial<StageResults>): Stage[] =>
  NEEDS[stage].filter((s) => results[s] === undefined);

/** Keeps an attempt record and, when it succeeded, its result. Writing it twice changes nothing. */
export async function writeAttempt(
  redis: RedisRoles,
  documentId: string,
  attempt: Attempt,
  result: unknown,
): Promise<void> {
  const key = redis.keys.documentResults(documentId);
  const fields: [string, Buffer | number][] = [
    [`attempt:${attempt.stage}:${attempt.attempt}`, encode(attempt)],
  ];
  if (result !== undefined)
    fields.push([`result:${attempt.stage}`, encode(result)], ['readyAt', attempt.endedAt]);
  await redis.roles.results.hset(key, ...fields.flat());
}

export interface StoredResults {
  documentId: string;
  attempts: Attempt[];
  results: Partial<StageResults>;
}

/** Everything kept of many documents, in one round trip; for history. */
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
    const attempts: Attempt[] = [];
    const results: Record<string, unknown> = {};
    for (const [field, bytes] of Object.entries(hash as Record<string, Buffer>)) {
      if (field.startsWith('attempt:')) attempts.push(decode(bytes) as Attempt);
      else if (field.startsWith('result:')) results[field.slice('result:'.length)] = decode(bytes);
    }
    attempts.sort((a, b) => STAGES.indexOf(a.stage) - STAGES.indexOf(b.stage) || a.attempt - b.attempt);
    return { documentId, attempts, results: results as Partial<StageResults> };
  });
}
