/** Deletes batches for this Redwell: refuses what must not go, and completes what a kill interrupted. */
import type { Logger } from 'pino';
import { isTerminal } from '../../shared/batches.ts';
import type { DeletionPlan, DeletionReport } from '../../shared/deletion.ts';
import { RedwellError } from '../../shared/errors.ts';
import { unpack } from '../cache/store.ts';
import {
  continueDeletion,
  type DeletionDeps,
  deleteBatch,
  journalFolder,
  planDeletion,
} from '../deletion/delete-batch.ts';
import { readJournals } from '../deletion/journal.ts';
import type { StageResults } from '../documents/types.ts';
import type { OperatorLog } from '../operator-log/log.ts';
import { digestOf } from '../pipeline/worker/cache-input.ts';
import { decode } from '../redis/codec.ts';
import type { BatchLookup } from './batch-lookup.ts';
import type { RedisHolder } from './redis-holder.ts';
import type { RetentionDesk } from './retention.ts';
import type { CoreHandlers } from './types.ts';

export interface DeletionHandlerDeps extends Pick<DeletionDeps, 'dataDir' | 'history' | 'eraser' | 'intake'> {
  redis: Pick<RedisHolder, 'link'>;
  lookup: Pick<BatchLookup, 'find'>;
  operatorLog: OperatorLog;
  retention: Pick<RetentionDesk, 'refuse'>;
  isOwner: boolean;
}

/** Reads the digest that the later stages have as their input. */
function digestOfEntry(entry: Buffer): string | null {
  try {
    const cached = unpack(entry);
    return cached === null ? null : digestOf(decode(cached.bytes) as StageResults['ocr']);
  } catch {
    // An entry of an older version: what it led to has another version too, and ends with its time.
    return null;
  }
}

const depsOf = ({
  dataDir,
  history,
  eraser,
  intake,
}: Pick<DeletionDeps, 'dataDir' | 'history' | 'eraser' | 'intake'>): DeletionDeps => ({
  ...{ dataDir, history, eraser, intake },
  digestOf: digestOfEntry,
});

export function deletionHandlers(
  deps: DeletionHandlerDeps,
): Pick<CoreHandlers, 'deletion.plan' | 'deletion.run'> {
  const refuse = async (batchId: string): Promise<void> => {
    const { status, stages, name, matter } = await deps.lookup.find(batchId);
    await deps.retention.refuse({ id: batchId, name, matter });
    // A stage that is still running would store its result after everything is gone.
    const isBusy = Object.values(stages).some(({ running, retrying }) => running + retrying > 0);
    if (!isTerminal(status) || isBusy)
      throw new RedwellError('conflict', 'This batch is still running, so it cannot be deleted.', {
        action: 'Wait until it ends, or cancel it. Then delete it.',
      });
    if (!deps.isOwner)
      throw new RedwellError(
        'conflict',
        'Redwell is open on this data folder, so nothing can be deleted from here.',
        {
          action: 'Delete the batch in the open Redwell, or close it first.',
        },
      );
  };
  return {
    async 'deletion.plan'({ batchId }): Promise<DeletionPlan> {
      const plan = await planDeletion(depsOf(deps), batchId);
      await deps.retention.refuse({ id: batchId, ...plan });
      return plan;
    },
    'deletion.run': async ({ batchId, name }): Promise<DeletionReport> => {
      await refuse(batchId);
      const plan = await planDeletion(depsOf(deps), batchId);
      if (name.trim() !== plan.name.trim())
        throw new RedwellError(
          'invalid_input',
          'The name is not that of the batch, so nothing was deleted.',
          {
            action: `Type “${plan.name}”.`,
          },
        );
      return deps.redis
        .link()
        .run((connected) => deleteBatch(depsOf(deps), connected, batchId, deps.operatorLog.folder));
    },
  };
}

/** What the operator log says of a deletion that is complete. */
export const deletionDetails = ({
  originals,
  bytes,
  kept,
  left,
  certificate,
  certificateHash,
}: DeletionReport) => ({
  ...{ originals, bytes, kept, certificate, certificateHash },
  left: left.map(({ what }) => what).join(', '),
});

/** Completes deletions that a kill interrupted, once Redis is ready. */
export function completeDeletions(
  deps: Pick<DeletionHandlerDeps, 'dataDir' | 'history' | 'eraser' | 'intake' | 'operatorLog'> & {
    redis: RedisHolder;
  },
  log: Logger,
): { dispose(): Promise<void> } {
  let working: Promise<void> | null = null;
  let isDone = false;
  const look = (): void => {
    if (isDone || working !== null || !deps.redis.isReady()) return;
    working = resumeDeletions(deps, log)
      .then(
        () => {
          isDone = true;
        },
        (error: unknown) =>
          log.error({ error }, 'a deletion that was interrupted could not be completed yet'),
      )
      .finally(() => {
        working = null;
      });
  };
  const stop = deps.redis.onChange(look);
  look();
  return {
    async dispose() {
      stop();
      await working;
    },
  };
}

async function resumeDeletions(
  deps: Pick<DeletionHandlerDeps, 'dataDir' | 'history' | 'eraser' | 'intake' | 'redis' | 'operatorLog'>,
  log: Logger,
): Promise<void> {
  for (const journal of await readJournals(journalFolder(deps.dataDir))) {
    const { batchId, name } = journal;
    const report = await deps.redis
      .link()
      .run((connected) => continueDeletion(depsOf(deps), connected, journal, deps.operatorLog.folder));
    const asked = await deps.operatorLog.list({
      filter: { who: '', what: 'batch.delete', batch: batchId, from: null, until: null },
      ...{ cursor: null, limit: 1 },
    });
    await deps.operatorLog.add({
      ...{ what: 'batch.delete', phase: 'done', of: asked.items[0]?.seq ?? null },
      batch: { id: batchId, name },
      documents: { count: report.documents, ids: [] },
      details: { ...deletionDetails(report), interrupted: true },
    });
    log.warn({ batchId }, 'a deletion that was interrupted is complete');
  }
}
