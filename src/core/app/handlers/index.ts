/** Every request of the bridge that core answers. Each is a few lines over the room that does the work. */
import { customAlphabet } from 'nanoid';
import type { Logger } from 'pino';
import { type Batch, isTerminal } from '../../../shared/batches.ts';
import { RedwellError } from '../../../shared/errors.ts';
import type { Manifest } from '../../../shared/manifest.ts';
import { STAGES, type Stage } from '../../../shared/stages.ts';
import { cancelBatch, pauseBatch, prioritizeBatch, resumeBatch, retryBatch } from '../../batches/control.ts';
import { failedDocuments } from '../../batches/scan.ts';
import type { History } from '../../history/types.ts';
import type { Intake } from '../../intake/types.ts';
import { toBatch } from '../../live/batch-view.ts';
import type { LiveBoard } from '../../live/board.ts';
import { type HealthDeps, readHealth } from '../health.ts';
import type { Outbox } from '../outbox.ts';
import type { PasswordBank } from '../password-bank.ts';
import type { Reconciler } from '../reconciler.ts';
import type { Connected } from '../redis-link.ts';
import type { SettingsStore } from '../settings.ts';
import type { CoreHandlers } from '../types.ts';
import { passwordHandlers } from './passwords.ts';
import { repairHandlers } from './repair.ts';

export interface HandlerDeps extends HealthDeps {
  intake: Intake;
  history: History;
  outbox: Outbox;
  settings: SettingsStore;
  passwords: PasswordBank;
  board(): LiveBoard | null;
  reconciler(): Reconciler | null;
  onSettings(): Promise<void>;
  onBatch(batch: Batch): void;
  log: Logger;
}

const randomPart = customAlphabet('23456789abcdefghjkmnpqrstuvwxyz', 5);

