/** A drop at its beginning, and what is said when it cannot go on. */
import { customAlphabet } from 'nanoid';
import { RedwellError } from '../../shared/errors.ts';
import type { Drop } from '../../shared/intake.ts';
import type { RootGone } from './walk.ts';

/** Letters and digits that are told apart when read aloud; safe in file names, no case. */
const newId = customAlphabet('23456789abcdefghjkmnpqrstuvwxyz', 12);

/** A drop of which nothing is known yet. */
export const freshDrop = (name: string, source: Drop['source']): Drop => ({
  id: newId(),
  name,
  source,
  status: source === 'upload' ? 'receiving' : 'walking',
  createdAt: Date.now(),
  found: 0,
  read: 0,
  readBytes: 0,
  total: null,
  inventory: null,
  problems: [],
  batchId: null,
  error: null,
});

export const away = ({ root, cause }: RootGone): RedwellError =>
  new RedwellError('folder_missing', `“${root}” is not there any more.`, {
    action: 'Reconnect the drive or restore the folder: Redwell then goes on where it was.',
    cause,
  });

export const cutOff = (name: string): RedwellError =>
  new RedwellError(
    'canceled',
    `The upload of “${name}” was cut off when Redwell stopped; none of it was submitted.`,
    {
      action: 'Discard this drop and drop the folder again.',
    },
  );
