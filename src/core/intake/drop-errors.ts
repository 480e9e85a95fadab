/** Errors of drops, in words for the operator. */
import { RedwellError } from '../../shared/errors.ts';
import type { Drop, DropStatus } from '../../shared/intake.ts';
import type { RootGone } from './walk.ts';

export const folderAway = ({ root, cause }: RootGone): RedwellError =>
  new RedwellError('folder_missing', `“${root}” is no longer available.`, {
    action: 'Reconnect the drive or restore the folder. Redwell then continues where it stopped.',
    cause,
  });

export const uploadCutOff = (name: string): RedwellError =>
  new RedwellError(
    'canceled',
    `Redwell was closed during the upload of “${name}”. None of it was submitted.`,
    { action: 'Discard this drop and add the folder again.' },
  );

/** @param excluded files that were found and left out */
export function noDocuments(name: string, excluded: number): RedwellError {
  const files =
    excluded === 1 ? 'only one file that is not a document' : `only ${excluded} files that are not documents`;
  return new RedwellError(
    'folder_empty',
    excluded === 0 ? `“${name}” contains no files.` : `“${name}” contains no documents, ${files}.`,
    { action: 'Check that it is the right folder, then add it again.' },
  );
}

export const nothingLeft = (name: string): RedwellError =>
  new RedwellError('conflict', `Everything in “${name}” is left out, so there is nothing to submit.`, {
    action: 'Take back at least one file, or discard the drop.',
  });

const STATUS: Readonly<Record<DropStatus, string>> = {
  receiving: 'is still being uploaded',
  walking: 'is still being searched for files',
  reading: 'is still being read',
  ready: 'is still being loaded',
  submitting: 'is being submitted',
  submitted: 'has been submitted',
  failed: 'could not be read',
  discarded: 'has been discarded',
};

/** @param purpose the action that the drop's status does not allow, e.g. `be submitted` */
export const notReady = ({ name, status }: Drop, purpose: string, action: string): RedwellError =>
  new RedwellError('drop_not_ready', `“${name}” ${STATUS[status]}, so it cannot ${purpose} now.`, { action });

export const notOneFile = (): RedwellError =>
  new RedwellError('invalid_input', 'Another copy of a document must be one file.', {
    action:
      'Choose one file. If there are more, make one of them, or add them as a batch on the Intake page.',
  });

export const isAnotherCopy = ({ name }: Drop): RedwellError =>
  new RedwellError(
    'conflict',
    `“${name}” was added as another copy of a document, not as documents of its own.`,
    {
      action: 'Hand it in on the page of that document, or discard it and add it again.',
    },
  );

export const isProduction = ({ name }: Drop): RedwellError =>
  new RedwellError(
    'conflict',
    `“${name}” is taken as its load file says, so it cannot be joined with other drops.`,
    { action: 'Submit it as a batch of its own, or take it as plain files first.' },
  );
