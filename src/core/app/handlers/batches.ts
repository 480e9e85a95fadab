/** The bridge's requests that submit, list and control batches. */
import type { Batch } from '../../../shared/batches.ts';
import type { ManifestDocument } from '../../../shared/manifest.ts';
import type { ManifestReplaces } from '../../../shared/replacement.ts';
import { cancelBatch, pauseBatch, prioritizeBatch, resumeBatch, retryBatch } from '../../batches/control.ts';
import { failedDocuments } from '../../batches/scan.ts';
import { excludeDocuments, prioritizeDocuments } from '../../batches/single-documents.ts';
import type { History } from '../../history/types.ts';
import type { Intake } from '../../intake/types.ts';
import { inTurns } from '../../util/event-loop.ts';
import type { BatchLookup, BatchLookupDeps } from '../batch-lookup.ts';
import { batchFromManifest, newBatchId } from '../new-batch.ts';
import type { Outbox } from '../outbox.ts';
import type { PasswordBank } from '../password-bank.ts';
import type { Connected } from '../redis-link.ts';
import type { CoreHandlers } from '../types.ts';

export interface BatchDeps extends BatchLookupDeps {
  intake: Intake;
  history: History;
  outbox: Outbox;
  passwords: PasswordBank;
  lookup: BatchLookup;
}

type BatchRequests =
  | 'batches.submit'
  | 'batches.active'
  | 'batches.list'
  | 'batches.get'
  | 'batches.control'
  | 'batches.priority'
  | 'batches.retry'
  | 'documents.exclude'
  | 'documents.priority';

/** Which failed documents to retry: those of one stage, of one cause, or all. */
type RetryFilter = Parameters<typeof retryBatch>[4];

interface Retry {
  /** @param documentIds null: every failed document that passes the filter */
  retry(
    batchId: string,
    documentIds: readonly string[] | null,
    filter: RetryFilter,
  ): Promise<{ retried: number; batch: Batch }>;
}

/** Batches that history lists as active at most; a console never has that many. */
const MAX_ACTIVE = 500;

/** Submits a drop, also one that is another copy of a document. */
type Submit = (
  input: Parameters<CoreHandlers['batches.submit']>[0],
  replaces?: ManifestReplaces,
) => Promise<Batch>;

export function batchHandlers(
  deps: BatchDeps,
): Pick<CoreHandlers, BatchRequests> & Retry & { submit: Submit } {
  const { history, redis, lookup } = deps;
  const liveBatches = (): Batch[] => redis.session()?.board.active() ?? [];

  const control = async (batchId: string, act: (to: Connected) => Promise<void>): Promise<Batch> => {
    await redis.link().run(async (connected) => {
      await deps.outbox.register(batchId, connected.redis);
      await act(connected);
    });
    return lookup.changed(batchId);
  };

  const retry: Retry['retry'] = async (batchId, documentIds, filter) => {
    const retried = await redis.link().run(async ({ redis: roles, broker }) => {
      // Redis knows the latest failures, history may not yet. The script decides which may be reopened.
      const ids = documentIds ?? (await failedDocuments(roles, batchId));
      return retryBatch(roles, broker, batchId, ids, filter);
    });
    return { retried, batch: await lookup.changed(batchId) };
  };

  return {
    retry,
    submit: (input, replaces) => submit(deps, input, replaces),
    'batches.submit': (input) => submit(deps, input),
    'batches.active': async () => {
      const live = liveBatches();
      const liveIds = new Set(live.map(({ id }) => id));
      const recorded = history.listBatches({ search: '', status: 'active', cursor: null, limit: MAX_ACTIVE });
      const others = lookup.onTheirWay(recorded.items.filter(({ id }) => !liveIds.has(id)));
      return [...live, ...others].sort((a, b) => b.createdAt - a.createdAt);
    },
    'batches.list': async (query) => {
      const page = await inTurns(history.listBatchesInSteps(query));
      const live = new Map(liveBatches().map((batch) => [batch.id, batch]));
      return { ...page, items: lookup.onTheirWay(page.items).map((batch) => live.get(batch.id) ?? batch) };
    },
    'batches.get': ({ batchId }) => lookup.find(batchId),
    'batches.control': ({ batchId, action }) =>
      control(batchId, async ({ redis: roles, broker }) => {
        if (action === 'pause') await pauseBatch(roles, batchId);
        else if (action === 'resume') await resumeBatch(roles, broker, batchId);
        else await cancelBatch(roles, broker, batchId);
      }),
    'batches.priority': ({ batchId, priority }) =>
      control(batchId, ({ redis: roles, broker }) => prioritizeBatch(roles, broker, batchId, priority)),
    async 'documents.exclude'({ batchId, documentIds }) {
      const done = await redis.link().run(async ({ redis: roles }) => {
        await deps.outbox.register(batchId, roles);
        return excludeDocuments(roles, batchId, documentIds);
      });
      return { ...done, batch: await lookup.changed(batchId) };
    },
    async 'documents.priority'({ batchId, documentIds, priority }) {
      const done = await redis
        .link()
        .run(({ redis: roles, broker }) =>
          prioritizeDocuments(roles, broker, batchId, documentIds, priority),
        );
      return { ...done, batch: await lookup.changed(batchId) };
    },
    'batches.retry': ({ batchId, stage, code, documentId }) =>
      retry(batchId, documentId === undefined ? null : [documentId], { stage, code }),
  };
}

const isPending = ({ status }: ManifestDocument): boolean => status === 'pending';

/** Freezes the drop into a batch and hands it to the outbox. */
async function submit(
  { intake, passwords, history, redis, outbox, onBatch }: BatchDeps,
  { dropId, ...details }: Parameters<CoreHandlers['batches.submit']>[0],
  replaces?: ManifestReplaces,
): Promise<Batch> {
  const batchId = newBatchId(new Date());
  // Shared before the drop is frozen, because from then on the batch may start.
  await passwords.share(dropId, batchId);
  const link = replaces === undefined ? {} : { replaces };
  const manifest = await intake.freeze(dropId, { batchId, ...details, ...link }).catch((error: unknown) => {
    passwords.forget(batchId);
    throw error;
  });
  // Shared again: the operator may have entered more passwords while the drop waited to be frozen.
  await passwords.share(dropId, batchId);
  passwords.forget(dropId);
  history.recordManifest(manifest);
  const batch = batchFromManifest(manifest, redis.isReady() ? 'submitting' : 'outbox');
  history.saveBatch(batch);
  history.forecasts.expect(batchId, 1, history.expectedMs(manifest.documents.filter(isPending)));
  onBatch(batch);
  outbox.kick();
  return batch;
}
