/**
 * What this worker has just worked out. A document's stages follow each other, mostly on the same worker: the
 * next one finds its input here instead of fetching and unpacking it again. Everything here is in Redis as
 * well; what was dropped, or was worked out elsewhere, is read from there.
 */
import { LRUCache } from 'lru-cache';
import type { StageJobData } from '../../batches/jobs.ts';
import type { StageResults } from '../../documents/types.ts';
import type { DocumentFacts } from '../../results/facts.ts';
import type { StoredInput } from '../../results/store.ts';

/** What a stage begins with, whole. */
export type KnownInput = StoredInput & { facts: DocumentFacts };

export interface Handover {
  take(job: StageJobData): KnownInput | undefined;
  keep(job: StageJobData, known: KnownInput): void;
}

/** Characters of text kept at most; with what hangs on them about twice as many bytes. */
const MAX_CHARACTERS = 16 * 1024 * 1024;
/** Counted for a document beside its text: chunks, mentions and the objects around them. */
const DOCUMENT_SHARE = 4096;

const sizeOf = (results: Partial<StageResults>): number =>
  DOCUMENT_SHARE +
  2 * (results.ocr?.text.length ?? 0) +
  200 * (results.entity_extraction?.mentions.length ?? 0);

/** A retry is another run: what was known of the one before is not taken for it. */
const keyOf = (job: StageJobData): string => `${job.documentId}|${job.run}`;

export function createHandover(): Handover {
  const known = new LRUCache<string, KnownInput>({
    maxSize: 2 * MAX_CHARACTERS,
    sizeCalculation: ({ results }) => sizeOf(results),
  });
  return {
    take: (job) => known.get(keyOf(job)),
    keep(job, input) {
      if (job.stage === 'finalization') known.delete(keyOf(job));
      else known.set(keyOf(job), input);
    },
  };
}
