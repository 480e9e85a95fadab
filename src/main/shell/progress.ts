/** Progress of the running batches, on the taskbar and in the badge. */
import type { App, BrowserWindow } from 'electron';
import { type Batch, isTerminal } from '../../shared/batches.ts';

/** Returns the share done of all running batches, 0 to 1, weighted by documents; null when none is running. */
export function shareDone(batches: Iterable<Batch>): number | null {
  let documents = 0;
  let done = 0;
  for (const { equation, percent } of batches) {
    documents += equation.received;
    done += (equation.received * percent) / 100;
  }
  return documents === 0 ? null : done / documents;
}

/** Returns a function to call with every batch that has changed. */
export function progressBar(
  window: Pick<BrowserWindow, 'setProgressBar' | 'isDestroyed'>,
  app: Pick<App, 'setBadgeCount'>,
): (batch: Batch) => void {
  const running = new Map<string, Batch>();
  return (batch) => {
    if (isTerminal(batch.status)) running.delete(batch.id);
    else running.set(batch.id, batch);
    app.setBadgeCount(running.size);
    if (window.isDestroyed()) return;
    const paused = running.size > 0 && [...running.values()].every(({ status }) => status === 'paused');
    // -1 removes the bar.
    window.setProgressBar(shareDone(running.values()) ?? -1, { mode: paused ? 'paused' : 'normal' });
  };
}