/** Sorts by time, reads well, never looks like an integer to BullMQ: `20261124-1805-k7m2p`. */
function newBatchId(now: Date): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}-${two(now.getHours())}${two(now.getMinutes())}-${randomPart()}`;
}

/** A batch's figures before Redis has seen it. */
function freshBatch(manifest: Manifest, status: 'outbox' | 'submitting'): Batch {
  const of = (s: string) => manifest.documents.filter((d) => d.status === s);
  const jobs = of('pending');
  const hash: Record<string, string> = {
    name: manifest.name,
    matter: manifest.matter,
    custodian: manifest.custodian,
    priority: manifest.priority,
    status,
    createdAt: String(manifest.createdAt),
    total: String(manifest.documents.length),
    jobs: String(jobs.length),
    bytes: String(jobs.reduce((sum, d) => sum + d.bytes, 0)),
    'd:p': String(jobs.length),
    'd:d': String(of('duplicate').length),
    'd:k': String(of('excluded').length),
    'd:e': String(of('exception').length),
  };
  STAGES.forEach((_stage: Stage, i) => {
    hash[`s${i + 1}:w`] = String(jobs.length);
  });
  return { ...toBatch(manifest.batchId, hash, manifest.createdAt), source: 'history' };
}

export function createHandlers(deps: HandlerDeps): CoreHandlers {
  const { intake, history, settings } = deps;

  /** Live while Redis has it running, history otherwise. @throws RedwellError not_found */
  const find = async (batchId: string): Promise<Batch> => {
    const connected = deps.link().current();
    const board = deps.board();
    const found =
      connected?.redis.state() === 'ready' && board !== null
        ? await board.read(batchId).catch((error: unknown) => {
            // Between two looks Redis may go: history answers then, and says that it does.
            deps.log.warn({ error, batchId }, 'a batch could not be read from Redis');
            return null;
          })
        : null;
    if (found !== null && !isTerminal(found.batch.status)) return found.batch;
    const kept = history.batch(batchId);
    // An ended batch is told from history, which has all of it; Redis only confirms that it still knows it.
    if (kept !== null && found !== null) return { ...kept, source: 'live' };
    if (kept === null)
      throw new RedwellError('not_found', `There is no batch ${batchId} on this machine.`, {
        action: 'Open History to see which there are.',
      });
    return kept;
  };

  const changed = async (batchId: string): Promise<Batch> => {
    deps.board()?.wake();
    const batch = await find(batchId);
    deps.onBatch(batch);
    // What an operator wants of it is known even if Redis loses it now. Its end is recorded by whoever tells it.
    if (!isTerminal(batch.status)) history.saveBatch(batch);
    return batch;
  };

  const control = async (batchId: string, act: (to: Connected) => Promise<void>): Promise<Batch> => {
    await deps.link().run(async (connected) => {
      await deps.outbox.register(batchId, connected.redis);
      await act(connected);
    });
    return changed(batchId);
  };

  const retry = async (
    batchId: string,
    documentId: string | null,
    only: Parameters<typeof retryBatch>[4],
  ): Promise<{ retried: number; batch: Batch }> => {
    const retried = await deps.link().run(async ({ redis, broker }) => {
      // As Redis has them: history may not know of the last ones yet. The script decides which may be opened.
      const ids = documentId === null ? await failedDocuments(redis, batchId) : [documentId];
      return retryBatch(redis, broker, batchId, ids, only);
    });
    return { retried, batch: await changed(batchId) };
  };

  return {
    ...passwordHandlers({
      bank: deps.passwords,
      intake,
      batch: find,
      retry: (batchId) => retry(batchId, null, { code: 'encrypted' }),
    }),
    ...repairHandlers({ ...deps, changed }),
    'intake.begin': (input) =>
      input.kind === 'paths' ? intake.beginPaths(input.paths) : intake.beginUpload(input.name),
    'intake.uploaded': ({ dropId, files, skipped }) => intake.finishUpload(dropId, files, skipped),
    'intake.list': async () => intake.list(),
    'intake.get': async ({ dropId }) => intake.get(dropId),
    'intake.entries': async ({ dropId, filter, cursor, limit }) =>
      intake.entries(dropId, filter, cursor, limit),
    'intake.discard': async ({ dropId }) => {
      await intake.discard(dropId);
      deps.passwords.forget(dropId);
      return {};
    },
    'batches.submit': async ({ dropId, name, matter, custodian, priority }) => {
      const batchId = newBatchId(new Date());
      // Before it is sealed: from then on the batch may go by itself.
      await deps.passwords.share(dropId, batchId);
      const manifest = await intake
        .freeze(dropId, { batchId, name, matter, custodian, priority })
        .catch((error: unknown) => {
          deps.passwords.forget(batchId);
          throw error;
        });
      // Some may have been given for the drop while it waited for its turn to be sealed.
      await deps.passwords.share(dropId, batchId);
      deps.passwords.forget(dropId);
      history.recordManifest(manifest);
      const ready = deps.link().current()?.redis.state() === 'ready';
      const batch = freshBatch(manifest, ready ? 'submitting' : 'outbox');
      history.saveBatch(batch);
      deps.onBatch(batch);
      deps.outbox.kick();
      return batch;
    },
    'batches.active': async () => {
      const board = deps.board();
      const live = board?.active() ?? [];
      const seen = new Set(live.map((batch) => batch.id));
      const waiting = history.listBatches({ search: '', status: 'active', cursor: null, limit: 500 }).items;
      return [...live, ...waiting.filter((batch) => !seen.has(batch.id))].sort(
        (a, b) => b.createdAt - a.createdAt,
      );
    },
    'batches.list': async (query) => {
      const page = history.listBatches(query);
      const live = new Map((deps.board()?.active() ?? []).map((batch) => [batch.id, batch]));
      return { ...page, items: page.items.map((batch) => live.get(batch.id) ?? batch) };
    },
    'batches.get': ({ batchId }) => find(batchId),
    'batches.control': ({ batchId, action }) =>
      control(batchId, async ({ redis, broker }) => {
        if (action === 'pause') await pauseBatch(redis, batchId);
        else if (action === 'resume') await resumeBatch(redis, broker, batchId);
        else await cancelBatch(redis, broker, batchId);
      }),
    'batches.priority': ({ batchId, priority }) =>
      control(batchId, ({ redis, broker }) => prioritizeBatch(redis, broker, batchId, priority)),
    'batches.retry': ({ batchId, stage, code, documentId }) =>
      retry(batchId, documentId ?? null, { stage, code }),
    'batches.entities': async (query) => history.listEntities(query),
    'batches.relationships': async (query) => history.listRelationships(query),
    'documents.list': async (query) => history.listDocuments(query),
    'documents.get': async ({ documentId }) => {
      const document = history.document(documentId);
      if (document === null)
        throw new RedwellError('not_found', `There is no document ${documentId} on this machine.`);
      return document;
    },
    'totals.get': async ({ hours }) => history.totals(hours, Date.now()),
    'health.get': () => readHealth(deps),
    'settings.get': async () => settings.get(),
    'settings.set': async (change) => {
      const next = await settings.set(change);
      await deps.onSettings();
      return next;
    },
  };
}
