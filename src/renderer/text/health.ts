/** Sentences of the Health page. */
import { plural } from '../lib/format.ts';

export const HEALTH_TEXT = {
  fine: 'Everything is working.',
  failedJobs: (jobs: number): string => `Redwell is working. ${plural(jobs, 'job')} failed; see “Queues”.`,
  failedJobsHint:
    'A failed job belongs to a document that could not be finished: the stage that failed, and each stage after it. So one document leaves up to six. Its batch lists it as an exception, with the cause and who must act.',
} as const;
