/** The replies of the in-memory host to each request of the bridge. */
import { isTerminal } from '../../../../src/shared/batches.ts';
import type { BridgeHandlers, Settings } from '../../../../src/shared/bridge.ts';
import type { DocumentDetail } from '../../../../src/shared/documents.ts';
import { RedwellError } from '../../../../src/shared/errors.ts';
import type { ExceptionCode } from '../../../../src/shared/exceptions.ts';
import type { BridgeHost } from '../../../doubles/bridge-host.ts';
import { attentionAnswers } from './attention.ts';
import { batchListAnswers } from './batch-list.ts';
import { compareAnswers } from './compare.ts';
import { detailOf } from './documents.ts';
import { inventedEntries, receivedEntries } from './drops.ts';
import { batchEntities, withNext } from './entities.ts';
import { handoverAnswers } from './handover.ts';
import { healthOf, totalsOf } from './health.ts';
import { intakeEditAnswers } from './intake-edit.ts';
import { listAnswers } from './lists.ts';
import { missing } from './missing.ts';
import { logAnswers } from './operator-log.ts';
import { reportOf } from './passwords.ts';
import { reviewAnswers } from './review.ts';
import { sampleAnswers } from './sample.ts';
import { searchAnswers } from './search.ts';

function pageOf<T>(all: readonly T[], cursor: string | null, limit: number) {
  const from = cursor === null ? 0 : Number(cursor);
  const next = from + limit < all.length ? String(from + limit) : null;
  return { items: all.slice(from, from + limit), next, total: all.length };
}
export function answersOf(host: BridgeHost): BridgeHandlers {
  const detail = async (documentId: string): Promise<DocumentDetail> => {
    for (const { rows } of host.batches.values()) {
      const row = rows.find(({ id }) => id === documentId);
      if (row !== undefined) return detailOf(row, rows, host.now());
    }
    throw missing('document');
  };
  return {
    'host.info': async () => host.info,
    'intake.begin': async (input) =>
      input.kind === 'upload'
        ? host.begin(input.name, [], 'upload')
        : host.begin(input.paths[0]?.split('/').at(-1) ?? 'Drop', inventedEntries(1_840), 'path'),
    'intake.uploaded': async ({ dropId, skipped }) => {
      host.entries.set(dropId, receivedEntries(host.received.get(dropId) ?? []));
      return host.ready(
        host.drop(dropId),
        skipped.map(({ path, code, reason }) => ({ path, code, message: reason })),
      );
    },
    'intake.pick': async () => host.begin('Production 004', inventedEntries(900), 'path'),
    'intake.list': async () => [...host.drops.values()],
    'intake.get': async ({ dropId }) => host.drop(dropId),
    'intake.entries': async ({ dropId, filter, cursor, limit }) => {
      const all = (host.entries.get(dropId) ?? []).filter((entry) => {
        if (filter === 'problems') return entry.exception !== null;
        if (filter === 'duplicates') return entry.duplicateOf !== null;
        return filter === 'all' || entry.excluded;
      });
      return pageOf(all, cursor, limit);
    },
    ...logAnswers(host),
    ...intakeEditAnswers(host),
    'intake.discard': async ({ dropId }) => {
      host.put({ ...host.drop(dropId), status: 'discarded' });
      host.drops.delete(dropId);
      return {};
    },
    'intake.locked': async ({ dropId }) => reportOf(host, dropId),
    'intake.passwords': async ({ dropId, passwords }) => {
      host.bank.add(dropId, passwords);
      const report = reportOf(host, dropId);
      const drop = host.drop(dropId);
      if (drop.inventory !== null)
        host.put({ ...drop, inventory: { ...drop.inventory, encrypted: report.locked } });
      return report;
    },
    'batches.submit': async ({ dropId, name, ...about }) => {
      const number = host.nextNumber();
      const size = host.drop(dropId).found;
      const status = host.scenario === 'offline' ? ('outbox' as const) : ('running' as const);
      const batch = host.add(`b-new${number}`, name, size, 0, {
        ...about,
        status,
        createdAt: host.now(),
      });
      host.put({ ...host.drop(dropId), status: 'submitted', batchId: batch.id });
      return host.tell(batch);
    },
    'batches.active': async () => host.views().filter(({ status }) => !isTerminal(status)),
    ...batchListAnswers(host),
    ...sampleAnswers(host),
    'batches.get': async ({ batchId }) => host.batch(batchId).view(host.now()),
    'batches.control': async ({ batchId, action }) => {
      const batch = host.batch(batchId);
      if (isTerminal(batch.status))
        throw new RedwellError('batch_terminal', 'The batch has ended already.', {
          action: 'Nothing is left to do.',
        });
      if (action === 'cancel') batch.cancel(host.now());
      else batch.status = action === 'pause' ? 'paused' : 'running';
      return host.tell(batch);
    },
    'batches.priority': async ({ batchId, priority }) => {
      const batch = host.batch(batchId);
      batch.priority = priority;
      return host.tell(batch);
    },
    'batches.retry': async ({ batchId, code, stage, documentId }) => {
      const batch = host.batch(batchId);
      const retried = batch.retry(
        ({ id, exception }) =>
          (code === undefined || exception?.code === code) &&
          (stage === undefined || exception?.stage === stage) &&
          (documentId === undefined || id === documentId),
      );
      return { retried, batch: host.tell(batch) };
    },
    'batches.bank': async ({ batchId }) => ({
      offered: host.bank.offered(batchId),
      since: host.bank.since,
    }),
    'batches.passwords': async ({ batchId, passwords }) => {
      const batch = host.batch(batchId);
      const offered = host.bank.add(batchId, passwords);
      const retried = batch.retry(
        ({ exception }) => exception?.code === 'encrypted' && exception.stage !== null,
      );
      return { offered, retried, batch: host.tell(batch) };
    },
    'batches.rerun': async ({ batchId }) => {
      const batch = host.batch(batchId);
      if (!isTerminal(batch.status)) throw new RedwellError('conflict', 'The batch has not ended yet.');
      const paths = { missing: [], altered: [] };
      return { opened: batch.rerun(), missing: 0, altered: 0, paths, batch: host.tell(batch) };
    },
    'batches.reconcile': async ({ batchId, repair }) => {
      const { ending } = host;
      if (repair) host.ending = null;
      return {
        batchId,
        checked: host.batch(batchId).rows.length,
        drift: [],
        orphaned: 0,
        orphans: [],
        repaired: 0,
        givenUp: 0,
        ending: ending === null ? null : { ...ending, repaired: repair },
      };
    },
    'reconcile.last': async () => host.figures,
    'reconcile.run': async ({ repair }) => host.checkFigures(repair),
    'batches.entities': async ({ batchId, kind, search, cursor, limit }) => {
      const { rows, status } = host.batch(batchId);
      const done = isTerminal(status);
      const all = batchEntities(rows).filter(
        (row) =>
          done &&
          (kind === null || row.kind === kind) &&
          row.name.toLowerCase().includes(search.toLowerCase()),
      );
      const resolution = {
        run: 1,
        documents: rows.length,
        missing: 0,
        entities: all.length,
        relationships: 0,
      };
      return { ...pageOf(all, cursor, limit), resolution: done ? resolution : null };
    },
    'batches.relationships': async ({ entity }) => ({
      items: entity === null ? [] : [withNext(entity)],
      next: null,
      total: 1,
    }),
    'batches.warnings': async ({ batchId }) => {
      const counts = new Map<ExceptionCode, number>();
      for (const { warnings } of host.batch(batchId).rows)
        for (const code of new Set(warnings.map((warning) => warning.code)))
          counts.set(code, (counts.get(code) ?? 0) + 1);
      return [...counts].map(([code, count]) => ({ code, count })).sort((a, b) => b.count - a.count);
    },
    ...listAnswers(host),
    'documents.exclude': async ({ batchId }) => ({
      excluded: 0,
      started: 0,
      batch: host.batch(batchId).view(host.now()),
    }),
    'documents.priority': async ({ batchId, documentIds }) => ({
      ...{ moved: documentIds.length, started: 0 },
      batch: host.batch(batchId).view(host.now()),
    }),
    ...attentionAnswers(host),
    ...handoverAnswers(host),
    'replacements.look': async () => {
      throw missing('document');
    },
    'replacements.submit': async () => {
      throw missing('document');
    },
    'documents.get': async ({ documentId }) => detail(documentId),
    ...reviewAnswers(host, detail),
    ...searchAnswers(host),
    ...compareAnswers(host),
    'totals.get': async () => totalsOf(host.scenario, host.now()),
    'health.get': async () => healthOf(host.scenario, host.now(), host.running()),
    'settings.get': async () => host.settings,
    'redis.test': async () => ({ usable: true, checks: [] }),
    'settings.set': async (change) => {
      host.settings = { ...host.settings, ...change } as Settings;
      return host.settings;
    },
  };
}
