/** The bridge's requests about what waits for a person. Lists and decisions need only history; a retry needs Redis. */
import type { Batch } from '../../../shared/batches.ts';
import { RedwellError, toWireError } from '../../../shared/errors.ts';
import type { History } from '../../history/types.ts';
import { accountName } from '../account-name.ts';
import type { PasswordBank } from '../password-bank.ts';
import type { CoreHandlers } from '../types.ts';

export interface AttentionDeps {
  history: Pick<History, 'attention' | 'batch'>;
  passwords: Pick<PasswordBank, 'addToBatch'>;
  /** Called after people decided something, so that every page shows it. */
  onDecision(): void;
}

interface Retry {
  /** @throws RedwellError redis_unavailable */
  retry(batchId: string, documentIds: readonly string[]): Promise<{ retried: number; batch: Batch }>;
}

type AttentionRequests =
  | 'attention.list'
  | 'attention.summary'
  | 'attention.count'
  | 'attention.dismiss'
  | 'attention.assign'
  | 'attention.undo'
  | 'attention.reopen'
  | 'attention.retry';

export function attentionHandlers(deps: AttentionDeps & Retry): Pick<CoreHandlers, AttentionRequests> {
  const { history, onDecision } = deps;
  const { attention } = history;
  const who = () => ({ by: accountName(), at: Date.now() });
  const decided = <T>(answer: T): T => {
    onDecision();
    return answer;
  };
  return {
    'attention.list': async (query) => attention.list(query),
    'attention.summary': async ({ filter }) => attention.summary(filter),
    'attention.count': async () => ({ open: attention.count() }),
    'attention.dismiss': async ({ target, reason }) => decided(attention.dismiss(target, reason, who())),
    'attention.assign': async ({ target, name }) => decided(attention.assign(target, name, who())),
    'attention.undo': async ({ decision }) => decided({ items: attention.undo(decision, who()) }),
    'attention.reopen': async ({ target }) => decided({ items: attention.reopen(target, who()) }),
    'attention.retry': ({ target, passwords }) => retryItems(deps, target, passwords ?? null),
  };
}

/** Retries the documents batch by batch. A batch that cannot be retried does not keep the others from it. */
async function retryItems(
  { history, passwords: bank, retry }: AttentionDeps & Retry,
  target: Parameters<CoreHandlers['attention.retry']>[0]['target'],
  passwords: readonly string[] | null,
): ReturnType<CoreHandlers['attention.retry']> {
  const batches = history.attention.retryable(target, passwords === null ? null : 'encrypted');
  const answer: Awaited<ReturnType<CoreHandlers['attention.retry']>> = { asked: 0, retried: 0, problems: [] };
  for (const [batchId, documentIds] of batches) {
    answer.asked += documentIds.length;
    try {
      // The worker has the passwords before any retried job reaches it, as for `batches.passwords`.
      if (passwords !== null) await bank.addToBatch(batchId, passwords);
      const { retried } = await retry(batchId, documentIds);
      answer.retried += retried;
    } catch (error) {
      if (!(error instanceof RedwellError)) throw error;
      // Without Redis nothing can be retried, and what was retried before that shows in the list.
      if (error.code === 'redis_unavailable') throw error;
      const batchName = history.batch(batchId)?.name ?? batchId;
      answer.problems.push({ batchName, message: toWireError(error).message });
    }
  }
  return answer;
}
