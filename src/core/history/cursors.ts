/** Encodes where a page of a list ended, so that the next page can continue there. */
import { RedwellError } from '../../shared/errors.ts';

/** @param key whole numbers that identify the last row of the page */
export const encodeCursor = (key: readonly number[]): string => key.join('.');

/** @throws RedwellError invalid_input when the cursor does not hold exactly `length` whole numbers */
export function decodeCursor(cursor: string, length: number): number[] {
  const key = cursor.split('.').map(Number);
  if (key.length === length && key.every(Number.isSafeInteger)) return key;
  throw new RedwellError('invalid_input', 'This page of the list does not exist.', {
    action: 'Go back to the first page.',
  });
}
