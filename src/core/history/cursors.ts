/** Opaque cursors of paged lists: where the page before ended. */
import { RedwellError } from '../../shared/errors.ts';

/** @param key whole numbers that say which row was last */
export const encodeCursor = (key: readonly number[]): string => key.join('.');

/** @throws RedwellError invalid_input when it is not `length` whole numbers from `encodeCursor` */
export function decodeCursor(cursor: string, length: number): number[] {
  const key = cursor.split('.').map(Number);
  if (key.length === length && key.every(Number.isSafeInteger)) return key;
  throw new RedwellError('invalid_input', 'That page of the list cannot be found.', {
    action: 'Go back to the first page.',
  });
}
