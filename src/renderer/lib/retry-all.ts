/** Retries what a retry can help in a batch, and counts what it cannot. */
import type { Batch } from '../../shared/batches.ts';
import { canRetryHelp, type ExceptionCode } from '../../shared/exceptions.ts';
import type { PageBridge } from '../bridge/page-bridge.ts';
import type { AppStore } from '../stores/app-store.ts';

export interface RetryCounts {
  /** Documents that a retry can help. */
  readonly helped: number;
  /** Documents that would fail again, or that never were in the batch's stages. */
  readonly leftOut: number;
}

type Causes = Pick<Batch, 'causes'>;

/** Intake refused the documents of a cause without a stage: there is nothing to run again. */
const isHelped = ({ code, stage }: Batch['causes'][number]): boolean => stage !== null && canRetryHelp(code);

export function retryCounts({ causes }: Causes): RetryCounts {
  const sum = (list: Batch['causes']): number => list.reduce((total, { count }) => total + count, 0);
  const helped = sum(causes.filter(isHelped));
  return { helped, leftOut: sum([...causes]) - helped };
}

/** Returns the causes that a retry can help, each once. */
export const retryableCodes = ({ causes }: Causes): ExceptionCode[] => [
  ...new Set(causes.filter(isHelped).map(({ code }) => code)),
];

/** Retries one cause after the other. @returns documents that run again. @throws RedwellError the host's error */
export async function retryAll(
  bridge: PageBridge,
  batches: AppStore['batches'],
  batch: Batch,
): Promise<number> {
  let documents = 0;
  for (const code of retryableCodes(batch)) {
    const { retried, batch: next } = await bridge.request('batches.retry', { batchId: batch.id, code });
    batches.put(next);
    documents += retried;
  }
  return documents;
}
