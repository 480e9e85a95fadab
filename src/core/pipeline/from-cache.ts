/** A document of which the cache knows everything is ended at its first stage, in one go. */
import type { Job } from 'bullmq';
import { STAGES, type Stage } from '../../shared/stages.ts';
import type { DocumentFacts } from '../batches/facts.ts';
import type { StageJobData } from '../batches/jobs.ts';
import { NO_FACTS } from '../batches/updates.ts';
import { decode } from '../redis/codec.ts';
import { measure, recordOf } from './attempt.ts';
import type { Loaders } from './loaders.ts';
import type { StageResults } from './types.ts';

export interface Begun {
  facts: DocumentFacts;
  /** Digest of the first stage's result: the input of all others. */
  digest: string;
  /** When the first stage ended, Unix ms. */
  endedAt: number;
}

/** Of these the figures of the batch are made; the other results go on as the bytes they are. */
const MEASURED: ReadonlySet<Stage> = new Set(['entity_resolution', 'finalization']);

/**
 * Every stage leaves its result and its record as if its own job had come to it; that job finds it done.
 * @param job of the first stage
 * @returns false when something is missing in the cache; then nothing was done or counted
 */
export async function finishFromCache(
  { loaders, workerId }: { loaders: Loaders; workerId: string },
  job: Job<StageJobData>,
  { facts, digest, endedAt }: Begun,
): Promise<boolean> {
  const rest = STAGES.slice(1);
  const requests = rest.map((stage) => ({ stage, input: digest }));
  const present = await Promise.all(requests.map((request) => loaders.isCached(request)));
  if (!present.every(Boolean)) return false;
  const hits = await Promise.all(requests.map((request) => loaders.cached(request)));
  const whole = hits.flatMap((hit, i) => {
    const stage = rest[i];
    return hit === null || stage === undefined ? [] : [{ stage, hit }];
  });
  // It was emptied between the two questions.
  if (whole.length < rest.length) return false;
  const now = Date.now();
  const started = { startedAt: endedAt, waitedMs: 0 };
  const data = (stage: Stage): StageJobData => ({ ...job.data, stage });
  await Promise.all(
    whole.map(({ stage, hit }) => {
      const how = { outcome: 'completed', cached: true, engine: hit.engine, error: null } as const;
      const record = recordOf(workerId, { data: data(stage), attemptsStarted: 1 }, started, now, how);
      const attempt = { ...record, input: digest };
      return loaders.record({ documentId: job.data.documentId, attempt, result: hit.bytes, digest: null });
    }),
  );
  await Promise.all(
    whole.map(({ stage, hit }) => {
      const figures = MEASURED.has(stage)
        ? measure(stage, decode(hit.bytes) as StageResults[Stage], facts)
        : NO_FACTS;
      const own = { ...figures, ms: now - endedAt, cached: true, savedMs: hit.ms };
      return loaders.advance({ kind: 'stage', ...data(stage), status: 'completed', attempt: 1, facts: own });
    }),
  );
  return true;
}
