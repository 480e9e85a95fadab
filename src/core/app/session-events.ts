/** Passes what a session reports to pages, to history and to the notification, at a pace that pages can follow. */
import { type Batch, isTerminal } from '../../shared/batches.ts';
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
}

export function createSessionEvents(deps: SessionEventsDeps): SessionEvents & { dispose(): void } {
  const { events, history, settings } = deps;
  // The newest state of running batches, from Redis or after a command. An ended batch is not in it, so that a late
  // save does not overwrite its end.
  const running = new Map<string, Batch>();
  const documents = throttleByKey(DOCUMENTS_MS, (batchId) => events.emit('documents.changed', { batchId }));
  const save = throttleByKey(SAVE_MS, (batchId) => {
    const batch = running.get(batchId);
    if (batch !== undefined) history.saveBatch(batch);
  });
  const totals = throttleByKey(TOTALS_MS, () => {
    if (events.listeners('totals.changed') > 0) events.emit('totals.changed', history.totals(24, Date.now()));
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
      const notification = notificationFor(batch, run, Date.now());
      const isFirst = history.claimNotification(batch.id, run, notification);
      const { notifications, quietHours } = settings.get();
      if (isFirst && notifications && !isQuiet(quietHours, new Date()))
        events.emit('notification', notification);
    },
    dispose() {
      for (const throttle of [totals, save, documents]) throttle.dispose();
    },
  };
}
