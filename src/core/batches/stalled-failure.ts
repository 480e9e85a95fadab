/** How to recognize a job that BullMQ gave up because it stalled too often. */

/** The sentence in BullMQ's script moveStalledJobsToWait. */
const STALLED_REASON = 'job stalled more than allowable limit';

/**
 * Returns whether a job failed because it stalled too often, that is, without running again.
 *
 * BullMQ records this only as a sentence, in `failedReason` and in the error of the worker's `failed` event. Its data
 * does not tell: `stalledCounter` also counts the earlier stalls of a job that later failed for another reason, and
 * `deferredFailure` is also set when a child fails. The integration test stalled-failure.test.ts fails if BullMQ
 * changes the sentence.
 * @param reason the job's `failedReason`, or the message of the error
 */
export const isStalledFailure = (reason: string): boolean => reason === STALLED_REASON;
