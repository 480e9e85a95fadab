/** Answers every request of the bridge that does not need a host. */

import { createBatchLookup } from '../batch-lookup.ts';
import type { CoreHandlers } from '../types.ts';
import { type BatchDeps, batchHandlers } from './batches.ts';
import { intakeHandlers } from './intake.ts';
import { intakeEditHandlers } from './intake-edit.ts';
import { passwordHandlers } from './passwords.ts';
import { type RecordDeps, recordHandlers } from './records.ts';
import { repairHandlers } from './repair.ts';
import { type SearchDeps, searchHandlers } from './search.ts';

export type HandlerDeps = Omit<BatchDeps, 'lookup'> & RecordDeps & SearchDeps;

export function createHandlers(deps: HandlerDeps): CoreHandlers {
  const lookup = createBatchLookup(deps);
  const { retry, ...batches } = batchHandlers({ ...deps, lookup });
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
    ...recordHandlers(deps),
    ...searchHandlers(deps),
  };
}
