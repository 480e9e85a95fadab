/** Sentences of the messages that appear briefly after an action. */
import type { Priority } from '../../shared/batches.ts';
import { count, plural } from '../lib/format.ts';
import { leftOutSentence } from './batch.ts';
import { PRIORITY_LABEL } from './labels.ts';

interface Notice {
  readonly title: string;
  readonly message?: string;
}

export const SAVED: Notice = { title: 'Saved' };

/**
 * @param documents how many were retried
 * @param leftOut failed documents that are not retried, because they would fail again
 */
export const retryNotice = (documents: number, leftOut = 0): Notice => ({
  title: `Retrying ${plural(documents, 'document')}`,
  message: `Redwell reuses the results of the stages that succeeded.${leftOut === 0 ? '' : ` ${leftOutSentence(leftOut)}`}`,
});

/** Nobody knows yet whether the passwords are right, so this is no success. */
export const passwordsNotice = (documents: number, passwords: number): Notice => ({
  title: `Trying ${plural(passwords, 'password')} on ${plural(documents, 'document')}`,
  message: 'Documents that stay locked are listed under “Encrypted” again.',
});

/**
 * Returns what came of the passwords, once the batch has ended.
 * @param tried documents that they were tried on
 * @param locked documents of the batch that are encrypted now
 * @param same whether those can only be documents that were tried
 */
export const unlockedNotice = (tried: number, locked: number, same: boolean): Notice =>
  locked === 0
    ? { title: tried === 1 ? 'The document is open' : `All ${plural(tried, 'document')} are open` }
    : {
        title: `${plural(locked, 'document')} still ${locked === 1 ? 'needs' : 'need'} a password`,
        ...(same
          ? {
              message:
                locked >= tried
                  ? 'None of the passwords opens any of them. Check for capital letters and typing errors.'
                  : `The passwords opened ${count(tried - locked)} of ${plural(tried, 'document')}.`,
            }
          : {}),
      };

interface RerunResult {
  /** Documents that run again. */
  opened: number;
  /** Documents whose originals are gone, or are no longer what was received. */
  missing: number;
  altered: number;
  paths: { missing: readonly string[]; altered: readonly string[] };
}

export function rerunNotice({ opened, missing, altered, paths }: RerunResult): Notice {
  const title = `Running ${plural(opened, 'document')} again`;
  if (missing + altered === 0) return { title };
  const parts = [
    ...(missing > 0 ? [`${plural(missing, 'original')} missing: ${someOf(paths.missing, missing)}.`] : []),
    ...(altered > 0 ? [`${plural(altered, 'original')} altered: ${someOf(paths.altered, altered)}.`] : []),
  ];
  return { title, message: `${parts.join(' ')} See the exceptions.` };
}

const FEW = 3;
const someOf = (paths: readonly string[], all: number): string =>
  paths.slice(0, FEW).join(', ') + (all > FEW ? ` and ${count(all - FEW)} more` : '');

/** @param retried how many of the selected documents had failed */
export const retrySelectedNotice = (retried: number, selected: number): Notice => ({
  title: retried === 0 ? 'Nothing to retry' : `Retrying ${plural(retried, 'document')}`,
  ...(retried < selected
    ? {
        message: `${count(selected - retried)} of the selected documents did not fail, or ${retried === 0 ? 'run' : 'already run'} again. They stay as they are.`,
      }
    : {}),
});

/**
 * @param priority null: they were excluded
 * @param counts `started`: those that were being processed already
 */
export function runSelectedNotice(
  priority: Priority | null,
  { changed, started, selected }: { changed: number; started: number; selected: number },
): Notice {
  const documents = plural(changed, 'document');
  const title =
    priority === null
      ? `Excluded ${documents}`
      : `${documents} at ${PRIORITY_LABEL[priority].toLowerCase()} priority`;
  const parts = [
    started === 0
      ? ''
      : `${count(started)} had started: ${priority === null ? 'what is running ends first.' : 'their later stages move.'}`,
    changed < selected ? `${count(selected - changed)} had ended and stay as they are.` : '',
  ].filter((part) => part !== '');
  return { title, ...(parts.length === 0 ? {} : { message: parts.join(' ') }) };
}

/** @param changed documents that did not have the tag so before */
export const taggedNotice = (tag: string, isOn: boolean, changed: number): Notice => ({
  title:
    changed === 0
      ? isOn
        ? `All of them had the tag “${tag}” already`
        : `None of them had the tag “${tag}”`
      : `${isOn ? 'Tagged' : 'Removed the tag from'} ${plural(changed, 'document')}`,
  ...(changed === 0 ? {} : { message: `Tag: ${tag}` }),
});

/** Says so when documents have left the list since they were selected. */
const leftList = (found: number, wanted: number): string =>
  `${plural(wanted - found, 'selected document')} ${wanted - found === 1 ? 'is' : 'are'} no longer in the list.`;

export const exportedNotice = (documents: number, wanted: number): Notice => ({
  title: `Exported ${plural(documents, 'document')}`,
  message: documents < wanted ? leftList(documents, wanted) : 'The file is in your downloads.',
});

export const copiedNotice = (what: 'paths' | 'hashes', copied: number, wanted: number): Notice => ({
  title: `Copied ${what === 'paths' ? plural(copied, 'path') : plural(copied, 'hash', 'hashes')}`,
  ...(copied < wanted
    ? {
        message:
          what === 'paths'
            ? leftList(copied, wanted)
            : 'The other documents have no hash, or are no longer in the list.',
      }
    : {}),
});
