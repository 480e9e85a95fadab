/** The bridge's requests that check, repair and rerun batches. */
import type { Batch } from '../../../shared/batches.ts';
import { RedwellError } from '../../../shared/errors.ts';
import type { Manifest } from '../../../shared/manifest.ts';
import { reconcileBatch } from '../../batches/reconcile.ts';
import { refuseWhileRunning, rerunBatch } from '../../batches/rerun.ts';
import type { History } from '../../history/types.ts';
import type { Intake } from '../../intake/types.ts';
import { describeOriginal } from '../../sandbox/original-errors.ts';
import type { BatchLookup } from '../batch-lookup.ts';
import type { RedisHolder } from '../redis-holder.ts';
import { redisUnavailable } from '../redis-link.ts';
import type { CoreHandlers } from '../types.ts';

export interface RepairDeps {
  redis: RedisHolder;
  intake: Intake;
  history: History;
  lookup: BatchLookup;
  outbox: { kick(): void };
}

/** Batches that one check covers, at most. */
const MAX_OPEN = 500;

type RepairRequests = 'batches.reconcile' | 'batches.rerun' | 'reconcile.last' | 'reconcile.run';

export function repairHandlers(deps: RepairDeps): Pick<CoreHandlers, RepairRequests> {
  const { intake, history, redis, lookup, outbox } = deps;
  /** The batches that have not ended, also those that the server no longer lists. */
  const openBatches = (listed: readonly Batch[]): Batch[] => {
    const ids = new Set(listed.map(({ id }) => id));
    const recorded = history.listBatches({
      search: '',
      status: 'active',
      cursor: null,
      limit: MAX_OPEN,
    }).items;
    return [...listed, ...recorded.filter(({ id, status }) => status !== 'outbox' && !ids.has(id))];
  };
  return {
    'batches.reconcile': async ({ batchId, repair }) => {
      const result = await redis
        .link()
        .run(({ redis: roles, broker }) => reconcileBatch(roles, broker, batchId, repair));
      if (result.checked === 0 && result.overwritten === undefined)
        throw new RedwellError('not_found', `There is no batch ${batchId} on the Redis server.`, {
          action: 'Only a batch that is still on the server can be checked. Open History to see the others.',
        });
      // Restores a batch that had to leave Redis.
      if (repair && result.overwritten !== undefined) outbox.kick();
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
      const report = await intake.verifyVault(batchId);
      const missing = await describeOriginals(manifest, new Set(report.missing));
      const altered = await describeOriginals(manifest, new Set(report.altered));
      history.recordManifest(manifest);
      const leastRun = history.lastRun(batchId) + 1;
      const { opened } = await link.run(({ redis: roles, broker }) =>
        rerunBatch(roles, broker, { manifest, missing, altered, leastRun }),
      );
      return {
        opened,
        missing: missing.size,
        altered: altered.size,
        paths: { missing: firstPaths(manifest, missing), altered: firstPaths(manifest, altered) },
        batch: await lookup.changed(batchId),
      };
    },
    'reconcile.last': async () => redis.session()?.reconciler.last() ?? null,
    'reconcile.run': ({ repair }) =>
      redis.link().run(async () => {
        const session = redis.session();
        if (session === null) throw redisUnavailable();
        const report = await session.reconciler.check(
          'operator',
          openBatches(session.board.active()),
          repair,
        );
        if (repair && report.batches.some(({ overwritten }) => overwritten !== undefined)) outbox.kick();
        return report;
      }),
  };
}

/** Returns the ids of those documents that would run, each with a sentence about its original. */
async function describeOriginals(
  manifest: Manifest,
  paths: ReadonlySet<string>,
): Promise<Map<string, string>> {
  const sentences = new Map<string, string>();
  for (const document of manifest.documents)
    if (document.status === 'pending' && paths.has(document.path))
      sentences.set(document.id, await describeOriginal({ ...document, receivedAt: manifest.createdAt }));
  return sentences;
}

/** More are not sent: the batch's page lists them all as exceptions. */
const MAX_PATHS = 100;

const firstPaths = ({ documents }: Manifest, ids: ReadonlyMap<string, string>): string[] =>
  documents
    .filter(({ id }) => ids.has(id))
    .slice(0, MAX_PATHS)
    .map(({ path }) => path);
