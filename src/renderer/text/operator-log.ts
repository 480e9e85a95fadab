/** Sentences about the operator log. */
import {
  type CommandRecord,
  type LogCheck,
  MARKS,
  OPERATOR_ACTIONS,
  type OperatorEntry,
} from '../../shared/operator-log.ts';
import { count, dateTime, plural } from '../lib/format.ts';

export const LOG_TEXT = {
  title: 'Operator log',
  subtitle: 'Who did what, when and from where. Entries are only added, and each proves the one before it.',
  empty: 'Nothing has been done yet.',
  noMatch: 'No entry matches',
  verify: 'Check the log',
  head: 'Hash of the newest entry. Write it down to prove later that nothing was removed:',
  whole: 'The log is whole',
  damaged: 'The log is not as it was written',
  unanswered: 'No outcome is recorded: Redwell was ended meanwhile, or it is still being done.',
} as const;

export const COMMANDS_TEXT = {
  title: 'Commands from all computers',
  none: 'The Redis server has no commands for this batch. It keeps them for 30 days after the last one.',
  kept: 'The Redis server keeps the last 100 commands from every computer that shares it, for 30 days after the last one.',
  away: 'The operator log has what was done from this computer.',
} as const;

const FROM: Readonly<Record<string, string>> = {
  window: 'desktop window',
  browser: 'browser',
  'command line': 'command line',
};
export const placeText = ({ host, from }: Pick<CommandRecord, 'from' | 'host'>): string =>
  `${FROM[from] ?? from} on ${host}`;

/** Returns what was done, in the words of the page. */
export const actionText = ({ what }: OperatorEntry): string => OPERATOR_ACTIONS[what];

export function outcomeText({ phase, error, documents, details, before, after }: OperatorEntry): string {
  const parts = [
    phase === 'failed' ? `Not done: ${error ?? ''}` : phase === 'asked' ? LOG_TEXT.unanswered : '',
    documents === null ? '' : plural(documents.count, 'document'),
    ...Object.entries(details)
      .filter(([, value]) => value !== '' && value !== false)
      .map(([name, value]) => `${wordsOf(name)}: ${value}`),
    changeText(before, after),
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

/** Details are named by their fields. */
const wordsOf = (name: string): string =>
  name.replaceAll(/([a-z])([A-Z])/g, (_all, a, b) => `${a} ${b.toLowerCase()}`);

/** Returns which counts differ afterward: `exceptions 5 → 3`. */
function changeText(before: OperatorEntry['before'], after: OperatorEntry['after']): string {
  if (before === null || after === null) return '';
  return (Object.keys(after) as (keyof typeof after)[])
    .filter((name) => before[name] !== after[name])
    .map((name) => `${name} ${count(before[name])} → ${count(after[name])}`)
    .join(', ');
}

export const markTexts = ({ marks }: OperatorEntry): string[] => marks.map((mark) => MARKS[mark]);

export function checkText({ entries, first, files, torn, marked }: LogCheck): string {
  if (entries === 0) return 'It has no entries yet.';
  const parts = [
    `${plural(entries, 'entry', 'entries')} in ${plural(files, 'file')} since ${dateTime(first)}, each in its place.`,
    torn === 0
      ? ''
      : `${plural(torn, 'entry was', 'entries were')} cut off when Redwell was ended; each is named.`,
    marked === 0
      ? ''
      : `${plural(marked, 'entry has', 'entries have')} a mark, such as a clock that was set.`,
  ];
  return parts.filter((part) => part !== '').join(' ');
}
