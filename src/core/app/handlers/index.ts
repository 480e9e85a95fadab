/** Answers every request of the bridge that does not need a host. */

import { createBatchLookup } from '../batch-lookup.ts';
import type { ByItself } from '../by-itself.ts';
import { type DeletionHandlerDeps, deletionHandlers } from '../deletions.ts';
import { testRedis } from '../redis-test.ts';
import type { CoreHandlers } from '../types.ts';
import { type AttentionDeps, attentionHandlers } from './attention.ts';
import { type BatchDeps, batchHandlers } from './batches.ts';
import { type CompareDeps, compareHandlers } from './compare.ts';
import { type HandoverHandlerDeps, handoverHandlers } from './handover.ts';
import { intakeHandlers } from './intake.ts';
import { intakeEditHandlers } from './intake-edit.ts';
import { type ListDeps, listHandlers } from './lists.ts';
import { type OperatorLogDeps, operatorLogHandlers } from './operator-log.ts';
import { type PackHandlerDeps, packHandlers } from './packs.ts';
import { passwordHandlers } from './passwords.ts';
import { type RecordDeps, recordHandlers } from './records.ts';
import { repairHandlers } from './repair.ts';
import { replacementHandlers } from './replacements.ts';
import { type ReviewDeps, reviewHandlers } from './review.ts';
import { type SampleHandlerDeps, sampleHandlers } from './samples.ts';
import { type SearchDeps, searchHandlers } from './search.ts';

export type HandlerDeps = Omit<BatchDeps, 'lookup'> &
  Omit<RecordDeps, 'onSettings'> &
  ReviewDeps &
  SearchDeps &
  HandoverHandlerDeps &
  PackHandlerDeps &
  SampleHandlerDeps &
  OperatorLogDeps &
  Omit<DeletionHandlerDeps, 'lookup' | 'retention'> &
  Omit<CompareDeps, 'lookup'> &
  Pick<ListDeps, 'onDocuments'> &
  Pick<AttentionDeps, 'onDecision'> & { byItself: Pick<ByItself, 'retention' | 'handlers' | 'onSettings'> };

export function createHandlers(deps: HandlerDeps): CoreHandlers {
  const lookup = createBatchLookup(deps);
  const { retry, submit, ...batches } = batchHandlers({ ...deps, lookup });
  return {
    ...intakeHandlers(deps),
    ...intakeEditHandlers(deps),
    ...batches,
    ...passwordHandlers({
      bank: deps.passwords,
      intake: deps.intake,
      batch: lookup.find,
      retry: (batchId) => retry(batchId, null, { code: 'encrypted' }),
    }),
    ...repairHandlers({ ...deps, lookup }),
    ...attentionHandlers({ ...deps, retry: (batchId, documentIds) => retry(batchId, documentIds, {}) }),
    ...operatorLogHandlers(deps),
    ...deletionHandlers({ ...deps, lookup, retention: deps.byItself.retention }),
    ...deps.byItself.handlers,
    ...replacementHandlers({
      ...deps,
      submit,
      retry: (batchId, documentIds) => retry(batchId, documentIds, {}),
    }),
    ...recordHandlers({ ...deps, onSettings: deps.byItself.onSettings }),
    ...listHandlers({ ...deps, retry: (batchId, documentIds) => retry(batchId, documentIds, {}) }),
    ...reviewHandlers(deps),
    ...searchHandlers(deps),
    ...handoverHandlers(deps),
    ...packHandlers(deps),
    ...sampleHandlers(deps),
    ...compareHandlers({ ...deps, lookup }),
    'redis.test': ({ redisUrl, redisCa }) =>
      testRedis({ url: redisUrl, certificates: { ca: redisCa, cert: '', key: '' } }),
  };
}
