/** Sentences about another copy of a document. */
import type { FileType } from '../../shared/file-types.ts';
import type { Replacement } from '../../shared/replacement-record.ts';
import { zonedTime } from '../lib/format.ts';
import { TYPE_LABEL } from './labels.ts';

export const REPLACE_TEXT = {
  action: 'Hand in another copy',
  title: 'Hand in another copy',
  hint: 'The copy becomes a document of the same matter, in a batch of its own. The record of the old file stays: its fingerprint, its exception and its custody.',
  choose: 'Choose file',
  chooseAnother: 'Choose another file',
  reading: 'Redwell reads the file and compares it.',
  columns: { now: 'The document', copy: 'The other copy' },
  original:
    'This is the very file that was received. Redwell puts it back into the vault and reads the document again. Nothing is replaced.',
  otherType: (replaced: FileType, copy: FileType): string =>
    `It is the same document, although it is of type ${TYPE_LABEL[copy]} and not ${TYPE_LABEL[replaced]}`,
  reason: 'Reason',
  reasonHint: 'Where the copy comes from. It is kept with both documents.',
  reasons: ['Intact copy from the custodian', 'Unlocked copy from the custodian', 'Better scan'],
  submit: 'Hand in',
  putBack: 'Put the original back',
  done: (path: string): string => `“${path}” is replaced`,
  restored: (retried: number): string =>
    retried > 0
      ? 'The original is back in the vault, and the document runs again'
      : 'The original is back in the vault. Retry the document when processing is back.',
  left: {
    title: 'Another copy of a document',
    hint: (name: string): string =>
      `“${name}” was added as another copy of a document and not handed in. Discard it, or choose it again on the page of that document.`,
    open: 'Open the document',
  },
} as const;

/** Returns who handed a copy in, when and why, and whether that still stands. */
export function replacementFacts({ by, at, reason, stands, undone }: Replacement): string {
  const who = by === '' ? '' : ` by ${by}`;
  const given = `Handed in ${zonedTime(at)}${who}: ${reason}`;
  if (stands) return given;
  return undone === null
    ? `${given}. It no longer replaces the document: the decision was lost with a damaged history.`
    : `${given}. Taken back ${zonedTime(undone.at)}${undone.by === '' ? '' : ` by ${undone.by}`}.`;
}
