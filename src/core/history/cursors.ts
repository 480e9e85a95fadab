/** Encodes where a page of a list ended, so that the next page can continue there. */
import { RedwellError } from '../../shared/errors.ts';

/** @param key whole numbers that identify the last row of the page */
export const encodeCursor = (key: readonly number[]): string => key.join('.');

/** @throws RedwellError invalid_input when the cursor does not hold `least` to `most` whole numbers */
export function decodeCursor(cursor: string, least: number, most = least): number[] {
  const key = cursor.split('.').map(Number);
  if (key.length >= least && key.length <= most && key.every(Number.isSafeInteger)) return key;
  throw noSuchPage();
}

export const noSuchPage = (): RedwellError =>
  new RedwellError('invalid_input', 'This page of the list does not exist.', {
    action: 'Go back to the first page.',
  });
