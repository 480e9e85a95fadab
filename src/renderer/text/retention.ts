/** The sentences about deleting batches by age, and about legal holds. */
import type { Due, HoldTarget, Retention, RetentionRule } from '../../shared/retention.ts';
import { plural } from '../lib/format.ts';

const dateFormat = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium' });
export const date = (at: number): string => dateFormat.format(at);

export const RETENTION_TEXT = {
  title: 'Retention',
  off: 'Redwell deletes no batch by itself.',
  dialog: 'Delete batches by their age?',
  confirm:
    'Redwell deletes each batch everywhere when its time has come, without asking again. What is deleted cannot be brought back. Exports that were handed over stay.',
  notice: 'Nothing is deleted within the next 3 days, so that there is time to hold back what must stay.',
  agree: 'I know that these batches will be deleted',
  holds: 'Legal holds',
  holdsHint: 'Nobody can delete a batch of a matter that is held, by its age or by hand.',
  clock: 'The date of this computer may be wrong',
  clockAction: 'It is days away from when Redwell last ran, so nothing is deleted for a day.',
  clockRight: 'The date is right',
} as const;

export const ruleSentence = ({ count, unit }: RetentionRule): string =>
  `Batches are deleted ${count.toLocaleString('en-US')} ${count === 1 ? unit.slice(0, -1) : unit} after they ended.`;

/** Returns what falls due next; null: nothing within 90 days. */
export function dueSentence({ due }: Retention): string | null {
  const open = due.filter(({ hold }) => hold === null);
  const [first] = open;
  if (first === undefined) return null;
  const on = date(first.deleteAt);
  const many = open.filter(({ deleteAt }) => date(deleteAt) === on).length;
  return `${plural(many, 'batch', 'batches')} will be deleted on ${on}`;
}

/** Returns how much a time that is not set yet would delete. */
export function previewSentence({ due, dueCount }: Due): string {
  const kept = due.some(({ hold }) => hold !== null) ? ' What is under a hold would stay.' : '';
  return dueCount === 0
    ? `No batch would be deleted within the next 90 days.${kept}`
    : `${plural(dueCount, 'batch', 'batches')} would be deleted within the next 90 days.${kept}`;
}

export const targetName = (target: HoldTarget, due: Retention['due']): string =>
  'matter' in target
    ? target.matter
    : (due.find(({ batchId }) => batchId === target.batchId)?.name ?? target.batchId);
