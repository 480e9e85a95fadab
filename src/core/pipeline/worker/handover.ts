/**
 * Hands the results of a stage to the next stage in memory. A document's stages mostly run on the same worker, which
 * then need not fetch and unpack them from Redis. Redis has all of them too: a stage reads there what was evicted here
 * or came from another worker.
 */
import { LRUCache } from 'lru-cache';
import type { StageJobData } from '../../batches/jobs.ts';
import type { StageResults } from '../../documents/types.ts';
import type { DocumentFacts } from '../../results/facts.ts';
import type { StoredInput } from '../../results/store.ts';

/** The input of a stage, with the facts about its document. */
export type HandoverInput = StoredInput & { facts: DocumentFacts };

export interface Handover {
  /** Returns the input of the job; undefined if it is not in memory. */
  take(job: StageJobData): HandoverInput | undefined;
  /** Keeps the input of the stage after `job`; after the last stage, drops the document. */
  keep(job: StageJobData, input: HandoverInput): void;
}

/** Most characters of text to keep. Each takes two bytes. */
const MAX_CHARACTERS = 16 * 1024 * 1024;
/** Bytes counted per document in addition to its text: chunks and objects. */
const DOCUMENT_SHARE = 4096;

const sizeOf = (results: Partial<StageResults>): number =>
  DOCUMENT_SHARE +
  2 * (results.ocr?.text.length ?? 0) +
  200 * (results.entity_extraction?.mentions.length ?? 0);

/** Contains the run, so that a retry does not get the input of an earlier run. */
const keyOf = (job: StageJobData): string => `${job.documentId}|${job.run}`;

export function createHandover(): Handover {
  const inputs = new LRUCache<string, HandoverInput>({
    maxSize: 2 * MAX_CHARACTERS,
    sizeCalculation: ({ results }) => sizeOf(results),
  });
  return {
    take: (job) => inputs.get(keyOf(job)),
    keep(job, input) {
      if (job.stage === 'finalization') inputs.delete(keyOf(job));
      else inputs.set(keyOf(job), input);
    },
  };
}
