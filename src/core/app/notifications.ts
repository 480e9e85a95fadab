/** Writes the notification of a batch's end, and knows the quiet hours. */
import type { Batch, WarningCount } from '../../shared/batches.ts';
import type { BatchNotification, Settings } from '../../shared/bridge.ts';
import { EXCEPTIONS } from '../../shared/exceptions.ts';

const counted = (n: number, one: string, many: string): string =>
  `${n.toLocaleString('en-US')} ${n === 1 ? one : many}`;

/** Kinds of warning that a notification names; it must stay short. */
const NAMED_WARNINGS = 2;

/**
 * Returns the outcome of a batch, e.g. `27 documents completed, 4 exceptions to review, 2 duplicates.`
 * @param warnings how many documents have each warning, the most frequent first; empty if not known yet
 */
export function describeOutcome(batch: Batch, warnings: readonly WarningCount[]): string {
  const { completed, exceptions, duplicates, excluded } = batch.equation;
  const parts = [counted(completed, 'document completed', 'documents completed')];
  if (exceptions > 0) parts.push(counted(exceptions, 'exception to review', 'exceptions to review'));
  if (duplicates > 0) parts.push(counted(duplicates, 'duplicate', 'duplicates'));
  if (batch.warnings > 0)
    parts.push(`${counted(batch.warnings, 'with a warning', 'with warnings')}${kindsOf(warnings)}`);
  if (excluded > 0)
    parts.push(
      `${excluded.toLocaleString('en-US')} ${batch.status === 'canceled' ? 'canceled or excluded' : 'excluded'}`,
    );
  return `${parts.join(', ')}.`;
}

/** Returns the most frequent kinds of warning, e.g. ` (2 picture not read, 1 order uncertain)`. */
function kindsOf(warnings: readonly WarningCount[]): string {
  if (warnings.length === 0) return '';
  const named = warnings
    .slice(0, NAMED_WARNINGS)
    .map(({ code, count }) => `${count.toLocaleString('en-US')} ${EXCEPTIONS[code].label.toLowerCase()}`);
  if (warnings.length > NAMED_WARNINGS) named.push('…');
  return ` (${named.join(', ')})`;
}

const HEADLINES: Partial<Record<Batch['status'], string>> = {
  completed: 'is complete',
  completed_with_warnings: 'is complete, with warnings',
  completed_with_exceptions: 'is complete, with exceptions',
  canceled: 'was canceled',
  failed: 'failed',
};

export function notificationFor(
  batch: Batch,
  run: number,
  now: number,
  warnings: readonly WarningCount[],
): BatchNotification {
  return {
    id: `${batch.id}-r${run}`,
    batchId: batch.id,
    title: `${batch.name} ${HEADLINES[batch.status] ?? 'has ended'}`,
    body: describeOutcome(batch, warnings),
    at: now,
  };
}

/** Returns minutes since midnight. @param clock `HH:MM`, 24 hours */
const minutesOf = (clock: string): number => {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return hours * 60 + minutes;
};

/** Returns whether `now` (local time) is within the quiet hours, which may pass midnight. */
export function isQuiet(hours: Settings['quietHours'], now: Date): boolean {
  if (hours === null) return false;
  const at = now.getHours() * 60 + now.getMinutes();
  const from = minutesOf(hours.from);
  const to = minutesOf(hours.to);
  return from <= to ? at >= from && at < to : at >= from || at < to;
}
