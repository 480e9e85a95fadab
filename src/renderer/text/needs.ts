/** Sentences and labels of the list of what needs a person. */
import { type AttentionFilter, type AttentionGroup, MOST_ITEMS } from '../../shared/attention.ts';
import { actionOf, EXCEPTIONS } from '../../shared/exceptions.ts';
import { count, plural } from '../lib/format.ts';
import { ACTOR_LABEL } from './labels.ts';

type Problem = Pick<AttentionGroup, 'code' | 'intake'>;

/** Returns what happened, in a few words. */
export const problemLabel = ({ code, intake }: Problem): string =>
  intake ? `${EXCEPTIONS[code].label}, found at intake` : EXCEPTIONS[code].label;

export const problemAction = ({ code, intake }: Problem): string => actionOf(code, intake);

export const items = (number: number): string => plural(number, 'item');

export const NEEDS_TEXT = {
  title: 'Needs you',
  subtitle: 'Exceptions and warnings of all batches, until somebody has dealt with them.',
  empty: {
    title: 'Nothing needs you',
    hint: 'No document of any batch has an exception or a warning that waits for somebody.',
    running: (batches: number): string =>
      `${plural(batches, 'batch', 'batches')} ${batches === 1 ? 'is' : 'are'} still running and may add to this list.`,
    dismissed: (number: number): string =>
      `${plural(number, 'item')} ${number === 1 ? 'was' : 'were'} dismissed.`,
  },
  noneDismissed: {
    title: 'Nothing is dismissed',
    hint: 'Dismissed items are listed here with the reason, and can be brought back.',
  },
  noMatch: { title: 'No items match', hint: 'Choose “Show all” to clear the filters.' },
  waiting: (number: number): string => `${items(number)} ${number === 1 ? 'needs' : 'need'} somebody`,
  workOff: 'Work through the list',
  groups: 'Who must act',
  all: 'Everything',
  selectFirst: 'Select rows with their box, or with Space, Shift and the arrow keys.',
  offline:
    'Processing is offline: retry and passwords work again when it is back. You can replace, dismiss and assign now.',
  gone: 'Redwell is not responding. Nothing can be changed until it does.',
  pointless: 'Retrying cannot help what is selected.',
  notLocked: 'Nothing that is selected waits for a password.',
  replaceOne:
    'Select one document whose file is damaged, locked, missing, altered or incomplete to hand in another copy.',
  tooMany: `Select at most ${count(MOST_ITEMS)} rows, or everything that matches.`,
  selected: (number: number): string => `${count(number)} selected`,
  selectAll: (total: number): string => `Select all ${count(total)}`,
  allSelected: (total: number): string => `All ${count(total)} selected, also those that are not loaded yet`,
  dismiss: {
    title: (number: number): string => `Dismiss ${items(number)}`,
    hint: 'Dismissed items leave the list. The documents stay as they are. If a document fails in another way later, it comes back.',
    label: 'Reason',
    reasons: [
      'Checked against the original',
      'Not needed for this matter',
      'The custodian has no better copy',
    ],
    done: (number: number): string => `Dismissed ${items(number)}`,
  },
  assign: {
    title: (number: number): string => `Assign ${items(number)}`,
    label: 'Name',
    hint: 'Leave it empty to assign nobody.',
    done: (number: number, name: string): string =>
      name === '' ? `${items(number)} assigned to nobody` : `Assigned ${items(number)} to ${name}`,
  },
  reopened: (number: number): string => `Brought ${items(number)} back`,
  undone: (number: number): string => `Undone for ${items(number)}`,
  unchanged: 'Nothing changed: the items had left the list, or were like this already.',
  passwords: {
    title: 'Add passwords and retry',
    hint: (documents: number): string =>
      `Redwell will read ${plural(documents, 'encrypted document')} again and try every password it has. Documents that stay locked come back to this list.`,
  },
  nobody: 'Nobody',
} as const;

/** Returns what came of a retry. */
export function retryResult(
  {
    asked,
    retried,
    problems,
  }: { asked: number; retried: number; problems: readonly { batchName: string; message: string }[] },
  withPasswords: boolean,
): { title: string; message: string; isWarning: boolean } {
  const left = asked - retried;
  const title =
    retried === 0
      ? 'Nothing was retried'
      : withPasswords
        ? `Trying the passwords on ${plural(retried, 'document')}`
        : `Retrying ${plural(retried, 'document')}`;
  const parts = problems.map(({ batchName, message }) => `${batchName}: ${message}`);
  const known = left > 0 && problems.length === 0;
  if (known)
    parts.push(
      `${plural(left, 'document')} could not be retried, because the processing engine no longer holds ${left === 1 ? 'its' : 'their'} batch. Open the batch and choose “Run all again”.`,
    );
  else if (retried > 0)
    parts.push(
      retried === 1
        ? 'It leaves this list while it runs, and comes back if it fails again.'
        : 'They leave this list while they run, and come back if they fail again.',
    );
  return { title, message: parts.join(' '), isWarning: left > 0 };
}

/** Returns what the list is narrowed to, for its heading. */
export function narrowedTo({ actor, code, intake }: AttentionFilter): string {
  if (code !== null) return problemLabel({ code, intake: intake === true });
  return actor === null ? NEEDS_TEXT.all : ACTOR_LABEL[actor];
}
