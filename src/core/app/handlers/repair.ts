/** The bridge's requests that check, repair and rerun batches. */
import { RedwellError } from '../../../shared/errors.ts';
import type { Manifest } from '../../../shared/manifest.ts';
import { reconcileBatch } from '../../batches/reconcile.ts';
import { refuseWhileRunning, rerunBatch } from '../../batches/rerun.ts';
import type { History } from '../../history/types.ts';
import type { Intake } from '../../intake/types.ts';
import type { BatchLookup } from '../batch-lookup.ts';
import type { RedisHolder } from '../redis-holder.ts';
import { redisUnavailable } from '../redis-link.ts';
import type { CoreHandlers } from '../types.ts';

export interface RepairDeps {
  redis: RedisHolder;
  intake: Intake;
  history: History;
  lookup: BatchLookup;
}

type RepairRequests = 'batches.reconcile' | 'batches.rerun' | 'reconcile.last' | 'reconcile.run';

export function repairHandlers(deps: RepairDeps): Pick<CoreHandlers, RepairRequests> {
  const { intake, history, redis, lookup } = deps;
  return {
    'batches.reconcile': async ({ batchId, repair }) => {
      const result = await redis
        .link()
        .run(({ redis: roles, broker }) => reconcileBatch(roles, broker, batchId, repair));
      if (repair) await lookup.changed(batchId);
      return result;
    },
    'batches.rerun': async ({ batchId }) => {
      if (intake.unsubmitted().some((drop) => drop.batchId === batchId))
        throw new RedwellError('conflict', 'This batch has not been submitted yet.', {
          action: 'Redwell submits it as soon as the processing engine is connected.',
        });
      const manifest = await intake.readManifest(batchId);
      const link = redis.link();
      await link.run(({ redis: roles }) => refuseWhileRunning(roles, batchId));
      const missing = missingOriginals(manifest, await intake.verifyVault(batchId));
      history.recordManifest(manifest);
      const leastRun = history.lastRun(batchId) + 1;
      const { opened } = await link.run(({ redis: roles, broker }) =>
        rerunBatch(roles, broker, { manifest, missing, leastRun }),
      );
      return { opened, missing: missing.size, batch: await lookup.changed(batchId) };
    },
    'reconcile.last': async () => redis.session()?.reconciler.last() ?? null,
    'reconcile.run': ({ repair }) =>
      redis.link().run(async () => {
        const session = redis.session();
        if (session === null) throw redisUnavailable();
        return session.reconciler.check('operator', session.board.active(), repair);
      }),
  };
}

/** Returns the ids of pending documents whose originals are missing or altered, each with a sentence that says so. */
function missingOriginals(
  manifest: Manifest,
  { missing, altered }: { missing: readonly string[]; altered: readonly string[] },
): Map<string, string> {
  const missingPaths = new Set(missing);
  const alteredPaths = new Set(altered);
  const reasons = new Map<string, string>();
  for (const { id, path, status, location } of manifest.documents) {
    if (status !== 'pending') continue;
    if (missingPaths.has(path)) reasons.set(id, `The original is missing: ${location}`);
    else if (alteredPaths.has(path))
      reasons.set(id, `The original has changed since it was received: ${location}`);
  }
  return reasons;
}
