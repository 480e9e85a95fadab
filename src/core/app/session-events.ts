/** Passes what a session reports to pages, to history and to the notification, at a pace that pages can follow. */
import type { Logger } from 'pino';
import { type Batch, isTerminal, type WarningCount } from '../../shared/batches.ts';
import { RedwellError } from '../../shared/errors.ts';
import type { History } from '../history/types.ts';
import { type Emitter, throttleByKey } from './emitter.ts';
import { isQuiet, notificationFor } from './notifications.ts';
import type { SessionEvents } from './session.ts';
import type { SettingsStore } from './settings.ts';

/** Lists ask for their page again at most this often. */
const DOCUMENTS_MS = 250;
const SAVE_MS = 1000;
const TOTALS_MS = 2000;

export interface SessionEventsDeps {
  events: Emitter;
  history: History;
  settings: Pick<SettingsStore, 'get'>;
  /** Whether this process owns the data folder. Only the owner notifies, so that a batch notifies once. */
  isOwner: boolean;
  /** Called once for the end of each run, also across restarts. */
  onFirstEnd(batch: Batch, run: number): void;
  log: Logger;
}

/** Returns the warnings by kind, or none while history does not have all of them yet. */
const recordedWarnings = (history: History, { id, warnings }: Batch): WarningCount[] =>
  history.batch(id)?.warnings === warnings ? history.warningsOf(id) : [];

/** Runs what a timer does with history. A damaged history must not end the app: it is logged, and Health shows it. */
function unlessDamaged(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof RedwellError) || error.code !== 'history_unavailable') throw error;
  }
}

export function createSessionEvents(deps: SessionEventsDeps): SessionEvents & { dispose(): void } {
  const { events, history, settings, log } = deps;
  // The newest state of running batches, from Redis or after a command. An ended batch is not in it, so that a late
  // save does not overwrite its end.
  const running = new Map<string, Batch>();
  const documents = throttleByKey(DOCUMENTS_MS, (batchId) => events.emit('documents.changed', { batchId }));
  const save = throttleByKey(SAVE_MS, (batchId) => {
    const batch = running.get(batchId);
    if (batch === undefined) return;
    try {
      unlessDamaged(() => history.saveBatch(batch));
    } catch (error) {
      // A full disk, for example. The batch runs on, and its newest state is saved once that works again.
      log.warn({ error, batchId }, 'saving the state of a batch failed; trying again');
      again(batchId);
    }
  });
  // After the interval that starts when this call returns.
  const again = (batchId: string): void =>
    void setImmediate(() => running.has(batchId) && save.call(batchId));
  const totals = throttleByKey(TOTALS_MS, () => {
    if (events.listeners('totals.changed') === 0) return;
    try {
      unlessDamaged(() => events.emit('totals.changed', history.totals(24, Date.now())));
    } catch (error) {
      log.warn({ error }, 'reading the totals failed');
    }
  });

  return {
    onBatch(batch) {
      events.emit('batch.changed', batch);
      // The end is recorded with everything in the batch, by the session.
      if (isTerminal(batch.status)) return;
      running.set(batch.id, batch);
      save.call(batch.id);
    },
    onDocuments(batchId) {
      documents.call(batchId);
      totals.call('');
    },
    onEnded(batch, run) {
      running.delete(batch.id);
      events.emit('batch.changed', batch);
      if (!deps.isOwner) return;
      const notification = notificationFor(batch, run, Date.now(), recordedWarnings(history, batch));
      const isFirst = history.claimNotification(batch.id, run, notification);
      if (isFirst) deps.onFirstEnd(batch, run);
      const { notifications, quietHours } = settings.get();
      if (isFirst && notifications && !isQuiet(quietHours, new Date()))
        events.emit('notification', notification);
    },
    dispose() {
      running.clear();
      for (const throttle of [totals, save, documents]) throttle.dispose();
    },
  };
}
