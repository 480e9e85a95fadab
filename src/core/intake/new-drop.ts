/** Creates the record of a new drop. */
import { customAlphabet } from 'nanoid';
import type { Drop } from '../../shared/intake.ts';

/** Ids are safe in file names, have no upper case, and leave out letters and digits that look alike. */
const newId = customAlphabet('23456789abcdefghjkmnpqrstuvwxyz', 12);

/** Returns a drop whose files have not been counted yet. */
export const newDrop = (name: string, source: Drop['source'], replaces?: Drop['replaces']): Drop => ({
  id: newId(),
  name,
  source,
  status: source === 'upload' ? 'receiving' : 'walking',
  createdAt: Date.now(),
  found: 0,
  read: 0,
  readBytes: 0,
  total: null,
  members: 0,
  inventory: null,
  problems: [],
  batchId: null,
  error: null,
  ...(replaces === undefined ? {} : { replaces }),
});
