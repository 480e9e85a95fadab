/** What a notification says. */
import type { Batch } from '../../shared/batches.ts';
import type { BatchNotification, Settings } from '../../shared/bridge.ts';

const count = (n: number, one: string, many: string): string =>
  `${n.toLocaleString('en-US')} ${n === 1 ? one : many}`;

/** The outcome of a batch in words, e.g. `27 documents completed, 4 exceptions, 2 duplicates.` */
export function describeOutcome(batch: Batch): string {
  const { completed, exceptions, duplicates, excluded } = batch.equation;
  const parts = [count(completed, 'document completed', 'documents completed')];
  if (exceptions > 0) parts.push(count(exceptions, 'exception to look at', 'exceptions to look at'));
  if (duplicates > 0) parts.push(count(duplicates, 'duplicate', 'duplicates'));
  if (batch.warnings > 0) parts.push(count(batch.warnings, 'with a warning', 'with warnings'));
  if (excluded > 0)
    parts.push(
      `${excluded.toLocaleString('en-US')} ${batch.status === 'canceled' ? 'canceled or excluded' : 'excluded'}`,
    );
  return `${parts.join(', ')}.`;
}

const HEADLINES: Partial<Record<Batch['status'], string>> = {
  completed: 'is done',
  completed_with_warnings: 'is done, with warnings',
  completed_with_exceptions: 'is done, with exceptions',
  canceled: 'was canceled',
  failed: 'failed',
};

export function notificationFor(batch: Batch, run: number, now: number): BatchNotification {
  return {
    id: `${batch.id}-r${run}`,
    batchId: batch.id,
    title: `${batch.name} ${HEADLINES[batch.status] ?? 'has ended'}`,
    body: describeOutcome(batch),
    at: now,
  };
}

const minutesOf = (clock: string): number => {
  const [h = 0, m = 0] = clock.split(':').map(Number);
  return h * 60 + m;
};

/** Whether `now` (local time) lies in the quiet hours; they may pass midnight. */
export function isQuiet(hours: Settings['quietHours'], now: Date): boolean {
  if (hours === null) return false;
  const at = now.getHours() * 60 + now.getMinutes();
  const from = minutesOf(hours.from);
  const to = minutesOf(hours.to);
  return from <= to ? at >= from && at < to : at >= from || at < to;
}
