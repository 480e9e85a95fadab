/** The bridge's requests that put batches right: check, repair, run again. */
import type { Batch } from '../../../shared/batches.ts';
import { RedwellError } from '../../../shared/errors.ts';
import type { Manifest } from '../../../shared/manifest.ts';
import { reconcileBatch } from '../../batches/reconcile.ts';
import { refuseWhileRunning, rerunBatch } from '../../batches/rerun.ts';
import type { History } from '../../history/types.ts';
import type { Intake } from '../../intake/types.ts';
import type { LiveBoard } from '../../live/board.ts';
import type { Reconciler } from '../reconciler.ts';
import type { RedisLink } from '../redis-link.ts';
import type { CoreHandlers } from '../types.ts';

export interface RepairDeps {
  link(): RedisLink;
  intake: Intake;
  history: History;
  board(): LiveBoard | null;
  reconciler(): Reconciler | null;
  /** Tells pages of the batch as it is now. */
  changed(batchId: string): Promise<Batch>;
}

type RepairRequests = 'batches.reconcile' | 'batches.rerun' | 'reconcile.last' | 'reconcile.run';

export function repairHandlers(deps: RepairDeps): Pick<CoreHandlers, RepairRequests> {
  const { intake, history } = deps;
  return {
    'batches.reconcile': async ({ batchId, repair }) => {
      const result = await deps
        .link()
        .run(({ redis, broker }) => reconcileBatch(redis, broker, batchId, repair));
      if (repair) await deps.changed(batchId);
      return result;
    },
    'batches.rerun': async ({ batchId }) => {
      if (intake.unsubmitted().some((drop) => drop.batchId === batchId))
        throw new RedwellError('conflict', 'The batch has not been submitted yet.', {
          action: 'It goes by itself as soon as Redis is there.',
        });
      const manifest = await intake.readManifest(batchId);
      const run = deps.link().run.bind(deps.link());
      await run(({ redis }) => refuseWhileRunning(redis, batchId));
      const missing = missingOriginals(manifest, await intake.verifyVault(batchId));
      history.recordManifest(manifest);
      const leastRun = history.lastRun(batchId) + 1;
      const { opened } = await run(({ redis, broker }) =>
        rerunBatch(redis, broker, { manifest, missing, leastRun }),
      );
      return { opened, missing: missing.size, batch: await deps.changed(batchId) };
    },
    'reconcile.last': async () => deps.reconciler()?.last() ?? null,
    'reconcile.run': ({ repair }) =>
      deps.link().run(async () => {
        const reconciler = deps.reconciler();
        if (reconciler === null)
          throw new RedwellError('redis_unavailable', 'Redis cannot be reached just now.');
        return reconciler.check('operator', deps.board()?.active() ?? [], repair);
      }),
  };
}

/** Documents that would run and whose originals are gone or changed, with what to say of each. */
function missingOriginals(
  manifest: Manifest,
  { missing, altered }: { missing: readonly string[]; altered: readonly string[] },
): Map<string, string> {
  const gone = new Set(missing);
  const other = new Set(altered);
  const found = new Map<string, string>();
  for (const { id, path, status, location } of manifest.documents) {
    if (status !== 'pending') continue;
    if (gone.has(path)) found.set(id, `The original is gone: ${location}`);
    else if (other.has(path)) found.set(id, `The original is not what was received any more: ${location}`);
  }
  return found;
}
